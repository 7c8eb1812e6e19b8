import type { UserActor } from '../../domain/actor.js';
import { defaultReason } from '../../domain/appointments/history-wording.js';
import { notYours } from '../../domain/appointments/requested-moves.js';
import type { AppointmentStatus } from '../../domain/appointments/states.js';
import { notFound } from '../../domain/errors.js';
import { NO_SMS_GATEWAY } from '../../domain/messaging/deliveries.js';
import { toDecimal } from '../../domain/money.js';
import type { Instant, Uuid } from '../../domain/wire-formats.js';
import type { HistoryRow } from '../../models/repositories/appointments/history.js';
import type { DeliveryState } from '../../models/repositories/messaging/notifications.js';
import type { Scope, UnitOfWork } from '../../models/unit-of-work.js';
import { type ChangedBy, changedBy, namesOf } from '../appointments/read-history.js';
import { mendableAppointment } from '../appointments/visible-appointment.js';
import {
  type OrderWireStatus,
  type RefundWireStatus,
  wireRefundStatus,
  wireStatus,
} from '../payments/orders/order-view.js';
import { explain } from './list-attention.js';

/** By `kind`: of the appointment, the order, the payment, the refund, the message, or the attention entry. */
export type TimelineStatus =
  | AppointmentStatus
  | OrderWireStatus
  | 'captured'
  | RefundWireStatus
  | DeliveryState
  | 'open'
  | 'resolved';

/** One thing that happened to an appointment; `what` is a sentence, `status` the state it led to or is in. */
export interface TimelineItem {
  at: Instant;
  kind: 'status' | 'event' | 'order' | 'payment' | 'refund' | 'message' | 'attention';
  what: string;
  status: TimelineStatus;
  by: ChangedBy | null;
  /** Ids, times and figures. */
  context: Record<string, unknown>;
}

export interface Timeline {
  appointment_id: Uuid;
  events: TimelineItem[];
}

/** Everything that happened to an appointment, in time order, for staff and the doctor. @throws DomainError not_found, forbidden */
export function readTimeline(deps: { readonly unitOfWork: UnitOfWork }) {
  return (actor: UserActor, id: string): Promise<Timeline> =>
    deps.unitOfWork.withScope(actor, async (scope) => {
      const { deletedAt } = await mendableAppointment(scope, actor, id);
      if (deletedAt && actor.role === 'patient') throw notFound('Appointment');
      if (actor.role === 'patient') throw notYours('The timeline is for the clinic.');
      const items = [
        ...(await moves(scope, id)),
        ...(await money(scope, id)),
        ...(await messages(scope, id)),
        ...(await attention(scope, id)),
      ];
      // A stable sort: what happened in the same millisecond keeps the order of its own list.
      const events = items.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
      return { appointment_id: id, events };
    });
}

function item(at: Date, kind: TimelineItem['kind'], what: string, status: TimelineStatus, context = {}): TimelineItem {
  return { at: at.toISOString(), kind, what, status, by: null, context };
}

async function moves(scope: Scope, id: string): Promise<TimelineItem[]> {
  const rows = await scope.history.list(id);
  const names = await namesOf(scope, rows);
  return rows.map((row: HistoryRow) => ({
    ...item(
      row.changedAt,
      row.fromStatus === row.toStatus && row.move !== 'reschedule' ? 'event' : 'status',
      row.reason ?? defaultReason(row.move, row.toStatus, row.actorLabel),
      row.toStatus,
      { move: row.move, payment_status: row.paymentStatus, ...row.context },
    ),
    by: changedBy(row, names),
  }));
}

async function money(scope: Scope, id: string): Promise<TimelineItem[]> {
  const items: TimelineItem[] = [];
  for (const order of await scope.orders.listForAppointment(id)) {
    const context = { order_id: order.id, provider: order.provider, session: order.providerSessionId };
    const what = `Order over ${toDecimal(order.amount)} ${order.currency} opened`;
    items.push(item(order.createdAt, 'order', what, wireStatus(order.status), context));
    for (const payment of await scope.payments.listForOrder(order.id)) {
      const paid = `Payment of ${toDecimal(payment.amount)} ${payment.currency} captured`;
      const details = { order_id: order.id, payment: payment.providerPaymentId, purpose: payment.purpose };
      items.push(item(payment.capturedAt, 'payment', paid, 'captured', details));
    }
  }
  for (const refund of await scope.payments.refundsForAppointment(id)) {
    const what = `Refund of ${toDecimal(refund.amount)} ${refund.currency} (${refund.reason.replaceAll('_', ' ')})`;
    const context = { refund_id: refund.id, attempt: refund.attempt, failure: refund.failureReason };
    items.push(item(refund.createdAt, 'refund', what, wireRefundStatus(refund.status), context));
  }
  return items;
}

async function messages(scope: Scope, id: string): Promise<TimelineItem[]> {
  const deliveries = await scope.notifications.ofAppointment(id);
  return deliveries.map((delivery) => {
    const { kind, channel, reason, smtpResponse } = delivery;
    const why = reason ? `: ${DELIVERY_REASONS[reason] ?? reason}` : '';
    const what = `Message: ${kind.replaceAll('_', ' ')} by ${channel}${why}`;
    const at = delivery.sentAt ?? delivery.claimedAt;
    return item(at, 'message', what, delivery.state, { kind, channel, reason, smtp_response: smtpResponse });
  });
}

/** In words, where the reason of a delivery is a code. */
const DELIVERY_REASONS: Readonly<Record<string, string>> = {
  [NO_SMS_GATEWAY]: 'this installation has no gateway for text messages',
};

async function attention(scope: Scope, id: string): Promise<TimelineItem[]> {
  const entries = await scope.attention.ofAppointment(id);
  return entries.map((entry) =>
    item(entry.openedAt, 'attention', explain(entry.code).reason, entry.resolvedAt ? 'resolved' : 'open', {
      code: entry.code,
      resolved_at: entry.resolvedAt?.toISOString() ?? null,
    }),
  );
}
