import { refuseMove } from '../../../domain/appointments/transitions.js';
import { localStep, singleAttempt } from '../../support/activities.js';
import type { AppointmentRun } from '../run.js';
import { mayBecome, onlyWhen, serve } from './serve.js';

/** What people ask for by API, where they are signed in; from the Temporal UI these are refused. */
export function serveApi(run: AppointmentRun): void {
  serve(run, 'approveRefund', {
    step: localStep.approveRefund,
    done: () => run.note('Refund approved by a second person'),
  });
  serve(run, 'confirmDeskRefund', {
    step: (input) =>
      singleAttempt.confirmDeskRefund.executeWithOptions({ summary: 'Record money paid out at the desk' }, [input]),
    done: () => run.note('Refund paid out at the desk'),
  });
  serve(run, 'takeAtDesk', {
    lock: run.checkouts,
    possible: onlyWhen('pending'),
    step: (input) =>
      singleAttempt.takeAtDesk.executeWithOptions({ summary: 'Record money taken at the desk' }, [input]),
    done: () => run.note('Paid at the desk'),
  });
  serve(run, 'checkout', {
    lock: run.checkouts,
    possible: onlyWhen('pending'),
    step: (input) => singleAttempt.startCheckout.executeWithOptions({ summary: 'Open the payment page' }, [input]),
    done: () => run.note('Payment page opened'),
  });
  serve(run, 'cancel', {
    possible: (snapshot, { to }) => mayBecome(snapshot, to),
    step: localStep.cancelAppointment,
    done: (_before, snapshot) => run.note(`Cancelled: ${snapshot.status.replaceAll('_', ' ')}`),
  });
  serve(run, 'reschedule', {
    possible: onlyWhen('booked'),
    step: localStep.rescheduleAppointment,
    done: (before, snapshot) => {
      if (before.version !== snapshot.version) run.note('Moved to another time');
    },
  });
  serve(run, 'checkIn', {
    possible: (snapshot) =>
      snapshot.patientSeen || ['booked', 'in_progress'].includes(snapshot.status) ? null : refuseMove(snapshot.status),
    step: localStep.checkIn,
    done: (before) => {
      if (!before.patientSeen) run.note('Patient checked in');
    },
  });
  serve(run, 'start', {
    possible: (snapshot) => mayBecome(snapshot, 'in_progress'),
    step: localStep.startConsultation,
    done: () => run.note('Consultation started'),
  });
  serve(run, 'complete', {
    possible: (snapshot) => mayBecome(snapshot, 'completed'),
    step: localStep.completeAppointment,
    done: () => run.note('Consultation completed'),
  });
  serve(run, 'noShow', {
    possible: (snapshot) => mayBecome(snapshot, 'no_show'),
    step: localStep.recordNoShow,
    done: () => run.note('Patient did not come'),
  });
}
