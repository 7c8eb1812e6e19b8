import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { BookCommand, Booked, UpdateCommands, UpdateName } from '../../domain/appointments/commands.js';
import type { AppointmentSnapshot } from '../../domain/appointments/snapshot.js';
import type { AppointmentStatus } from '../../domain/appointments/states.js';
import type { AttentionCode } from '../../domain/attention.js';
import type { ErrorCode, ErrorDetails } from '../../domain/errors.js';
import type { MessageInput } from '../../domain/messaging/message-input.js';
import type { PaymentEvent } from '../../domain/payments/payment-event.js';

/** The workflow's type name and its id: the appointment's id. */
export const APPOINTMENT_WORKFLOW = 'appointment';

/**
 * `book`: a new appointment, whose first update is its booking. `resume`: goes on from the row, after a
 * termination, lost history, a late re-booking or when staff need a closed appointment again.
 */
export interface AppointmentInput {
  readonly mode: 'book' | 'resume';
  readonly appointmentId: string;
  /** Set by a run that continues as new: what the row does not hold. */
  readonly carried?: CarriedState;
}

/** What the next run is given when a run continues as new, so that nothing is sent twice or lost. */
export interface CarriedState {
  /** Version and status for which `reminded` and `raised` hold. */
  readonly version: number;
  readonly status: AppointmentStatus;
  readonly reminded: readonly number[];
  readonly raised: readonly AttentionCode[];
  readonly correctionOver: boolean;
  /** Keys of the messages that the outbox has sent, or is sending. */
  readonly sent: readonly string[];
  /** Those of them whose delivery is not known yet. */
  readonly undelivered: readonly MessageInput[];
  /** Payment events that were acknowledged and wait to be looked up. */
  readonly paymentEvents: readonly PaymentEvent[];
  readonly timeline: readonly TimelineEntry[];
}

export interface AppointmentResult {
  /** The status it was left in; `refused` when nothing was booked. */
  readonly outcome: AppointmentStatus | 'refused';
  /** Why nothing was booked. Whoever asks again is told so, also under another update id than the one that was refused. */
  readonly refusal?: BookingRefusal;
}

/** A refusal as it stands in the result of a run. */
export interface BookingRefusal {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: ErrorDetails;
}

/** What a person in the Temporal UI reads with the query `state`. */
export interface AppointmentState {
  readonly snapshot: AppointmentSnapshot | null;
  readonly waitsFor: string;
  readonly until: string | null;
}

export interface TimelineEntry {
  readonly at: string;
  readonly what: string;
  /** The record does not know it: a step that failed, a provider that did not answer. */
  readonly onlyHere?: boolean;
  /** The kind of the message, where it is about one: the record knows it as soon as it is read again. */
  readonly message?: string;
}

/** An update takes its command and, from the API alone, the seal of whoever asks. */
const update = <Name extends UpdateName>(name: Name) =>
  defineUpdate<AppointmentSnapshot, [UpdateCommands[Name], string?]>(name);

export const bookUpdate = defineUpdate<Booked, [BookCommand, string?]>('book');
export const updates = {
  checkPayment: update('checkPayment'),
  extendPaymentWindow: update('extendPaymentWindow'),
  resendConfirmation: update('resendConfirmation'),
  retryRefund: update('retryRefund'),
  issueRefund: update('issueRefund'),
  cancelForClinic: update('cancelForClinic'),
  rejectRefund: update('rejectRefund'),
  decideAbsence: update('decideAbsence'),
  resolveAttention: update('resolveAttention'),
  approveRefund: update('approveRefund'),
  confirmDeskRefund: update('confirmDeskRefund'),
  takeAtDesk: update('takeAtDesk'),
  checkout: update('checkout'),
  cancel: update('cancel'),
  reschedule: update('reschedule'),
  checkIn: update('checkIn'),
  start: update('start'),
  complete: update('complete'),
  noShow: update('noShow'),
} as const satisfies { readonly [Name in UpdateName]: unknown };

/** Something may have happened to money at a provider: acknowledged at once, then looked up, many requests by one lookup. */
export const paymentEventSignal = defineSignal<[PaymentEvent]>('paymentEvent');
/** The row has changed without the run: an update was lost after its step had committed. */
export const refreshSignal = defineSignal('refresh');
export const stateQuery = defineQuery<AppointmentState>('state');
export const timelineQuery = defineQuery<readonly TimelineEntry[]>('timeline');
