import { runContract } from './contract.js';
import type { ProviderCase } from './provider-harness.js';
import { DESK } from './provider-harness-desk.js';
import { PAYSTACK } from './provider-harness-paystack.js';
import { STRIPE } from './provider-harness-stripe.js';
import { WAIVED } from './provider-harness-waived.js';

/** Every way in which a clinic can be paid. */
export function everyProvider(title: string, cases: readonly ProviderCase[]): void {
  runContract(title, [STRIPE, PAYSTACK, WAIVED, DESK], cases);
}
