import type { PaymentEvent } from '../../domain/appointment/commands.js';
import { SYSTEM } from '../../domain/identity/actor.js';
import type { ProviderEventRow } from '../../models/repositories/provider-events.js';
import type { UnitOfWork } from '../../models/unit-of-work.js';

/** Turns an inbox row into what its appointment is told; null when it belongs to none of ours. */
export type PaymentProviderEvents = (row: ProviderEventRow) => Promise<PaymentEvent | null>;

/** What an event type is about; null for kinds that move nothing. */
export function subjectOf(type: string): PaymentEvent['about'] | null {
  if (type.startsWith('checkout.')) return 'checkout';
  if (type.startsWith('refund.')) return 'refund';
  if (type.startsWith('charge.dispute.')) return 'dispute';
  return null;
}

export function paymentEvents(deps: { readonly unitOfWork: UnitOfWork }): PaymentProviderEvents {
  return async (row) => {
    const about = subjectOf(row.type);
    if (!about || !row.appointment_id || !row.order_id) return null;
    const event = {
      provider: row.provider,
      eventId: row.event_id,
      about,
      objectId: row.object_id,
      appointmentId: row.appointment_id,
      orderId: row.order_id,
    };
    if (about !== 'refund') return event;
    const refund = await deps.unitOfWork.withScope(SYSTEM, (scope) =>
      scope.payments.findRefundByProviderId(row.object_id),
    );
    // A refund whose answer we have not stored yet: its own activity will look it up; the event waits for the redrive.
    return refund ? { ...event, refundId: refund.id } : null;
  };
}
