import type { CheckoutRequest } from '../../domain/payments/orders.js';
import {
  type CheckoutState,
  type DisputeState,
  type PaymentProvider,
  type ProviderCharge,
  type ProviderEvent,
  type ProviderRefund,
  ProviderRefused,
  type RefundResult,
  WebhookRefused,
} from './port.js';

const SESSION = /^waived_(.+)$/;

/** The session of an order for which nothing has to be paid. */
export function waivedSession(orderId: string): string {
  return `waived_${orderId}`;
}

/** Payments are off, or the price is 0: everything is paid from the start, with an amount of 0, and nothing ever moves. */
export class WaivedProvider implements PaymentProvider {
  readonly name = 'waived';
  readonly apiVersion = null;

  takes(): boolean {
    return true;
  }

  async createCheckout(request: CheckoutRequest): Promise<CheckoutState> {
    return { ...paid(request.orderId), currency: request.currency };
  }

  async lookUpCheckout(sessionId: string): Promise<CheckoutState> {
    const orderId = SESSION.exec(sessionId)?.[1];
    if (!orderId) throw new ProviderRefused('no such session', true);
    return paid(orderId);
  }

  async findCheckout(orderId: string): Promise<CheckoutState | null> {
    return paid(orderId);
  }

  async closeCheckout(sessionId: string): Promise<CheckoutState> {
    return this.lookUpCheckout(sessionId);
  }

  async refund(): Promise<RefundResult> {
    throw new ProviderRefused('nothing was paid', true);
  }

  async lookUpRefund(): Promise<RefundResult> {
    throw new ProviderRefused('nothing was paid', true);
  }

  async findRefund(): Promise<RefundResult | null> {
    return null;
  }

  async lookUpDispute(): Promise<DisputeState> {
    throw new ProviderRefused('nothing was paid', true);
  }

  async *listCharges(): AsyncIterable<ProviderCharge> {}

  async *listRefunds(): AsyncIterable<ProviderRefund> {}

  async ping(): Promise<void> {}

  readWebhook(): ProviderEvent {
    throw new WebhookRefused('nobody sends webhooks of nothing');
  }
}

function paid(orderId: string): CheckoutState {
  return {
    sessionId: waivedSession(orderId),
    orderId,
    url: null,
    state: 'paid',
    paymentId: waivedSession(orderId),
    amount: 0,
    currency: '',
    fee: 0,
    method: null,
  };
}
