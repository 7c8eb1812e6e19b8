import type { UserActor } from '../../domain/actor.js';
import { type AppointmentStatus, defaultReason } from '../../domain/appointments/public.js';
import { type DeliveryState, NO_SMS_GATEWAY } from '../../domain/messaging/public.js';
import { toDecimal } from '../../domain/money.js';
import type { OrderStatus, RefundState } from '../../domain/payments/public.js';
import type { PrescriptionEvent } from '../../domain/prescriptions/public.js';
import type { AppointmentsScope } from '../../models/repositories/appointments/public.js';
import type { IdentityScope } from '../../models/repositories/identity/public.js';
import type { MessagingScope } from '../../models/repositories/messaging/public.js';
import type { PaymentsScope } from '../../models/repositories/payments/public.js';
import type { PrescriptionsScope } from '../../models/repositories/prescriptions/public.js';
import type { SupportScope } from '../../models/repositories/support/slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import {
  authorOf,
  type ChangeAuthor,
  namesOf,
  noteVisitReading,
  visibleOrDeletedAppointment,
} from '../appointments/public.js';
import { explain } from './list-attention.js';

type Scope = AppointmentsScope & IdentityScope & MessagingScope & PaymentsScope & PrescriptionsScope & SupportScope;

/** What an entry of the timeline is about, and the state that it led to or is in. */
type Happened =
  | { readonly kind: 'status' | 'event'; readonly status: AppointmentStatus }
  | { readonly kind: 'order'; readonly status: OrderStatus }
  | { readonly kind: 'payment'; readonly status: 'captured' }
  | { readonly kind: 'refund'; readonly status: RefundState }
  | { readonly kind: 'message'; readonly status: DeliveryState }
  | { readonly kind: 'attention'; readonly status: 'open' | 'resolved' }
  | { readonly kind: 'prescription'; readonly status: PrescriptionEvent };

/** One thing that happened to an appointment; `what` is a sentence. */
export type TimelineEvent = Happened & {
  readonly at: Date;
  readonly what: string;
  readonly by: ChangeAuthor | null;
  /** Ids, times and figures. */
  readonly context: Readonly<Record<string, unknown>>;
};

/** Everything that happened to an appointment, in time order, for staff and the doctor. @throws DomainError not_found */
export function readTimeline(deps: { readonly unitOfWork: UnitOfWork<Scope>; readonly now: () => Date }) {
  return (actor: UserActor, id: string): Promise<readonly TimelineEvent[]> =>
    deps.unitOfWork.withScope(actor, async (scope) => {
      const visit = await visibleOrDeletedAppointment(scope, actor, id, 'appointments:timeline');
      await noteVisitReading(scope, 'appointment.timeline_read', visit, deps.now());
      const items = [
        ...(await statusChanges(scope, id)),
        ...(await money(scope, id)),
        ...(await messages(scope, id)),
        ...(await attention(scope, id)),
        ...(await prescriptions(scope, id)),
      ];
      // A stable sort: what happened in the same millisecond keeps the order of its own list.
      return items.sort((a, b) => a.at.getTime() - b.at.getTime());
    });
}

async function statusChanges(scope: Scope, id: string): Promise<TimelineEvent[]> {
  const rows = await scope.history.list(id);
  const names = await namesOf(scope, rows);
  return rows.map((row) => ({
    kind: row.fromStatus === row.toStatus && row.move !== 'reschedule' ? 'event' : 'status',
    status: row.toStatus,
    at: row.changedAt,
    what: row.reason ?? defaultReason(row.move, row.toStatus, row.actorLabel),
    by: authorOf(row, names),
    context: { move: row.move, paymentStatus: row.paymentStatus, ...row.context },
  }));
}

async function money(scope: Scope, id: string): Promise<TimelineEvent[]> {
  const events: TimelineEvent[] = [];
  for (const order of await scope.orders.listForSubject(id)) {
    events.push({
      kind: 'order',
      status: order.status,
      at: order.createdAt,
      what: `Order over ${toDecimal(order.amount)} ${order.currency} opened`,
      by: null,
      context: { orderId: order.id, provider: order.provider, session: order.providerSessionId },
    });
    for (const payment of await scope.payments.listForOrder(order.id)) {
      events.push({
        kind: 'payment',
        status: 'captured',
        at: payment.capturedAt,
        what: `Payment of ${toDecimal(payment.amount)} ${payment.currency} captured`,
        by: null,
        context: { orderId: order.id, payment: payment.providerPaymentId, purpose: payment.purpose },
      });
    }
  }
  for (const refund of await scope.payments.refundsForSubject(id)) {
    events.push({
      kind: 'refund',
      status: refund.status,
      at: refund.createdAt,
      what: `Refund of ${toDecimal(refund.amount)} ${refund.currency} (${refund.reason.replaceAll('_', ' ')})`,
      by: null,
      context: { refundId: refund.id, attempt: refund.attempt, failure: refund.failureReason },
    });
  }
  return events;
}

async function messages(scope: Scope, id: string): Promise<TimelineEvent[]> {
  const deliveries = await scope.notifications.listForSubject(id);
  return deliveries.map(({ kind, channel, reason, smtpResponse, state, sentAt, claimedAt }) => {
    const why = reason ? `: ${DELIVERY_REASONS[reason] ?? reason}` : '';
    return {
      kind: 'message',
      status: state,
      at: sentAt ?? claimedAt,
      what: `Message: ${kind.replaceAll('_', ' ')} by ${channel}${why}`,
      by: null,
      context: { kind, channel, reason, smtpResponse },
    };
  });
}

/** In words, where the reason of a delivery is a code. */
const DELIVERY_REASONS: Readonly<Record<string, string>> = {
  [NO_SMS_GATEWAY]: 'this installation has no gateway for text messages',
};

async function attention(scope: Scope, id: string): Promise<TimelineEvent[]> {
  const entries = await scope.attention.listForSubject(id);
  return entries.map(({ code, openedAt, resolvedAt }) => ({
    kind: 'attention',
    status: resolvedAt ? 'resolved' : 'open',
    at: openedAt,
    what: explain(code).reason,
    by: null,
    context: { code, resolvedAt },
  }));
}

/** What became of the prescriptions of the visit: numbers and events, and nothing of what they say or why. */
async function prescriptions(scope: Scope, id: string): Promise<TimelineEvent[]> {
  const events = await scope.prescriptionEvents.listOfVisit(id);
  return events.map(({ number, event, happenedAt, happenedBy }) => ({
    kind: 'prescription',
    status: event,
    at: happenedAt,
    what: `Prescription ${number}: ${event.replaceAll('_', ' ')}`,
    by: null,
    context: { number, ...(happenedBy ? { by: happenedBy } : {}) },
  }));
}
