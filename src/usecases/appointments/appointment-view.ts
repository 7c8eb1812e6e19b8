import type { UserActor } from '../../domain/actor.js';
import {
  type AppointmentStatus,
  type ConsultationMode,
  isCancelled,
  type PaymentStatus,
  type RefundStatus,
  refundStatus,
} from '../../domain/appointments/states.js';
import { maySeeSymptoms } from '../../domain/appointments/visibility.js';
import type { Currency } from '../../domain/money.js';
import { toDecimal } from '../../domain/money.js';
import type { ProviderName } from '../../domain/payments/orders.js';
import type { Count, CurrencyCode, Decimal, Instant, MinorUnits, Uuid } from '../../domain/wire-formats.js';
import type { AppointmentView } from '../../models/repositories/appointments/appointments.js';
import type { RefundWireStatus } from '../payments/orders/order-view.js';
import type { ClinicView, DoctorView } from '../scheduling/slot-view.js';

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

/** The wire's appointment for this reader. */
export function appointmentAnswer(actor: UserActor, row: AppointmentView): AppointmentAnswer {
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
    symptoms: maySeeSymptoms(actor, row) ? row.symptoms : null,
    chat_room_id: row.chatRoomId,
    order_id: row.orderId,
    refund_status: refundStatus(row.paymentStatus),
    reschedules: row.version,
    checked_in_at: row.checkedInAt?.toISOString() ?? null,
    started_at: row.startedAt?.toISOString() ?? null,
    completed_at: row.completedAt?.toISOString() ?? null,
    cancelled_at: isCancelled(row.status) ? row.statusSince.toISOString() : null,
    consultation_mode: row.consultationMode,
  };
}
