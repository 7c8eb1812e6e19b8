import type { CheckoutRequest, ProviderName } from '../../domain/payment/orders.js';

/** A provider's checkout, as it is now. `paymentId` names the captured payment; amounts in minor units. */
export interface CheckoutState {
  readonly sessionId: string;
  readonly orderId: string | null;
  readonly appointmentId: string | null;
  readonly url: string | null;
  /** `open`: can still be paid; `processing`: finished by the patient, not yet decided by the bank. */
  readonly state: 'open' | 'processing' | 'paid' | 'closed';
  readonly paymentId: string | null;
  readonly amount: number;
  readonly currency: string;
  /** What the provider kept; null until it says so. */
  readonly fee: number | null;
}

export interface RefundRequest {
  readonly refundId: string;
  readonly orderId: string;
  readonly appointmentId: string;
  readonly paymentId: string;
  readonly amount: number;
  readonly reason: string;
}

export interface RefundResult {
  readonly providerRefundId: string;
  readonly status: 'pending' | 'succeeded' | 'failed';
  readonly failureReason: string | null;
}

/** A verified webhook, reduced to what the product acts on. */
export interface ProviderEvent {
  readonly eventId: string;
  readonly type: string;
  /** Null for kinds that move nothing: they are answered 200 and forgotten. */
  readonly about: 'checkout' | 'refund' | 'dispute' | null;
  readonly objectId: string;
  /** Our own ids from the object's metadata, where it has them. */
  readonly orderId: string | null;
  readonly appointmentId: string | null;
  /** The captured payment that a refund or dispute is about. */
  readonly paymentId: string | null;
}

/**
 * A payment provider. Calls end within 8 s. Every call that moves money takes an idempotency key; the same
 * key with the same request is safe to repeat for 20 hours.
 * @throws ProviderUnavailable when the outcome is unknown or the provider is out of reach: repeat with the same key.
 * @throws ProviderRefused when the provider has definitely said no.
 */
export interface PaymentProvider {
  readonly name: ProviderName;
  createCheckout(request: CheckoutRequest, idempotencyKey: string): Promise<CheckoutState>;
  lookUpCheckout(sessionId: string): Promise<CheckoutState>;
  /** Finds a checkout by our order's id, for calls whose answer was lost too long ago to repeat; null when there is none. */
  findCheckout(orderId: string, since: Date): Promise<CheckoutState | null>;
  /** Ends an open checkout; one that cannot be ended answers with its state. */
  closeCheckout(sessionId: string): Promise<CheckoutState>;
  refund(request: RefundRequest, idempotencyKey: string): Promise<RefundResult>;
  lookUpRefund(providerRefundId: string): Promise<RefundResult>;
  /** Finds a refund by our refund's id among those of a payment; null when there is none. */
  findRefund(paymentId: string, refundId: string): Promise<RefundResult | null>;
  /** Resolves when the provider answers our key. @throws ProviderUnavailable, ProviderRefused */
  ping(): Promise<void>;
  /** @throws WebhookRefused on a bad signature. */
  readWebhook(rawBody: Buffer, signature: string | undefined): ProviderEvent;
}

export class ProviderUnavailable extends Error {
  override readonly name = 'ProviderUnavailable';

  constructor(
    message: string,
    /** The provider stored a failure under this key (a 5xx): it would answer the same for ever. */
    readonly keySpent = false,
  ) {
    super(message);
  }
}

export class ProviderRefused extends Error {
  override readonly name = 'ProviderRefused';

  constructor(
    readonly reason: string,
    /** The refusal stands under this key for ever: another attempt needs another key. */
    readonly keySpent: boolean,
  ) {
    super(`the provider refused: ${reason}`);
  }
}

export class WebhookRefused extends Error {
  override readonly name = 'WebhookRefused';
}
