import type { Booking } from '../../domain/appointments/booking.js';
import { arrivalState } from '../../domain/appointments/check-in.js';
import { isCancelled } from '../../domain/appointments/states.js';
import { toDecimal } from '../../domain/money.js';
import { refundStatus } from '../../domain/payments/public.js';
import { dueAt } from '../../domain/questionnaires/public.js';
import type { DeletedRecord } from '../../usecases/appointments/delete-appointment.js';
import type { Appointment, VisitForm } from '../../usecases/appointments/read-appointment.js';
import type { ChangeAuthor, HistoryChange } from '../../usecases/appointments/read-history.js';
import type { CheckedIn } from '../../usecases/appointments/request-check-in.js';
import type { CancelledRefund, ChangedStatus } from '../../usecases/appointments/request-status.js';
import { wireNames } from '../http/wire-names.js';
import { wireRefundStatus } from '../payments/public.js';
import type {
  AppointmentAnswer,
  BookingAnswer,
  CancellationRefund,
  ChangedBy,
  CheckInAnswer,
  DeletedAnswer,
  HistoryContext,
  MoveAnswer,
  StatusChange,
  StatusHistory,
  VisitFormView,
} from './responses.js';

/** The 201 of a booking, and of each repeat of it. */
export function bookingAnswer(booking: Booking): BookingAnswer {
  return {
    id: booking.id,
    patient: booking.patientId,
    availability: booking.slotId,
    status: booking.status,
    payment_status: booking.paymentStatus,
    payment_required: booking.paymentRequired,
    price: toDecimal(booking.price),
    currency: booking.currency,
    is_initial: booking.isInitial,
    booked_at: new Date(booking.bookedAt).toISOString(),
    expires_at: new Date(booking.expiresAt).toISOString(),
  };
}

export function appointmentAnswer(row: Appointment): AppointmentAnswer {
  return {
    id: row.id,
    patient: row.patientId,
    availability: row.availabilityId,
    status: row.status,
    payment_status: row.paymentStatus,
    payment_required: row.paymentRequired,
    price: toDecimal(row.price),
    currency: row.currency,
    is_initial: row.isInitial,
    booked_at: row.bookedAt.toISOString(),
    created_at: row.bookedAt.toISOString(),
    expires_at: row.expiresAt.toISOString(),
    doctor: {
      id: row.doctorId,
      first_name: row.doctorFirstName,
      last_name: row.doctorLastName,
      specialty: row.doctorSpecialty,
    },
    clinic: { id: row.clinicId, name: row.clinicName },
    start_time: row.startsAt.toISOString(),
    end_time: row.endsAt.toISOString(),
    slot_type: row.slotType,
    timezone: row.timezone,
    consultation_type: row.consultationType,
    symptoms: row.symptoms,
    chat_room_id: row.chatRoomId,
    order_id: row.orderId,
    refund_status: refundStatus(row.paymentStatus),
    reschedules: row.version,
    checked_in_at: row.checkedInAt?.toISOString() ?? null,
    started_at: row.startedAt?.toISOString() ?? null,
    completed_at: row.completedAt?.toISOString() ?? null,
    cancelled_at: isCancelled(row.status) ? row.statusSince.toISOString() : null,
    consultation_mode: row.consultationMode,
    questionnaires: row.questionnaires.map(visitFormView),
    ...(row.prescriptionIds ? { prescription_ids: [...row.prescriptionIds] } : {}),
  };
}

function visitFormView({ id, version, title, startsAt, dueBeforeMs, status }: VisitForm): VisitFormView {
  return { id, version, title, due_at: dueAt(startsAt, dueBeforeMs).toISOString(), status };
}

/** How it stands, for who follows it live. */
export function appointmentChangedView({
  id,
  status,
  paymentStatus,
}: Pick<Appointment, 'id' | 'status' | 'paymentStatus'>) {
  return { id, status, payment_status: paymentStatus };
}

export function moveAnswer(changed: ChangedStatus): MoveAnswer {
  const answer = appointmentAnswer(changed.appointment);
  const { id, status, refund_status } = answer;
  const refund = changed.refund && cancellationRefund(changed.refund);
  return {
    ...answer,
    appointment: { id, status, refund_status },
    refund,
    stripe_refund: refund?.provider === 'stripe' ? refund : null,
  };
}

function cancellationRefund({ id, provider, amount, currency, state, reason }: CancelledRefund): CancellationRefund {
  return { id, provider, amount, currency, status: wireRefundStatus(state), reason };
}

export function checkInAnswer({ appointmentId, checkedInAt, status, startsAt, endsAt }: CheckedIn): CheckInAnswer {
  return {
    appointment: appointmentId,
    kind: 'booked',
    state: arrivalState(status),
    planned_start: startsAt.toISOString(),
    checked_in_at: checkedInAt.toISOString(),
    status,
    start_time: startsAt.toISOString(),
    end_time: endsAt.toISOString(),
  };
}

export function deletedAnswer({ id, deletedAt, deletedBy }: DeletedRecord): DeletedAnswer {
  return {
    appointment: {
      id,
      is_deleted: true,
      deleted_at: deletedAt.toISOString(),
      deleted_by: deletedBy,
      original_data_preserved: true,
    },
  };
}

export function statusHistory(appointmentId: string, changes: readonly HistoryChange[]): StatusHistory {
  return {
    appointment_id: appointmentId,
    status_history: changes.map(
      (change, index): StatusChange => ({
        id: index + 1,
        status: change.status,
        changed_at: change.changedAt.toISOString(),
        changed_by: changedBy(change.changedBy),
        reason: change.reason,
        system_context: historyContext(change),
      }),
    ),
  };
}

export function changedBy(author: ChangeAuthor): ChangedBy {
  if (author.kind === 'person') return { id: author.id, name: author.name, role: author.role };
  const user = author.userId === null ? {} : { user: author.userId };
  return { system: author.system, triggered_by: author.trigger, ...user };
}

/** The stored context, and what clients read by the seeds' names. */
function historyContext({ move, context, consultationMs, prescriptionIssued }: HistoryChange): HistoryContext {
  const { paymentWindowSeconds: window, session, amount } = context;
  const paid = move === 'confirm' || move === 'rebook';
  return {
    ...wireNames(context),
    ...(typeof window === 'number' ? { payment_window: inWords(window) } : {}),
    ...(paid && typeof session === 'string' && session.startsWith('cs_') ? { stripe_session: session } : {}),
    ...(paid && typeof amount === 'number' ? { payment_amount: toDecimal(amount) } : {}),
    ...(prescriptionIssued ? { prescription_issued: true } : {}),
    ...(consultationMs === null ? {} : { consultation_duration: inWords(consultationMs / 1000) }),
  };
}

/** `15 minutes`; below two minutes in seconds. */
function inWords(seconds: number): string {
  if (seconds >= 120) return `${Math.round(seconds / 60)} minutes`;
  const whole = Math.round(seconds);
  return `${whole} second${whole === 1 ? '' : 's'}`;
}
