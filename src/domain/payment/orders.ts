/** Payment providers; `desk` and `waived` move no money through a gateway. */
export const PROVIDERS = ['stripe', 'paystack', 'desk', 'waived'] as const;
export type ProviderName = (typeof PROVIDERS)[number];

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

export type RefundState = 'requested' | 'pending' | 'succeeded' | 'failed' | 'settled_by_hand';

/** Everything a provider is told to open a checkout; stored with the order before the call and resent unchanged. */
export interface CheckoutRequest {
  readonly orderId: string;
  readonly appointmentId: string;
  /** Minor units. */
  readonly amount: number;
  readonly currency: string;
  readonly successUrl: string;
  readonly cancelUrl: string;
  /** When the provider's session ends by itself, in seconds since the epoch: later than our own deadline. */
  readonly expiresAtSeconds: number;
}

/** Stripe accepts no session shorter than 30 minutes (docs, Checkout Session `expires_at`); one more for the call itself. */
export const SESSION_LIFETIME_MS = 31 * 60_000;
/** Nor one longer than 24 hours. */
export const SESSION_MAX_MS = 24 * 3_600_000 - 60_000;
