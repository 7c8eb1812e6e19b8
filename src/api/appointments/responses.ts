import type { ArrivalState } from '../../domain/appointments/check-in.js';
import type { AppointmentStatus, ConsultationMode } from '../../domain/appointments/states.js';
import type { Currency } from '../../domain/money.js';
import type { PaymentStatus, ProviderName, RefundStatus } from '../../domain/payments/public.js';
import type { AnswerState } from '../../domain/questionnaires/public.js';
import type { Role } from '../../domain/roles.js';
import type { Count, CurrencyCode, Decimal, Instant, MinorUnits, SystemName, Uuid } from '../http/wire-formats.js';
import type { RefundWireStatus } from '../payments/public.js';
import type { ClinicView, DoctorView } from '../scheduling/public.js';

/** The answer of a booking: 201, stored with the appointment, and the same for every repeat under its Idempotency-Key. */
export interface BookingAnswer {
  id: Uuid;
  /** The patient's id. */
  patient: Uuid;
  /** The slot's id. */
  availability: Uuid;
  status: 'pending' | 'booked';
  payment_status: 'unpaid' | 'waived';
  payment_required: boolean;
  /** Locked at booking; two decimals. */
  price: Decimal;
  currency: Currency;
  is_initial: boolean;
  /** ISO 8601, UTC; the payment window runs from here. */
  booked_at: Instant;
  expires_at: Instant;
}

/**
 * An appointment as clients see it: the fields of the booking's answer as they are now, and everything around it.
 * Times are UTC; `price` is a decimal with two places.
 */
export interface AppointmentAnswer {
  id: Uuid;
  /** The patient's id. */
  patient: Uuid;
  /** The slot's id. */
  availability: Uuid;
  status: AppointmentStatus;
  payment_status: PaymentStatus;
  payment_required: boolean;
  price: Decimal;
  currency: Currency;
  /** Whether it was priced as a first visit. */
  is_initial: boolean;
  booked_at: Instant;
  /** As `booked_at`: the price was locked then. */
  created_at: Instant;
  /** End of the payment window. */
  expires_at: Instant;
  doctor: DoctorView;
  clinic: ClinicView;
  start_time: Instant;
  end_time: Instant;
  slot_type: 'short' | 'long';
  timezone: string;
  consultation_type: string | null;
  /** Only for the patient and, outside lists, the treating doctor, whose reading is audited; null for everybody else. */
  symptoms: string | null;
  chat_room_id: Uuid | null;
  order_id: Uuid | null;
  /** What a patient reads of money on its way back. */
  refund_status: RefundStatus | null;
  /**
   * How often it was moved to another time.
   * @isInt
   */
  reschedules: Count;
  /** When the patient was first checked in for the present time. */
  checked_in_at: Instant | null;
  started_at: Instant | null;
  completed_at: Instant | null;
  cancelled_at: Instant | null;
  consultation_mode: ConsultationMode | null;
  /** What the clinic asks before this visit, what is due first first; and what was answered. */
  questionnaires: VisitFormView[];
  /** What was prescribed on it, for who may read that: in the answer about one appointment. */
  prescription_ids?: Uuid[];
}

/** A form of a visit, and how far the patient is. */
export interface VisitFormView {
  id: Uuid;
  /** The one that was answered or begun, else the latest. */
  version: Count;
  title: string;
  due_at: Instant;
  status: AnswerState;
}

/** What a change of status led to, in short: many clients read these members only. */
export interface MovedAppointment {
  id: Uuid;
  status: AppointmentStatus;
  refund_status: RefundStatus | null;
}

/** The refund that a cancellation caused. `amount` in minor units. */
export interface CancellationRefund {
  /** The provider's id once it has answered, until then our own. */
  id: string;
  provider: ProviderName;
  /**
   * @isInt
   */
  amount: MinorUnits;
  currency: CurrencyCode;
  status: RefundWireStatus;
  reason: string;
}

/** The appointment after a change of status, and what became of its money. */
export interface MoveAnswer extends AppointmentAnswer {
  appointment: MovedAppointment;
  /** What a cancellation pays back; null when nothing goes back. */
  refund: CancellationRefund | null;
  /** The same where Stripe has the money, else null. */
  stripe_refund: CancellationRefund | null;
}

/** That the patient is there, and since when. */
export interface CheckInAnswer {
  /** The appointment's id. */
  appointment: Uuid;
  /** A patient with a booked time. */
  kind: 'booked';
  /** Where the patient is: waiting, in the consultation, or gone. */
  state: ArrivalState;
  planned_start: Instant;
  /** Of the first check-in: a repeat does not change it. */
  checked_in_at: Instant;
  status: AppointmentStatus;
  start_time: Instant;
  end_time: Instant;
}

/** The record of a deleted appointment: it stays, for as long as medical records have to. */
export interface DeletedAppointment {
  id: Uuid;
  is_deleted: boolean;
  deleted_at: Instant;
  /** The id of who deleted it. */
  deleted_by: Uuid;
  original_data_preserved: boolean;
}

export interface DeletedAnswer {
  appointment: DeletedAppointment;
}

export interface ChangedByPerson {
  id: Uuid;
  name: string | null;
  role: Role;
}

/** A part of the product, or somebody in the Temporal UI; what triggered it is an event or a change of the appointment. */
export interface ChangedBySystem {
  system: SystemName;
  triggered_by: string;
  /** The person behind it, where there is one: who took the money at the desk. */
  user?: Uuid;
}

/** A person, or the part of the product that did it and why. */
export type ChangedBy = ChangedByPerson | ChangedBySystem;

/** What is known about a change: these members where they apply, and ids, times and figures of its own. */
export interface HistoryContext {
  /** Booking: the price, two decimals. */
  pricing?: Decimal;
  /** Booking: how long it could be paid, in words. */
  payment_window?: string;
  /**
   * Booking: the same in seconds.
   * @isInt
   */
  payment_window_seconds?: Count;
  /** Payment: Stripe's checkout session. */
  stripe_session?: string;
  /** Payment: two decimals. */
  payment_amount?: Decimal;
  /** Payment: whether the chat room came with it. */
  chat_room_created?: boolean;
  /** Completion: since the doctor started, in words; absent when nobody pressed start. */
  consultation_duration?: string;
  /** Completion: something was prescribed on the visit. */
  prescription_issued?: boolean;
  [name: string]: unknown;
}

export interface StatusChange {
  /**
   * Position in the appointment's own history, from 1.
   * @isInt
   */
  id: Count;
  status: AppointmentStatus;
  changed_at: Instant;
  changed_by: ChangedBy;
  reason: string;
  system_context: HistoryContext;
}

export interface StatusHistory {
  appointment_id: Uuid;
  status_history: StatusChange[];
}
