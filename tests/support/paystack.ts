import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { PaystackRig } from '../../sandbox/paystack/testing.js';
import { PaystackProvider } from '../../src/adapters/payments/paystack.js';
import type { CheckoutState } from '../../src/adapters/payments/port.js';
import type { CheckoutRequest } from '../../src/domain/payments/orders.js';

/** What the product asks for: NGN 5,000.00 unless changed. */
export function wish(changes: Partial<CheckoutRequest> = {}): CheckoutRequest {
  return {
    orderId: randomUUID(),
    subjectKind: 'appointment',
    subjectId: randomUUID(),
    amount: 500_000,
    currency: 'ngn',
    successUrl: 'http://clinic.invalid/payment/success?appointment_id=a1',
    cancelUrl: 'http://clinic.invalid/payment/cancel?appointment_id=a1',
    customer: 'payments@keepwell.invalid',
    expiresAtSeconds: 0,
    ...changes,
  };
}

/** The adapter against a sandbox of its own. */
export class PaystackBench {
  readonly provider: PaystackProvider;

  private constructor(readonly rig: PaystackRig) {
    this.provider = new PaystackProvider({ secretKey: rig.key, apiBase: rig.apiBase });
  }

  static async start(): Promise<PaystackBench> {
    return new PaystackBench(await PaystackRig.start());
  }

  stop(): Promise<void> {
    return this.rig.stop();
  }

  open(request = wish(), attempt = 1): Promise<CheckoutState> {
    return this.provider.createCheckout(request, `${request.orderId}:${attempt}`);
  }

  async press(reference: string, order: object): Promise<void> {
    const { status, body } = await this.rig.drive(`checkout/${reference}`, order);
    assert.equal(status, 200, JSON.stringify(body));
  }

  /** A checkout that was paid, as the adapter sees it then. */
  async paid(changes: Partial<CheckoutRequest> = {}): Promise<CheckoutState> {
    const { sessionId } = await this.open(wish(changes));
    await this.press(sessionId, { outcome: 'paid' });
    return this.provider.lookUpCheckout(sessionId);
  }

  async faults(body: object): Promise<void> {
    await this.rig.drive('faults', body);
  }
}
