import { refuseMove } from '../../../domain/appointments/transitions.js';
import { once, quick } from '../../support/steps.js';
import type { AppointmentRun } from '../run.js';
import { mayBecome, onlyWhen, serve } from './serve.js';

/** What people ask for by API, where they are signed in; from the Temporal UI these are refused. */
export function serveApi(run: AppointmentRun): void {
  serve(run, 'approveRefund', {
    step: quick.approveRefund,
    done: () => run.note('Refund approved by a second person'),
  });
  serve(run, 'confirmDeskRefund', {
    step: (input) =>
      once.confirmDeskRefund.executeWithOptions({ summary: 'Record money paid out at the desk' }, [input]),
    done: () => run.note('Refund paid out at the desk'),
  });
  serve(run, 'takeAtDesk', {
    lock: run.checkouts,
    possible: onlyWhen('pending'),
    step: (input) => once.takeAtDesk.executeWithOptions({ summary: 'Record money taken at the desk' }, [input]),
    done: () => run.note('Paid at the desk'),
  });
  serve(run, 'checkout', {
    lock: run.checkouts,
    possible: onlyWhen('pending'),
    step: (input) => once.startCheckout.executeWithOptions({ summary: 'Open the payment page' }, [input]),
    done: () => run.note('Payment page opened'),
  });
  serve(run, 'cancel', {
    possible: (snapshot, { to }) => mayBecome(snapshot, to),
    step: quick.cancel,
    done: (_before, snapshot) => run.note(`Cancelled: ${snapshot.status.replaceAll('_', ' ')}`),
  });
  serve(run, 'reschedule', {
    possible: onlyWhen('booked'),
    step: quick.reschedule,
    done: (before, snapshot) => {
      if (before.version !== snapshot.version) run.note('Moved to another time');
    },
  });
  serve(run, 'checkIn', {
    possible: (snapshot) =>
      snapshot.patientSeen || ['booked', 'in_progress'].includes(snapshot.status) ? null : refuseMove(snapshot.status),
    step: quick.checkIn,
    done: (before) => {
      if (!before.patientSeen) run.note('Patient checked in');
    },
  });
  serve(run, 'start', {
    possible: (snapshot) => mayBecome(snapshot, 'in_progress'),
    step: quick.start,
    done: () => run.note('Consultation started'),
  });
  serve(run, 'complete', {
    possible: (snapshot) => mayBecome(snapshot, 'completed'),
    step: quick.complete,
    done: () => run.note('Consultation completed'),
  });
  serve(run, 'noShow', {
    possible: (snapshot) => mayBecome(snapshot, 'no_show'),
    step: quick.noShow,
    done: () => run.note('Patient did not come'),
  });
}
