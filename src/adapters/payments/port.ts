import type { CheckoutRequest, ProviderName } from '../../domain/payments/orders.js';
import type { EventAbout, EventChange } from '../../domain/payments/payment-event.js';
import type { PayableKind, Subject } from '../../domain/subjects.js';

/** A provider's checkout, as it is now. `paymentId` names the captured payment; amounts in minor units. */
export interface CheckoutState {
  readonly sessionId: string;
  readonly orderId: string | null;
  readonly url: string | null;
  /** `open`: can still be paid; `processing`: finished by the patient, not yet decided by the bank. */
  readonly state: 'open' | 'processing' | 'paid' | 'closed';
  readonly paymentId: string | null;
  readonly amount: number;
  readonly currency: string;
  /** What the provider kept; null until it says so. */
  readonly fee: number | null;
  /** How it was paid, in the provider's own word (`card`, `au_becs_debit`, `cash`); null until it was. */
  readonly method: string | null;
}

export interface RefundRequest extends Subject<PayableKind> {
  readonly refundId: string;
  readonly orderId: string;
  readonly paymentId: string;
  readonly amount: number;
  readonly reason: string;
}

export interface RefundResult {
  readonly providerRefundId: string;
  readonly status: 'pending' | 'succeeded' | 'failed';
  readonly failureReason: string | null;
  /** What the provider charges for the refund itself; null until it says so. */
  readonly fee: number | null;
}

/** Money that a dispute moved at the provider: minor units, negative when it was taken from the clinic. */
export interface DisputeMovement {
  readonly id: string;
  readonly amount: number;
  readonly fee: number;
}

/** A dispute of a payment at the patient's bank, as it is now. `lost` and `won` are final. */
export interface DisputeState {
  readonly disputeId: string;
  readonly paymentId: string;
  readonly amount: number;
  readonly currency: string;
  readonly state: 'open' | 'won' | 'lost';
  readonly reason: string | null;
  /** Until when the clinic can answer it. */
  readonly respondBy: Date | null;
  readonly movements: readonly DisputeMovement[];
}

/** Half-open: `from` belongs to it, `to` does not. */
export interface Window {
  readonly from: Date;
  readonly to: Date;
}

/** A captured payment in the provider's own books. `orderId` is the one in its metadata. */
export interface ProviderCharge {
  readonly paymentId: string;
  readonly orderId: string | null;
  readonly amount: number;
  readonly currency: string;
  readonly capturedAt: Date;
}

/** A refund in the provider's own books. `refundId` is ours, where the provider keeps it. */
export interface ProviderRefund extends RefundResult {
  readonly refundId: string | null;
  readonly paymentId: string;
  readonly amount: number;
  readonly currency: string;
  readonly createdAt: Date;
}

/** A verified webhook in our words. */
export interface ProviderEvent {
  readonly eventId: string;
  readonly about: EventAbout;
  readonly change: EventChange;
  /** What the provider calls it: for people. */
  readonly label: string;
  readonly objectId: string;
  /** Our order, by the object's metadata; null when that is not ours. */
  readonly orderId: string | null;
  /** The captured payment that a refund or dispute is about. */
  readonly paymentId: string | null;
}

/**
 * A payment provider. Calls end within 8 s. Every call that moves money takes an idempotency key; the same
 * key with the same request is safe to repeat for 20 hours.
 * @throws ProviderUnavailable when the outcome is unknown or the provider is unreachable: repeat with the same key.
 * @throws ProviderRefused when the provider has definitely said no.
 */
export interface PaymentProvider {
  readonly name: ProviderName;
  /** Whether it takes this currency. */
  takes(currency: string): boolean;
  createCheckout(request: CheckoutRequest, idempotencyKey: string): Promise<CheckoutState>;
  lookUpCheckout(sessionId: string): Promise<CheckoutState>;
  /** Finds a checkout by our order's id, for calls whose answer was lost too long ago to repeat; null when there is none. */
  findCheckout(orderId: string, since: Date): Promise<CheckoutState | null>;
  /**
   * Ends an open checkout; one that cannot be ended answers with its state. A provider that has no such call
   * (Paystack) answers `closed` for one that nobody has begun to pay: money that arrives all the same is late money.
   */
  closeCheckout(sessionId: string): Promise<CheckoutState>;
  refund(request: RefundRequest, idempotencyKey: string): Promise<RefundResult>;
  lookUpRefund(providerRefundId: string): Promise<RefundResult>;
  /** Finds a refund by our refund's id among those of a payment; null when there is none. */
  findRefund(paymentId: string, refundId: string): Promise<RefundResult | null>;
  lookUpDispute(disputeId: string): Promise<DisputeState>;
  /** Every payment captured in the window, for reconciliation. */
  listCharges(window: Window): AsyncIterable<ProviderCharge>;
  /** Every refund created in the window, whatever became of it. */
  listRefunds(window: Window): AsyncIterable<ProviderRefund>;
  /** The version of the provider's API that the client speaks; null where the provider names none. */
  readonly apiVersion: string | null;
  /** Resolves when the provider answers our key. @throws ProviderUnavailable, ProviderRefused */
  ping(): Promise<void>;
  /**
   * Null for kinds that move nothing, and for events of another account or mode: answered 200 and forgotten.
   * @throws WebhookRefused on a bad signature; WebhookUnreadable for a signed body that holds no event
   */
  readWebhook(rawBody: Buffer, signature: string | undefined): ProviderEvent | null;
}

export class ProviderUnavailable extends Error {
  override readonly name = 'ProviderUnavailable';

  constructor(
    message: string,
    /** The provider stored a failure under this key (a 5xx): it would answer the same permanently. */
    readonly keySpent = false,
  ) {
    super(message);
  }
}

export class ProviderRefused extends Error {
  override readonly name = 'ProviderRefused';

  constructor(
    readonly reason: string,
    /** The refusal stands under this key permanently: another attempt needs another key. */
    readonly keySpent: boolean,
  ) {
    super(`the provider refused: ${reason}`);
  }
}

export class WebhookRefused extends Error {
  override readonly name = 'WebhookRefused';
}

/** The provider signed it, and it is no event that can be understood: sending it again would not help. */
export class WebhookUnreadable extends Error {
  override readonly name = 'WebhookUnreadable';
}
