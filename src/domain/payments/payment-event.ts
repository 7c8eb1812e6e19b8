import { isUuid } from '../ids.js';
import { PROVIDERS, type ProviderName } from './orders.js';

/** A hint that the provider has something new about one of its objects; the fact itself is looked up there. */
export interface PaymentEvent {
  readonly provider: ProviderName;
  /** Null when a return page or a lookup asks, not a webhook. */
  readonly eventId: string | null;
  readonly about: 'checkout' | 'refund' | 'dispute';
  /** The provider's id of the session, refund or charge. */
  readonly objectId: string;
  /** What the order is for. */
  readonly subjectId: string;
  readonly orderId: string;
  /** Our refund that a refund event is about. */
  readonly refundId?: string;
}

const ABOUT: readonly PaymentEvent['about'][] = ['checkout', 'refund', 'dispute'];

/** Whether something that was sent as a payment event can be looked up: a signal takes whatever is typed. */
export function isPaymentEvent(event: unknown): event is PaymentEvent {
  if (typeof event !== 'object' || event === null) return false;
  const { provider, eventId, about, objectId, subjectId, orderId, refundId } = event as Record<string, unknown>;
  return (
    PROVIDERS.some((known) => known === provider) &&
    (eventId === null || isText(eventId)) &&
    ABOUT.some((known) => known === about) &&
    isText(objectId) &&
    isUuid(subjectId) &&
    isUuid(orderId) &&
    (refundId === undefined || isUuid(refundId))
  );
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '' && value.length <= 500;
}
