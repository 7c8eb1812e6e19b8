import type { StepActor } from '../actor.js';
import type { AttentionCode } from '../attention.js';
import type { DeskMethod } from '../payments/public.js';
import type { Booking } from './booking.js';
import type { CancelledStatus } from './states.js';

/** `book`: takes the slot for a patient. `bodyHash`: by it a repeated key with another body is recognised. */
export interface BookCommand {
  readonly slotId: string;
  readonly patientId: string;
  readonly bodyHash: string;
  readonly consultationType: string | null;
  readonly symptoms: string | null;
}

/** What `book` led to, as it was first answered, and the hash of the request that it was for. */
export interface Booked {
  readonly bodyHash: string;
  readonly booking: Booking;
}

/** `checkout`: opens the payment page. The order's id is derived by the caller, so that a repeat finds it. */
export interface CheckoutCommand {
  readonly orderId: string;
  /** The gateway asked for; the clinic's first choice when left out. */
  readonly provider?: string | null;
}

export interface CancelCommand {
  readonly to: CancelledStatus;
  readonly reason: string | null;
}

export interface RescheduleCommand {
  readonly slotId: string;
}

/** `checkIn`: the patient is there. The first one stays, so that it can be repeated. */
export type CheckInCommand = Readonly<Record<string, never>>;

export type StartCommand = Readonly<Record<string, never>>;

export interface CompleteCommand {
  readonly mode: 'video' | 'phone' | 'in_person' | 'chat' | null;
  readonly notes: string | null;
}

export interface NoShowCommand {
  readonly reason: string | null;
}

/** Staff updates: callable by API and from the Temporal UI. There `by` is needed, and only a claim. */
export interface StaffCommand {
  readonly by?: string;
  /** Lands in history and audit. */
  readonly reason: string;
}

export interface ExtendCommand extends StaffCommand {
  /** Minutes from now that the patient gets to pay. */
  readonly minutes: number;
}

export interface RetryRefundCommand extends StaffCommand {
  /** Which refund; all failed ones when left out. */
  readonly refundId?: string;
}

export interface IssueRefundCommand extends StaffCommand {
  /** Minor units; all that is left of the payment when absent. */
  readonly amount?: number;
  /** Which payment, when it is not the one that paid for the appointment: one of a wrong amount, or a second one. */
  readonly paymentId?: string;
}

/** `approveRefund`, `rejectRefund`: a second person's word on a refund above the limit. */
export interface DecideRefundCommand extends StaffCommand {
  readonly refundRequestId: string;
}

/** `takeAtDesk`: money that the reception has taken. */
export interface TakeAtDeskCommand extends StaffCommand {
  readonly orderId: string;
  readonly method: DeskMethod;
  /** Minor units of the appointment's currency: what is owed, no more and no less. */
  readonly amount: number;
  /** Slip or transfer number. */
  readonly note: string | null;
}

/** `confirmDeskRefund`: a refund of money from the desk has been handed over. */
export interface ConfirmDeskRefundCommand extends StaffCommand {
  readonly refundId: string;
}

export interface ResolveAttentionCommand extends StaffCommand {
  readonly code: AttentionCode;
}

/** Whose absence a visit was that nobody started. */
export const ABSENCE_OUTCOMES = ['no_show', 'doctor_absent'] as const;

/** `decideAbsence`: the patient's, and the fee is kept by policy; or the doctor's, and all of it goes back. */
export interface DecideAbsenceCommand extends StaffCommand {
  readonly outcome: (typeof ABSENCE_OUTCOMES)[number];
}

/** What each update of an appointment takes; `book` has an answer of its own. All others answer the appointment. */
export interface UpdateCommands {
  readonly extendPaymentWindow: ExtendCommand;
  readonly resendConfirmation: StaffCommand;
  readonly retryRefund: RetryRefundCommand;
  readonly issueRefund: IssueRefundCommand;
  readonly approveRefund: DecideRefundCommand;
  readonly rejectRefund: DecideRefundCommand;
  readonly confirmDeskRefund: ConfirmDeskRefundCommand;
  readonly decideAbsence: DecideAbsenceCommand;
  readonly resolveAttention: ResolveAttentionCommand;
  readonly cancelForClinic: StaffCommand;
  readonly checkPayment: StaffCommand;
  readonly takeAtDesk: TakeAtDeskCommand;
  readonly checkout: CheckoutCommand;
  readonly cancel: CancelCommand;
  readonly reschedule: RescheduleCommand;
  readonly checkIn: CheckInCommand;
  readonly start: StartCommand;
  readonly complete: CompleteCommand;
  readonly noShow: NoShowCommand;
}
export type UpdateName = keyof UpdateCommands;

/** One step of an appointment's workflow; `operationId` is unique to it, so that a repeat finds its own answer. */
export interface StepInput<Command> {
  readonly appointmentId: string;
  readonly operationId: string;
  readonly actor: StepActor;
  readonly command: Command;
}
