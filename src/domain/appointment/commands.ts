import type { Actor } from '../identity/actor.js';
import type { DeskMethod } from '../payment/orders.js';
import type { AttentionCode } from './attention.js';
import type { AppointmentSnapshot } from './snapshot.js';
import type { CancelledStatus } from './states.js';

/** Who asks, under which request id; every command to an appointment carries both. */
export interface Asked {
  readonly actor: Actor;
  readonly requestId?: string | null;
}

/** `book`: takes the slot for a patient. `bodyHash` tells a repeated key with another body apart. */
export interface BookCommand extends Asked {
  readonly slotId: string;
  readonly patientId: string;
  readonly bodyHash: string;
  readonly consultationType: string | null;
  readonly symptoms: string | null;
}

/** The 201 answer of a booking, as it was first given. */
export interface BookAnswer {
  readonly bodyHash: string;
  readonly answer: Readonly<Record<string, unknown>>;
}

/** `checkout`: opens the payment page. The order's id is derived by the caller, so that a repeat finds it. */
export interface CheckoutCommand extends Asked {
  readonly orderId: string;
  /** The gateway asked for; the clinic's first choice when left out. */
  readonly provider?: string | null;
}

export interface CancelCommand extends Asked {
  readonly to: CancelledStatus;
  readonly reason: string | null;
}

export interface RescheduleCommand extends Asked {
  readonly slotId: string;
}

export interface StartCommand extends Asked {}

export interface CompleteCommand extends Asked {
  readonly mode: 'video' | 'phone' | 'in_person' | 'chat' | null;
  readonly notes: string | null;
}

export interface NoShowCommand extends Asked {
  readonly reason: string | null;
}

/** Staff updates: callable by API and from the Temporal UI, where `by` is only a claim. */
export interface StaffCommand {
  readonly actor?: Actor;
  readonly by?: string;
  readonly reason: string;
  readonly requestId?: string | null;
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

/** `decideRefund`: a second person's word on a refund above the limit. */
export interface DecideRefundCommand extends StaffCommand {
  readonly refundRequestId: string;
  readonly approve: boolean;
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

/** `confirmPayOut`: a refund of money from the desk has been handed over. */
export interface ConfirmPayOutCommand extends StaffCommand {
  readonly refundId: string;
}

export interface ResolveAttentionCommand extends StaffCommand {
  readonly code: AttentionCode;
}

/** The updates of an appointment, by name: what each takes and answers. */
export interface AppointmentUpdates {
  readonly checkout: { readonly args: CheckoutCommand; readonly result: AppointmentSnapshot };
  readonly cancel: { readonly args: CancelCommand; readonly result: AppointmentSnapshot };
  readonly reschedule: { readonly args: RescheduleCommand; readonly result: AppointmentSnapshot };
  readonly start: { readonly args: StartCommand; readonly result: AppointmentSnapshot };
  readonly complete: { readonly args: CompleteCommand; readonly result: AppointmentSnapshot };
  readonly noShow: { readonly args: NoShowCommand; readonly result: AppointmentSnapshot };
  readonly extendPaymentWindow: { readonly args: ExtendCommand; readonly result: AppointmentSnapshot };
  readonly resendConfirmation: { readonly args: StaffCommand; readonly result: AppointmentSnapshot };
  readonly retryRefund: { readonly args: RetryRefundCommand; readonly result: AppointmentSnapshot };
  readonly issueRefund: { readonly args: IssueRefundCommand; readonly result: AppointmentSnapshot };
  readonly decideRefund: { readonly args: DecideRefundCommand; readonly result: AppointmentSnapshot };
  readonly takeAtDesk: { readonly args: TakeAtDeskCommand; readonly result: AppointmentSnapshot };
  readonly confirmPayOut: { readonly args: ConfirmPayOutCommand; readonly result: AppointmentSnapshot };
  readonly resolveAttention: { readonly args: ResolveAttentionCommand; readonly result: AppointmentSnapshot };
}
export type UpdateName = keyof AppointmentUpdates;

/** A hint that the provider has news of one of its objects; the fact is looked up, never believed. */
export interface PaymentEvent {
  readonly provider: string;
  /** Null when a return page or a look-up asks, not a webhook. */
  readonly eventId: string | null;
  readonly about: 'checkout' | 'refund' | 'dispute';
  /** The provider's id of the session, refund or charge. */
  readonly objectId: string;
  readonly appointmentId: string;
  readonly orderId: string;
  /** Our refund that a refund event is about. */
  readonly refundId?: string;
}
