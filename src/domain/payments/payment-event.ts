import { isUuid } from '../ids.js';
import { PROVIDERS, type ProviderName } from './orders.js';

/** What an event of a provider can be about. */
export const EVENT_ABOUT = ['checkout', 'refund', 'dispute'] as const;
export type EventAbout = (typeof EVENT_ABOUT)[number];

/**
 * What a provider says happened, in our words. A checkout is `completed` by the patient, `paid` when its money came, and
 * `closed` when it ended without money; refunds and disputes are `updated`. What became of it is looked up all the same.
 */
export const EVENT_CHANGES = ['completed', 'paid', 'closed', 'updated'] as const;
export type EventChange = (typeof EVENT_CHANGES)[number];

/** A hint that the provider has something new about one of its objects; the fact itself is looked up there. */
export interface PaymentEvent {
  readonly provider: ProviderName;
  /** Null when a return page or a lookup asks, not a webhook. */
  readonly eventId: string | null;
  readonly about: EventAbout;
  /** The provider's id of the session, refund or charge. */
  readonly objectId: string;
  /** What the order is for. */
  readonly subjectId: string;
  readonly orderId: string;
  /** Our refund that a refund event is about. */
  readonly refundId?: string;
}

/** Whether something that was sent as a payment event can be looked up: a signal takes whatever is typed. */
export function isPaymentEvent(event: unknown): event is PaymentEvent {
  if (typeof event !== 'object' || event === null) return false;
  const { provider, eventId, about, objectId, subjectId, orderId, refundId } = event as Record<string, unknown>;
  return (
    PROVIDERS.some((known) => known === provider) &&
    (eventId === null || isText(eventId)) &&
    EVENT_ABOUT.some((known) => known === about) &&
    isText(objectId) &&
    isUuid(subjectId) &&
    isUuid(orderId) &&
    (refundId === undefined || isUuid(refundId))
  );
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '' && value.length <= 500;
}
