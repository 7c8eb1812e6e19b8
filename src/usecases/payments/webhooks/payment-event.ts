import type { PaymentEvent } from '../../../domain/payments/payment-event.js';
import type { ProviderEventRow } from '../../../models/repositories/payments/provider-events.js';

type WaitingEvent = Pick<ProviderEventRow, 'provider' | 'eventId' | 'about' | 'objectId' | 'subjectId' | 'orderId'>;

/** An inbox row as a payment event; null while its order is not known. Which refund of ours it is, the activity finds out. */
export function toPaymentEvent({ subjectId, orderId, ...row }: WaitingEvent): PaymentEvent | null {
  if (!subjectId || !orderId) return null;
  const { provider, eventId, about, objectId } = row;
  return { provider, eventId, about, objectId, subjectId, orderId };
}
