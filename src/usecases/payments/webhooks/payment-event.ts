import type { PaymentEvent } from '../../../domain/payments/payment-event.js';
import type { ProviderEventRow } from '../../../models/repositories/payments/provider-events.js';

/** What an event type of Stripe or Paystack is about; null for kinds that move nothing. */
function subjectOf(type: string): PaymentEvent['about'] | null {
  if (type.startsWith('checkout.') || type === 'charge.success') return 'checkout';
  if (type.startsWith('refund.')) return 'refund';
  if (type.startsWith('charge.dispute.')) return 'dispute';
  return null;
}

/** An inbox row as the payment event that its appointment is sent; null when it belongs to none of ours. The activity finds out which refund it is about. */
export function toPaymentEvent(row: ProviderEventRow): PaymentEvent | null {
  const about = subjectOf(row.type);
  if (!about || !row.subjectId || !row.orderId) return null;
  return {
    provider: row.provider,
    eventId: row.eventId,
    about,
    objectId: row.objectId,
    subjectId: row.subjectId,
    orderId: row.orderId,
  };
}
