import type { StaffCommand } from '../../domain/appointments/commands.js';
import { transitionError } from '../../domain/appointments/transitions.js';
import { type ChangeDeps, changeAppointment } from '../appointments/change-appointment.js';

/** Leaves a trace that the confirmation is sent again; the sending itself follows. @throws DomainError invalid_transition */
export function resendConfirmation(deps: ChangeDeps) {
  return changeAppointment<StaffCommand>(deps, async (_scope, row, command) => {
    if (row.status !== 'booked') throw transitionError(row.status);
    return { move: 'resend', audit: 'appointment.confirmation_resent', reason: command.reason, change: {} };
  });
}
