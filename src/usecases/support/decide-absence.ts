import { actorLabel } from '../../domain/actor.js';
import { ABSENCE_OUTCOMES, type DecideAbsenceCommand, transitionError } from '../../domain/appointments/public.js';
import { invalid } from '../../domain/errors.js';
import type { AppointmentsScope } from '../../models/repositories/appointments/public.js';
import type { ChatScope } from '../../models/repositories/chat/public.js';
import type { PaymentsScope } from '../../models/repositories/payments/public.js';
import type { SupportScope } from '../../models/repositories/support/slice.js';
import {
  assertNeverSeen,
  type ChangeDeps,
  changeAppointment,
  decideCancel,
  endAsNoShow,
} from '../appointments/public.js';

type Scope = AppointmentsScope & ChatScope & PaymentsScope & SupportScope;

/**
 * A person decides whose absence a visit was that nobody started: `no_show` keeps the fee by policy, `doctor_absent`
 * cancels with a full refund. The attention entry that asked for it is resolved in the same transaction.
 * @throws DomainError invalid_transition, validation_failed
 */
export function decideAbsence(deps: ChangeDeps<Scope>) {
  return changeAppointment<DecideAbsenceCommand, Scope>(deps, async (scope, row, { outcome, reason }, now) => {
    if (!ABSENCE_OUTCOMES.includes(outcome)) {
      throw invalid('outcome', 'The outcome is no_show or doctor_absent.');
    }
    if (row.status !== 'booked') throw transitionError(row.status);
    if (now < row.endsAt) throw transitionError(row.status, 'Who was absent is decided after the end of the visit.');
    if (outcome === 'no_show') await assertNeverSeen(scope, row);
    const by = actorLabel(scope.actor);
    await scope.attention.resolve(
      { subjectId: row.id, codes: ['absence_undecided', 'doctor_absent'], by, note: reason },
      now,
    );
    return outcome === 'no_show'
      ? endAsNoShow(scope, row, reason, now)
      : decideCancel(scope, row, { to: 'cancelled_by_doctor', reason }, now);
  });
}
