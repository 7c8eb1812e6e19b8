import { type CheckoutRequest, type DeskMethod, deskSession } from '../../domain/payments/orders.js';
import {
  type CheckoutState,
  type DisputeState,
  type PaymentProvider,
  type ProviderCharge,
  type ProviderEvent,
  type ProviderRefund,
  ProviderRefused,
  type RefundRequest,
  type RefundResult,
  WebhookRefused,
  type Window,
} from './port.js';

/** What the reception wrote down. Amounts in minor units. */
export interface DeskEntry {
  readonly id: string;
  readonly orderId: string;
  readonly kind: 'taken' | 'to_pay_out' | 'paid_out';
  readonly method: DeskMethod;
  readonly refundId: string | null;
  readonly amount: number;
  readonly currency: string;
  readonly recordedAt: Date;
}

/** The reception's book, as its provider reads it. */
export interface DeskBook {
  taken(orderId: string): Promise<DeskEntry | null>;
  find(entryId: string): Promise<DeskEntry | null>;
  findPayOut(refundId: string): Promise<DeskEntry | null>;
  /** Notes that money has to be given back, once per refund; null when so much is not left of what was taken. */
  owe(refund: { readonly id: string; readonly takenId: string; readonly amount: number }): Promise<DeskEntry | null>;
  recorded(window: Window, kinds: readonly DeskEntry['kind'][]): Promise<readonly DeskEntry[]>;
}

const SESSION = /^desk_(.+)$/;

/**
 * Cash, terminal and transfer at the reception, behind the same port as a gateway: its books are our own. A refund
 * stays pending until somebody has paid it out.
 */
export class DeskProvider implements PaymentProvider {
  readonly name = 'desk';
  readonly apiVersion = null;

  constructor(private readonly book: DeskBook) {}

  takes(): boolean {
    return true;
  }

  async createCheckout(request: CheckoutRequest): Promise<CheckoutState> {
    const open = toCheckout(request.orderId, await this.book.taken(request.orderId));
    return { ...open, amount: request.amount, currency: request.currency };
  }

  async lookUpCheckout(sessionId: string): Promise<CheckoutState> {
    const orderId = SESSION.exec(sessionId)?.[1];
    if (!orderId) throw new ProviderRefused('no such session', true);
    return toCheckout(orderId, await this.book.taken(orderId));
  }

  async findCheckout(orderId: string): Promise<CheckoutState | null> {
    const entry = await this.book.taken(orderId);
    return entry && toCheckout(orderId, entry);
  }

  async closeCheckout(sessionId: string): Promise<CheckoutState> {
    const state = await this.lookUpCheckout(sessionId);
    // Nobody pays at a desk on their own: what is not taken never will be.
    return state.state === 'open' ? { ...state, state: 'closed' } : state;
  }

  async refund(request: RefundRequest): Promise<RefundResult> {
    const taken = request.paymentId;
    const entry = await this.book.owe({ id: request.refundId, takenId: taken, amount: request.amount });
    if (!entry) throw new ProviderRefused('not so much was taken', true);
    return toRefund(entry);
  }

  async lookUpRefund(providerRefundId: string): Promise<RefundResult> {
    const entry = await this.book.find(providerRefundId);
    if (!entry?.refundId) throw new ProviderRefused('no such refund', true);
    return toRefund(entry);
  }

  async findRefund(_paymentId: string, refundId: string): Promise<RefundResult | null> {
    const entry = await this.book.findPayOut(refundId);
    return entry && toRefund(entry);
  }

  async lookUpDispute(): Promise<DisputeState> {
    throw new ProviderRefused('nothing is disputed at a desk', true);
  }

  async *listCharges(window: Window): AsyncIterable<ProviderCharge> {
    for (const entry of await this.book.recorded(window, ['taken'])) {
      yield {
        paymentId: entry.id,
        orderId: entry.orderId,
        amount: entry.amount,
        currency: entry.currency,
        capturedAt: entry.recordedAt,
      };
    }
  }

  async *listRefunds(window: Window): AsyncIterable<ProviderRefund> {
    for (const entry of await this.book.recorded(window, ['to_pay_out', 'paid_out'])) {
      const paid = await this.book.taken(entry.orderId);
      yield {
        ...toRefund(entry),
        refundId: entry.refundId,
        paymentId: paid?.id ?? '',
        amount: entry.amount,
        currency: entry.currency,
        createdAt: entry.recordedAt,
      };
    }
  }

  async ping(): Promise<void> {}

  readWebhook(): ProviderEvent {
    throw new WebhookRefused('a desk sends no webhooks');
  }
}

function toCheckout(orderId: string, entry: DeskEntry | null): CheckoutState {
  return {
    sessionId: deskSession(orderId),
    orderId,
    url: null,
    state: entry ? 'paid' : 'open',
    paymentId: entry?.id ?? null,
    amount: entry?.amount ?? 0,
    currency: entry?.currency ?? '',
    fee: null,
    method: entry?.method ?? null,
  };
}

function toRefund(entry: DeskEntry): RefundResult {
  const status = entry.kind === 'paid_out' ? 'succeeded' : 'pending';
  return { providerRefundId: entry.id, status, failureReason: null, fee: null };
}
