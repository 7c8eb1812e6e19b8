import { postalLines } from '../../../domain/identity/public.js';
import { type Billing, parseBilling } from '../../../domain/payments/receipts/billing.js';
import type { ClinicRow } from '../../../models/repositories/clinics/public.js';

/** What a clinic's documents say of it. One that has typed no address for its documents has its own there. */
export function billingOf({ billing, name, addresses }: ClinicRow): Billing {
  const typed = parseBilling(billing, name);
  return typed.address.length > 0 ? typed : { ...typed, address: postalLines(addresses[0] ?? null) };
}
