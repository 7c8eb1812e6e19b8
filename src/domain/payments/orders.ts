import type { PayableKind } from '../subjects.js';

/** Payment providers; `desk` and `waived` move no money through a gateway. */
export const PROVIDERS = ['stripe', 'paystack', 'desk', 'waived'] as const;
export type ProviderName = (typeof PROVIDERS)[number];

/** Those that take money over a payment page of their own. */
export const GATEWAYS = ['stripe', 'paystack'] as const satisfies readonly ProviderName[];
export type GatewayName = (typeof GATEWAYS)[number];

/** How money is taken at the reception. */
export const DESK_METHODS = ['cash', 'terminal', 'transfer'] as const;
export type DeskMethod = (typeof DESK_METHODS)[number];

/** What stands for a provider's session in an order that is paid at the reception. */
export function deskSession(orderId: string): string {
  return `desk_${orderId}`;
}

/** Wire statuses of an order. `creating` is inner: stored, but the provider's session is not known yet; the wire says `pending`. */
export const ORDER_STATUSES = [
  'creating',
  'pending',
  'paid',
  'completed',
  'expired',
  'cancelled',
  'refunded',
  'partially_refunded',
  'disputed',
] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

/** Whether it can still be paid as it was meant to be; money that comes later is late money. */
export function isOpenOrder({ status }: { readonly status: OrderStatus }): boolean {
  return status === 'creating' || status === 'pending';
}

/** Whether it has been paid and not all of it was given back: there is nothing left to pay for then. */
export function holdsMoney({ status }: { readonly status: OrderStatus }): boolean {
  return status === 'paid' || status === 'completed' || status === 'partially_refunded' || status === 'disputed';
}

export type RefundState = 'requested' | 'pending' | 'succeeded' | 'failed' | 'settled_by_hand';

/** Everything that a provider is sent to open a checkout; stored with the order before the call and resent unchanged. */
export interface CheckoutRequest {
  readonly orderId: string;
  /** What is paid for. */
  readonly subjectId: string;
  readonly subjectKind: PayableKind;
  /** Minor units. */
  readonly amount: number;
  readonly currency: string;
  readonly successUrl: string;
  readonly cancelUrl: string;
  /** What may be paid with, in the provider's own words; cards and wallets when left out. */
  readonly methods?: readonly string[];
  /** A stand-in address for providers that insist on one: tells nothing of the patient. */
  readonly customer?: string;
  /** End of the hold (ISO 8601) and the clinic's zone: the provider's page says until when the time is held. */
  readonly payBy?: { readonly at: string; readonly zone: string };
  /** When the provider's session ends by itself, in seconds since the epoch: later than our own deadline. */
  readonly expiresAtSeconds: number;
}

/** What says whether an order's page can make room for another one. */
export interface OpenCheckout {
  readonly status: OrderStatus;
  readonly provider: ProviderName;
  readonly request: Pick<CheckoutRequest, 'expiresAtSeconds'>;
}

/**
 * Whether another order may take the place of this one: it is unpaid, and either another provider is asked for, or its
 * page has ended by itself, as one does whose window was extended by staff.
 */
export function isReplaceable(order: OpenCheckout, wanted: string | null, now: Date): boolean {
  if (!isOpenOrder(order)) return false;
  const ended = order.status === 'pending' && order.request.expiresAtSeconds * 1000 <= now.getTime();
  return ended || (wanted !== null && wanted !== order.provider);
}

/** Stripe accepts no session shorter than 30 minutes (docs, Checkout Session `expires_at`); one more for the call itself. */
export const SESSION_LIFETIME_MS = 31 * 60_000;
/** Nor one longer than 24 hours. */
export const SESSION_MAX_MS = 24 * 3_600_000 - 60_000;
