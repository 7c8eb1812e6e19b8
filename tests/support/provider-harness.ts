import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import {
  type CheckoutState,
  type PaymentProvider,
  type ProviderEvent,
  ProviderRefused,
  ProviderUnavailable,
  type RefundRequest,
  type RefundResult,
} from '../../src/adapters/payments/port.js';
import type { CheckoutRequest } from '../../src/domain/payments/orders.js';
import { until } from './client.js';
import type { Case, Closable, Contender } from './contract.js';
import type { Delivery, GatewaySandbox } from './gateway-sandbox.js';

/**
 * What a provider may have by its nature. `money`: it takes some. `page`: the payer acts on a page of its own. `retold`:
 * it tells an open page's address again. `close`: a call that ends a page. `keyed`: the same key with another body is an
 * error. `refunds decided elsewhere`: they may fail, also after they succeeded. `network`: it can be out of reach.
 * `stored failures`: a 5xx stands under its key for ever. `pages of lists`: more rows than one answer holds.
 */
export type Nature =
  | 'money'
  | 'page'
  | 'retold'
  | 'close'
  | 'keyed'
  | 'refunds decided elsewhere'
  | 'network'
  | 'stored failures'
  | 'pages of lists'
  | 'disputes'
  | 'webhooks'
  | 'dated webhooks'
  | 'news of failure';

export interface BankLine {
  readonly type: 'charge' | 'refund';
  readonly id: string;
  readonly session_id: string;
  readonly amount: number;
  readonly currency: string;
  readonly status: string;
}

/** What becomes of a checkout at the bank; amount and currency when it credits something else than was asked for. */
export interface Act {
  readonly outcome: 'paid' | 'declined' | 'processing' | 'async_paid' | 'async_failed' | 'expired';
  readonly amount?: number;
  readonly currency?: string;
  /** The bank credits a page that is closed already. */
  readonly late?: boolean;
  readonly webhook?: 'send' | 'duplicate' | 'lose';
}

export type PaidCheckout = CheckoutState & { readonly paymentId: string };

/** One provider on a world of its own, and the hands to act on that world. */
export interface ProviderHarness extends Closable {
  readonly provider: PaymentProvider;
  readonly currency: string;
  /** Minor units. */
  readonly price: number;
  order(change?: Partial<CheckoutRequest>): Promise<CheckoutRequest>;
  refundOf(paid: PaidCheckout, amount: number): Promise<RefundRequest>;
  press(sessionId: string, act: Act): Promise<void>;
  /** As `press`, for what the bank may refuse. */
  tryPress(sessionId: string, act: Act): Promise<boolean>;
  /** What becomes of the coming refunds without anybody doing anything. */
  refundsBecome(what: 'succeed' | 'pending' | 'fail'): Promise<void>;
  settleRefund(providerRefundId: string, status: 'succeeded' | 'failed'): Promise<void>;
  /** What the bank has in its own books about a checkout. */
  bank(sessionId: string): Promise<readonly BankLine[]>;
  /** Every checkout that the provider holds for an order of ours. */
  checkoutsOf(orderId: string): Promise<readonly string[]>;
  readonly gateway: GatewayHarness | null;
}

/** The rest of a provider behind a network. */
export interface GatewayHarness {
  readonly sandbox: GatewaySandbox;
  /** The next call that moves something is carried out, and its answer lost. */
  loseAnswer(): Promise<void>;
  dispute(paid: PaidCheckout, status: 'open' | 'won' | 'lost'): Promise<string>;
  /** The same client with a key that is not ours. */
  stranger(): PaymentProvider;
  /** The same client where nobody listens. */
  nowhere(): PaymentProvider;
  /** Signs a notice as the provider would; `agoMs` where a signature has a time. */
  sign(raw: Buffer, by?: { readonly secret?: string; readonly agoMs?: number }): string;
  /** A notice of a kind that moves nothing. */
  readonly unknownNotice: object;
}

export type ProviderCase = Case<ProviderHarness, Nature>;
export type ProviderContender = Contender<ProviderHarness, Nature>;

export function gatewayOf({ gateway }: ProviderHarness): GatewayHarness {
  assert.ok(gateway, 'a case about a gateway needs one');
  return gateway;
}

/** Opens a checkout under the key of an attempt. */
export function open(h: ProviderHarness, request: CheckoutRequest, attempt = 1): Promise<CheckoutState> {
  return h.provider.createCheckout(request, `${request.orderId}:${attempt}`);
}

export async function opened(h: ProviderHarness, change?: Partial<CheckoutRequest>): Promise<CheckoutState> {
  return open(h, await h.order(change));
}

export async function paid(h: ProviderHarness, act: Partial<Act> = {}): Promise<PaidCheckout> {
  const { sessionId } = await opened(h);
  await h.press(sessionId, { outcome: 'paid', ...act });
  const state = await h.provider.lookUpCheckout(sessionId);
  assert.equal(state.state, 'paid');
  assert.ok(state.paymentId);
  return { ...state, paymentId: state.paymentId };
}

export function give(h: ProviderHarness, request: RefundRequest, attempt = 1): Promise<RefundResult> {
  return h.provider.refund(request, `${request.refundId}:${attempt}`);
}

export function refundBecomes(h: ProviderHarness, id: string, status: RefundResult['status']): Promise<RefundResult> {
  return until(`refund ${id} to be ${status}`, async () => {
    const found = await h.provider.lookUpRefund(id);
    return found.status === status && found;
  });
}

/** The first notice that the provider reads as one like this. */
export function noticeOf(
  h: ProviderHarness,
  fits: (event: ProviderEvent) => boolean,
): Promise<{ readonly delivery: Delivery; readonly event: ProviderEvent }> {
  const { sandbox } = gatewayOf(h);
  return until('a notice', async () =>
    sandbox.deliveries
      .flatMap((delivery) => {
        const event = h.provider.readWebhook(delivery.raw, delivery.signature);
        return event ? [{ delivery, event }] : [];
      })
      .find(({ event }) => fits(event)),
  );
}

export function wish(h: Pick<ProviderHarness, 'price' | 'currency'>, change: Partial<CheckoutRequest> = {}) {
  const orderId = randomUUID();
  return {
    orderId,
    subjectId: randomUUID(),
    subjectKind: 'appointment' as const,
    amount: h.price,
    currency: h.currency,
    successUrl: 'http://clinic.invalid/payment/success',
    cancelUrl: 'http://clinic.invalid/payment/cancel',
    customer: `order-${orderId}@clinic.invalid`,
    expiresAtSeconds: Math.floor(Date.now() / 1000) + 31 * 60,
    ...change,
  };
}

export function wishBack(paid: PaidCheckout, amount: number): RefundRequest {
  return {
    refundId: randomUUID(),
    orderId: paid.orderId ?? '',
    subjectId: randomUUID(),
    subjectKind: 'appointment',
    paymentId: paid.paymentId,
    amount,
    reason: 'cancelled_by_clinic',
  };
}

export const unavailable = (error: unknown) => error instanceof ProviderUnavailable && !error.keySpent;
export const refused = (error: unknown) => error instanceof ProviderRefused;
/** Whatever its kind: this key is of no use any more. */
export const keySpent = (error: unknown) =>
  (error instanceof ProviderUnavailable || error instanceof ProviderRefused) && error.keySpent;

export async function all<T>(rows: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const row of rows) found.push(row);
  return found;
}
