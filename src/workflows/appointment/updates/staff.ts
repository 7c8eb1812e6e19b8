import { currentUpdateInfo } from '@temporalio/workflow';
import { localStep, singleAttempt } from '../../support/activities.js';
import type { AppointmentRun } from '../run.js';
import { mayBecome, onlyWhen, serve } from './serve.js';

/** What support staff can do from the Temporal UI, in the order in which it is listed there. */
export function serveStaff(run: AppointmentRun): void {
  serve(run, 'checkPayment', {
    lock: run.checkouts,
    step: (input) =>
      singleAttempt.checkPayment.executeWithOptions({ summary: 'Look the payment up for staff' }, [input]),
    done: (before, after) =>
      run.note(before.paymentStatus === after.paymentStatus ? 'Payment looked up: nothing new' : 'Payment looked up'),
  });
  serve(run, 'extendPaymentWindow', {
    possible: onlyWhen('pending'),
    step: localStep.extendPaymentWindow,
    done: () => run.note('More time to pay'),
  });
  serve(run, 'resendConfirmation', {
    possible: onlyWhen('booked'),
    step: localStep.resendConfirmation,
    done: () => {
      run.note('Confirmation is to be sent again');
      run.tell('booking_confirmed', { occurrence: `resend/${run.appointmentId}/${currentUpdateInfo()?.id}` });
    },
  });
  serve(run, 'retryRefund', {
    step: localStep.retryRefund,
    done: () => run.note('Failed refund sent again'),
  });
  serve(run, 'issueRefund', {
    step: localStep.issueRefund,
    done: (before, after) => {
      const waits = after.refunds.length === before.refunds.length;
      run.note(waits ? 'Refund asked for: waits for a second person' : 'Refund issued by staff');
    },
  });
  serve(run, 'cancelForClinic', {
    possible: (snapshot) => mayBecome(snapshot, 'cancelled_by_clinic'),
    step: localStep.cancelForClinic,
    done: () => run.note('Cancelled for the clinic'),
  });
  serve(run, 'rejectRefund', {
    step: localStep.rejectRefund,
    done: () => run.note('Refund refused by a second person'),
  });
  serve(run, 'decideAbsence', {
    possible: onlyWhen('booked'),
    step: localStep.decideAbsence,
    done: (_before, { status }) => run.note(`Absence decided: ${status.replaceAll('_', ' ')}`),
  });
  serve(run, 'resolveAttention', {
    step: localStep.resolveAttention,
    done: () => run.note('Attention resolved'),
  });
}
