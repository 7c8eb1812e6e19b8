import { currentUpdateInfo } from '@temporalio/workflow';
import type { StepInput, UpdateCommands, UpdateName } from '../../domain/appointments/commands.js';
import type { AppointmentSnapshot } from '../../domain/appointments/snapshot.js';
import type { AppointmentStatus } from '../../domain/appointments/states.js';
import { canTransition, transitionError } from '../../domain/appointments/transitions.js';
import type { DomainError } from '../../domain/errors.js';
import { localStep, singleAttempt } from '../support/activities.js';
import { lateOutcomeBetween } from './payment-events.js';
import type { AppointmentRun } from './run.js';

/** How one update is carried out. */
export interface Command<Name extends UpdateName> {
  /** Why the present state does not allow it; null lets it in. */
  readonly error?: (snapshot: AppointmentSnapshot, command: UpdateCommands[Name]) => DomainError | null;
  /** Held during the step: the appointment's lock, or the one of its checkout sessions. */
  readonly lock?: 'lock' | 'checkouts';
  readonly step: (input: StepInput<UpdateCommands[Name]>) => Promise<AppointmentSnapshot>;
  /** What the timeline says of it; null when nothing has changed. */
  readonly entry: (before: AppointmentSnapshot, after: AppointmentSnapshot) => string | null;
  /** What the update sends beside its answer. */
  readonly sendAfter?: (run: AppointmentRun, before: AppointmentSnapshot, after: AppointmentSnapshot) => void;
}

function errorUnless(status: AppointmentStatus) {
  return (snapshot: AppointmentSnapshot) => (snapshot.status === status ? null : transitionError(snapshot.status));
}

function errorUnlessTo(to: AppointmentStatus) {
  return ({ status }: AppointmentSnapshot) => (canTransition(status, to) ? null : transitionError(status));
}

const words = (status: AppointmentStatus) => status.replaceAll('_', ' ');

/** Every update but `book`: what support staff send from the Temporal UI, then what people ask for by API alone. */
export const COMMANDS: { readonly [Name in UpdateName]: Command<Name> } = {
  checkPayment: {
    lock: 'checkouts',
    step: (input) =>
      singleAttempt.checkPayment.executeWithOptions({ summary: 'Look the payment up for staff' }, [input]),
    entry: (before, after) =>
      before.paymentStatus === after.paymentStatus ? 'Payment looked up: nothing new' : 'Payment looked up',
    sendAfter: ({ outbox }, before, after) => {
      const lateOutcome = lateOutcomeBetween(before, after);
      if (lateOutcome) outbox.send('payment_late', { lateOutcome });
    },
  },
  extendPaymentWindow: {
    error: errorUnless('pending'),
    step: (input) => localStep.extendPaymentWindow(input),
    entry: () => 'More time to pay',
  },
  resendConfirmation: {
    error: errorUnless('booked'),
    step: (input) => localStep.resendConfirmation(input),
    entry: () => 'Confirmation is to be sent again',
    sendAfter: ({ outbox, appointmentId }) =>
      outbox.send('booking_confirmed', { occurrence: `resend/${appointmentId}/${currentUpdateInfo()?.id}` }),
  },
  retryRefund: { step: (input) => localStep.retryRefund(input), entry: () => 'Failed refund sent again' },
  issueRefund: {
    step: (input) => localStep.issueRefund(input),
    entry: (before, after) =>
      after.refunds.length === before.refunds.length
        ? 'Refund asked for: waits for a second person'
        : 'Refund issued by staff',
  },
  cancelForClinic: {
    error: errorUnlessTo('cancelled_by_clinic'),
    step: (input) => localStep.cancelForClinic(input),
    entry: () => 'Cancelled for the clinic',
  },
  rejectRefund: {
    step: (input) => localStep.rejectRefund(input),
    entry: () => 'Refund refused by a second person',
  },
  decideAbsence: {
    error: errorUnless('booked'),
    step: (input) => localStep.decideAbsence(input),
    entry: (_before, { status }) => `Absence decided: ${words(status)}`,
  },
  resolveAttention: { step: (input) => localStep.resolveAttention(input), entry: () => 'Attention resolved' },
  approveRefund: {
    step: (input) => localStep.approveRefund(input),
    entry: () => 'Refund approved by a second person',
  },
  confirmDeskRefund: {
    step: (input) =>
      singleAttempt.confirmDeskRefund.executeWithOptions({ summary: 'Record money paid out at the desk' }, [input]),
    entry: () => 'Refund paid out at the desk',
  },
  takeAtDesk: {
    lock: 'checkouts',
    error: errorUnless('pending'),
    step: (input) =>
      singleAttempt.takeAtDesk.executeWithOptions({ summary: 'Record money taken at the desk' }, [input]),
    entry: () => 'Paid at the desk',
  },
  checkout: {
    lock: 'checkouts',
    error: errorUnless('pending'),
    step: (input) => singleAttempt.startCheckout.executeWithOptions({ summary: 'Open a checkout session' }, [input]),
    entry: () => 'Payment page opened',
  },
  cancel: {
    error: (snapshot, { to }) => errorUnlessTo(to)(snapshot),
    step: (input) => localStep.cancelAppointment(input),
    entry: (_before, { status }) => `Cancelled: ${words(status)}`,
  },
  reschedule: {
    error: errorUnless('booked'),
    step: (input) => localStep.rescheduleAppointment(input),
    entry: (before, after) => (before.version === after.version ? null : 'Moved to another time'),
  },
  checkIn: {
    error: ({ status, checkedInAt }) =>
      checkedInAt !== null || status === 'booked' || status === 'in_progress' ? null : transitionError(status),
    step: (input) => localStep.checkIn(input),
    entry: (before) => (before.checkedInAt !== null ? null : 'Patient checked in'),
  },
  start: {
    error: errorUnlessTo('in_progress'),
    step: (input) => localStep.startConsultation(input),
    entry: () => 'Consultation started',
  },
  complete: {
    error: errorUnlessTo('completed'),
    step: (input) => localStep.completeAppointment(input),
    entry: () => 'Consultation completed',
  },
  noShow: {
    error: errorUnlessTo('no_show'),
    step: (input) => localStep.recordNoShow(input),
    entry: () => 'Patient did not come',
  },
};
