import type { StartCommand } from '../../domain/appointments/commands.js';
import { startRefusal } from '../../domain/appointments/policies.js';
import { assertTransition, transitionError } from '../../domain/appointments/transitions.js';
import type { AppointmentsScope } from '../../models/repositories/appointments/slice.js';
import type { SupportScope } from '../../models/repositories/support/public.js';
import { type ChangeDeps, changeAppointment } from './change-appointment.js';

type Scope = AppointmentsScope & SupportScope;

/** `booked` -> `in_progress`, from the chat's opening on. @throws DomainError invalid_transition */
export function startConsultation(deps: ChangeDeps<Scope>) {
  return changeAppointment<StartCommand, Scope>(deps, async (_scope, row, _command, now) => {
    assertTransition(row.status, 'in_progress');
    const refusal = startRefusal(row.policy, now.getTime(), row.startsAt.getTime());
    if (refusal) throw transitionError(row.status, refusal);
    return { move: 'start', audit: 'appointment.started', change: { status: 'in_progress', startedAt: now } };
  });
}
