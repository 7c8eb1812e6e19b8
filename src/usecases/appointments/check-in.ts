import { checkInError } from '../../domain/appointments/check-in.js';
import type { CheckInCommand } from '../../domain/appointments/commands.js';
import { isLive } from '../../domain/appointments/states.js';
import { notFound } from '../../domain/errors.js';
import type { AppointmentsScope } from '../../models/repositories/appointments/slice.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { SupportScope } from '../../models/repositories/support/public.js';
import { type ChangeDeps, changeAppointment } from './change-appointment.js';

type Scope = AppointmentsScope & ClinicsScope & SupportScope;

/**
 * Records that the patient is there. The first time stays: a repeat changes nothing, whoever sends it. It decides later
 * whose absence it was when nobody starts the consultation. @throws DomainError invalid_transition
 */
export function checkIn(deps: ChangeDeps<Scope>) {
  return changeAppointment<CheckInCommand, Scope>(deps, async (scope, row, _command, now) => {
    if (row.checkedInAt && isLive(row.status)) return null;
    const clinic = await scope.clinics.find(row.clinicId);
    if (!clinic) throw notFound('Clinic');
    const by = scope.actor.kind === 'user' && scope.actor.role === 'patient' ? 'patient' : 'staff';
    const view = {
      status: row.status,
      policy: row.policy,
      startsAt: row.startsAt,
      endsAt: row.endsAt,
      timezone: clinic.timezone,
    };
    const refusal = checkInError(view, by, now);
    if (refusal) throw refusal;
    return { move: 'check_in', audit: 'appointment.checked_in', change: { checkedInAt: now } };
  });
}
