import type { MoneyView, Sum } from '../payments/public.js';

/** Who ended the appointment. */
export type CancelledBy = 'patient' | 'doctor' | 'clinic';

/** What became of money that came after its hold was over. */
export type LateOutcome = 'rebooked' | 'refunded';

/**
 * Everything a message may say. It deliberately has no field for specialty, reason of the visit or any
 * other health detail, so that no template can leak one.
 */
export interface MessageData {
  readonly appointmentId: string;
  readonly clinicName: string;
  readonly clinicPhone?: string;
  /**
   * First word of a text message. Without it `Keepwell`: a clinic's full name may tell a stranger who sees
   * the lock screen what the visit is about.
   */
  readonly smsSender?: string;
  readonly patientFirstName: string;
  /** As the patient knows the doctor, with title: `Dr` and the full name. */
  readonly doctorName: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** IANA zones; times are shown in the patient's, and in the doctor's where it differs. */
  readonly patientZone: string;
  readonly doctorZone: string;
  /** Decimal with two places (`80.00`); absent or zero when nothing is to be paid. */
  readonly price?: string;
  /** Lower-case ISO 4217; `aud` when absent. */
  readonly currency?: string;
  /** End of the payment window. */
  readonly expiresAt?: Date;
  /** Where the patient pays; http(s) only. */
  readonly paymentUrl: string;
  /** Where the patient signs in; http(s) only. */
  readonly appUrl: string;
  readonly chatOpensAt?: Date;
  /** The appointment's money, by the books at the moment of sending. */
  readonly money: MoneyView;
  /** On `refunded`: which refund. */
  readonly refund?: Sum;
  /** What is attached beside the invitation, as it calls itself: `Tax invoice TI-000123`. */
  readonly attached?: string;
  /** On `rescheduled`: the start before the move. */
  readonly previousStartsAt?: Date;
  /** On `no_show`: until when it can be corrected. */
  readonly correctableUntil?: Date;
  /** On `cancelled`: who did it. */
  readonly reason?: CancelledBy;
  /** On `payment_expired`: the hold ended because the provider refuses to take the payment. */
  readonly paymentRefused?: boolean;
  /** On `payment_late`: what was done with the money. */
  readonly lateOutcome?: LateOutcome;
  /** Calendar sequence: 0, then one more at each move and at the cancel. */
  readonly sequence: number;
}
