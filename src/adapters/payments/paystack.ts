import type { CheckoutRequest } from '../../domain/payments/orders.js';
import { ourMetadata } from './our-metadata.js';
import { isDuplicate, isNotFound, PaystackApi, withinTheCall } from './paystack-api.js';
import {
  createdOf,
  madeBefore,
  noteOf,
  type PaystackDispute,
  type PaystackOpened,
  type PaystackRefund,
  type PaystackTransaction,
  referenceOf,
  toCharge,
  toCheckout,
  toDispute,
  toProviderRefund,
  toRefund,
} from './paystack-objects.js';
import { readNotice } from './paystack-webhook.js';
import {
  type CheckoutState,
  type DisputeState,
  type PaymentProvider,
  type ProviderCharge,
  type ProviderEvent,
  type ProviderRefund,
  ProviderRefused,
  ProviderUnavailable,
  type RefundRequest,
  type RefundResult,
  type Window,
} from './port.js';

export interface PaystackOptions {
  /** Also signs the webhooks: Paystack has no separate secret for them. */
  readonly secretKey: string;
  /** Another server that speaks Paystack's API, such as the sandbox. */
  readonly apiBase?: string | undefined;
}

/** Paystack's currencies (docs, "Supported currencies"), not all of them ours. */
const CURRENCIES = ['ngn', 'ghs', 'kes', 'zar', 'usd'];
/** How long a page may stand open before somebody pays: Paystack lists by the day a transaction was begun. */
const PAID_WITHIN_MS = 7 * 86_400_000;

/**
 * Paystack over its REST API. A checkout is a transaction, and its reference (`{order}-{attempt}`) is the guard against
 * a second one, the session's name and the payment's name in one.
 */
export class PaystackProvider implements PaymentProvider {
  readonly name = 'paystack';
  readonly apiVersion = null;
  private readonly api: PaystackApi;

  constructor(private readonly options: PaystackOptions) {
    this.api = new PaystackApi(options.secretKey, options.apiBase);
  }

  takes(currency: string): boolean {
    return CURRENCIES.includes(currency.toLowerCase());
  }

  async createCheckout(request: CheckoutRequest, idempotencyKey: string): Promise<CheckoutState> {
    const signal = withinTheCall();
    const reference = referenceOf(idempotencyKey);
    const { orderId, amount, currency } = request;
    try {
      const opened = await this.api.post<PaystackOpened>('/transaction/initialize', signal, {
        email: request.customer,
        amount,
        currency: currency.toUpperCase(),
        reference,
        callback_url: request.successUrl,
        channels: request.methods ?? ['card'],
        // Opaque ids only; `cancel_action` is where Paystack's page leads somebody who gives up.
        metadata: { ...ourMetadata(request), cancel_action: request.cancelUrl },
      });
      return {
        sessionId: reference,
        orderId,
        url: opened.authorization_url,
        state: 'open',
        paymentId: null,
        amount,
        currency,
        fee: null,
        method: null,
      };
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      return this.findEarlierTransaction(reference, signal);
    }
  }

  /**
   * An earlier call opened this transaction and its answer was lost, and with it the page's address, which Paystack
   * sends nobody again. Money that was paid or is under way counts. An unpaid one is of no use: nobody was ever sent to
   * that page, so its key is spent, and the next attempt opens another.
   */
  private async findEarlierTransaction(reference: string, signal: AbortSignal): Promise<CheckoutState> {
    const state = await this.verify(reference, signal);
    if (state.state === 'open') throw new ProviderRefused('duplicate_reference', true);
    return state;
  }

  lookUpCheckout(sessionId: string): Promise<CheckoutState> {
    return this.verify(sessionId, withinTheCall());
  }

  /**
   * A key is spent only by a transaction that exists, so an order's references have no gaps: they are asked for one
   * by one up to the first unknown. One that nobody paid cannot be shown to anybody any more (see `findEarlierTransaction`) and is not found.
   */
  async findCheckout(orderId: string): Promise<CheckoutState | null> {
    const signal = withinTheCall();
    let underWay: CheckoutState | null = null;
    for (let attempt = 1; ; attempt += 1) {
      const state = await this.verifyIfKnown(referenceOf(`${orderId}:${attempt}`), signal);
      if (state?.state === 'paid') return state;
      if (state === null) return underWay;
      if (state.state === 'processing') underWay = state;
    }
  }

  /** Paystack has no call to end a transaction: whoever still has the page open may pay, and that is late money. */
  async closeCheckout(sessionId: string): Promise<CheckoutState> {
    const state = await this.lookUpCheckout(sessionId);
    return state.state === 'open' ? { ...state, state: 'closed' } : state;
  }

  private async verify(reference: string, signal: AbortSignal): Promise<CheckoutState> {
    const transaction = await this.api.get<PaystackTransaction>(
      `/transaction/verify/${encodeURIComponent(reference)}`,
      signal,
    );
    if (transaction.reference !== reference) throw new ProviderUnavailable('Paystack answered for another reference');
    return toCheckout(transaction, reference);
  }

  private async verifyIfKnown(reference: string, signal: AbortSignal): Promise<CheckoutState | null> {
    try {
      return await this.verify(reference, signal);
    } catch (error) {
      if (isNotFound(error)) return null;
      throw error;
    }
  }

  /**
   * Paystack would make a second refund of a repeated call, so it is looked for first, and once more after a refusal:
   * "fully reversed" may be the doing of a call whose answer was lost.
   */
  async refund(request: RefundRequest, idempotencyKey: string): Promise<RefundResult> {
    const signal = withinTheCall();
    const find = async () =>
      madeBefore(await this.refundsOf(request.paymentId, signal), request.refundId, idempotencyKey);
    const made = await find();
    if (made) return toRefund(made);
    try {
      const body = {
        transaction: request.paymentId,
        amount: request.amount,
        customer_note: 'Refund of your payment',
        merchant_note: noteOf(idempotencyKey),
      };
      return toRefund(await this.api.post<PaystackRefund>('/refund', signal, body));
    } catch (error) {
      const after = error instanceof ProviderRefused ? await find() : null;
      if (after) return toRefund(after);
      throw error;
    }
  }

  async lookUpRefund(providerRefundId: string): Promise<RefundResult> {
    const path = `/refund/${encodeURIComponent(providerRefundId)}`;
    return toRefund(await this.api.get<PaystackRefund>(path, withinTheCall()));
  }

  async findRefund(paymentId: string, refundId: string): Promise<RefundResult | null> {
    const made = madeBefore(await this.refundsOf(paymentId, withinTheCall()), refundId, null);
    return made && toRefund(made);
  }

  private async refundsOf(paymentId: string, signal: AbortSignal): Promise<readonly PaystackRefund[]> {
    const transaction = await this.api.get<PaystackTransaction & { readonly id: unknown }>(
      `/transaction/verify/${encodeURIComponent(paymentId)}`,
      signal,
    );
    // No refund is older than its payment.
    const from = new Date(transaction.paid_at ?? transaction.created_at ?? 0).toISOString();
    const refunds: PaystackRefund[] = [];
    for await (const refund of this.api.list<PaystackRefund>('/refund', { from }, signal)) {
      if (refund.transaction_reference === paymentId || refund.transaction === transaction.id) refunds.push(refund);
    }
    return refunds;
  }

  async lookUpDispute(disputeId: string): Promise<DisputeState> {
    return toDispute(await this.api.get<PaystackDispute>(`/dispute/${encodeURIComponent(disputeId)}`, withinTheCall()));
  }

  async *listCharges({ from, to }: Window): AsyncGenerator<ProviderCharge> {
    // Not by status: a payment whose money went back is no longer a `success`, and it was captured all the same.
    const begun = { from: new Date(from.getTime() - PAID_WITHIN_MS).toISOString(), to: to.toISOString() };
    for await (const transaction of this.api.list<PaystackTransaction>('/transaction', begun)) {
      const charge = toCharge(transaction);
      if (charge && charge.capturedAt >= from && charge.capturedAt < to) yield charge;
    }
  }

  async *listRefunds({ from, to }: Window): AsyncGenerator<ProviderRefund> {
    const query = { from: from.toISOString(), to: to.toISOString() };
    for await (const refund of this.api.list<PaystackRefund>('/refund', query)) {
      const createdAt = createdOf(refund);
      // A lost dispute is paid out as a refund that names it; the dispute itself tells of that money.
      if (!refund.dispute && createdAt >= from && createdAt < to) yield toProviderRefund(refund);
    }
  }

  async ping(): Promise<void> {
    await this.api.get('/transaction', withinTheCall(), { perPage: '1' });
  }

  readWebhook(rawBody: Buffer, signature: string | undefined): ProviderEvent | null {
    return readNotice(rawBody, signature, this.options.secretKey);
  }
}
