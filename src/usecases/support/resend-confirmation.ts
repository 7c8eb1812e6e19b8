import { type StaffCommand, transitionError } from '../../domain/appointments/public.js';
import type { AppointmentsScope } from '../../models/repositories/appointments/public.js';
import type { SupportScope } from '../../models/repositories/support/slice.js';
import { type ChangeDeps, changeAppointment } from '../appointments/public.js';

type Scope = AppointmentsScope & SupportScope;

/** Leaves a trace that the confirmation is sent again; the sending itself follows. @throws DomainError invalid_transition */
export function resendConfirmation(deps: ChangeDeps<Scope>) {
  return changeAppointment<StaffCommand, Scope>(deps, async (_scope, row, command) => {
    if (row.status !== 'booked') throw transitionError(row.status);
    return { move: 'resend', audit: 'appointment.confirmation_resent', reason: command.reason, change: {} };
  });
}
