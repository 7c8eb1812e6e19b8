import { actorLabel } from '../../domain/actor.js';
import { ABSENCE_OUTCOMES, type DecideAbsenceCommand } from '../../domain/appointments/commands.js';
import { transitionError } from '../../domain/appointments/transitions.js';
import { invalid } from '../../domain/errors.js';
import { decideCancel } from '../appointments/cancel-appointment.js';
import { type ChangeDeps, changeAppointment } from '../appointments/change-appointment.js';
import { endAsNoShow } from '../appointments/record-no-show.js';

/**
 * A person decides whose absence a visit was that nobody started: `no_show` keeps the fee by policy, `doctor_absent`
 * cancels with a full refund. The attention entry that asked for it is resolved in the same transaction.
 * @throws DomainError invalid_transition, validation_failed
 */
export function decideAbsence(deps: ChangeDeps) {
  return changeAppointment<DecideAbsenceCommand>(deps, async (scope, row, { outcome, reason }, now) => {
    if (!ABSENCE_OUTCOMES.includes(outcome)) {
      throw invalid('outcome', 'The outcome is no_show or doctor_absent.');
    }
    if (row.status !== 'booked') throw transitionError(row.status);
    if (now < row.endsAt) throw transitionError(row.status, 'Who was absent is decided after the end of the visit.');
    if (outcome === 'no_show' && row.checkedInAt) {
      throw transitionError(row.status, 'The patient was checked in, so this was no no-show.');
    }
    const by = actorLabel(scope.actor);
    await scope.attention.resolve(row.id, ['absence_undecided', 'doctor_absent'], by, reason, now);
    return outcome === 'no_show'
      ? endAsNoShow(scope, row, reason, now)
      : decideCancel(scope, row, { to: 'cancelled_by_doctor', reason }, now);
  });
}
