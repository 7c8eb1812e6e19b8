import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type {
  AppointmentUpdates,
  BookAnswer,
  BookCommand,
  PaymentEvent,
  UpdateName,
} from '../../domain/appointment/commands.js';
import type { AppointmentSnapshot } from '../../domain/appointment/snapshot.js';
import type { AppointmentStatus } from '../../domain/appointment/states.js';

/** The workflow's type name and its id: the appointment's id. */
export const APPOINTMENT_WORKFLOW = 'appointment';

/**
 * `book`: a new appointment, whose first update is its booking. `resume`: goes on from the row, after a
 * termination, lost history, a late re-booking or when staff need a closed appointment again.
 */
export interface AppointmentInput {
  readonly mode: 'book' | 'resume';
  readonly appointmentId: string;
}

export interface AppointmentResult {
  /** The status it was left in; `refused` when nothing was booked. */
  readonly outcome: AppointmentStatus | 'refused';
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
}

type UpdateDefinitionOf<Name extends UpdateName> = [AppointmentUpdates[Name]['args']];
const update = <Name extends UpdateName>(name: Name) =>
  defineUpdate<AppointmentUpdates[Name]['result'], UpdateDefinitionOf<Name>>(name);

export const bookUpdate = defineUpdate<BookAnswer, [BookCommand]>('book');
export const updates = {
  checkout: update('checkout'),
  cancel: update('cancel'),
  reschedule: update('reschedule'),
  start: update('start'),
  complete: update('complete'),
  noShow: update('noShow'),
  extendPaymentWindow: update('extendPaymentWindow'),
  resendConfirmation: update('resendConfirmation'),
  retryRefund: update('retryRefund'),
  issueRefund: update('issueRefund'),
  decideRefund: update('decideRefund'),
  takeAtDesk: update('takeAtDesk'),
  confirmPayOut: update('confirmPayOut'),
  resolveAttention: update('resolveAttention'),
} as const satisfies { readonly [Name in UpdateName]: unknown };

/** A provider has news: acknowledged at once, looked up under the appointment's lock. */
export const paymentEventSignal = defineSignal<[PaymentEvent]>('paymentEvent');
/** The row has moved on without the run: an update was lost after its step had committed. */
export const refreshSignal = defineSignal('refresh');
export const stateQuery = defineQuery<AppointmentState>('state');
export const timelineQuery = defineQuery<readonly TimelineEntry[]>('timeline');

/** Failure type of a booking that was delivered after its caller had given up; the caller may ask once more. */
export const LATE_FAILURE = 'late';
