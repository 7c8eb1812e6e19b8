import type { UserActor } from '../../domain/actor.js';
import { APPOINTMENT_STATUSES, type AppointmentStatus } from '../../domain/appointments/states.js';
import { invalid } from '../../domain/errors.js';
import type { Period } from '../../domain/periods.js';
import { visibleTo } from '../../domain/visibility.js';
import type { AppointmentsScope } from '../../models/repositories/appointments/slice.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { UnitOfWork } from '../../models/scope.js';
import { listedSpan } from '../clinics/public.js';
import { type Appointment, asSeenBy } from './read-appointment.js';

type Scope = AppointmentsScope & ClinicsScope;

export interface AppointmentsQuery {
  /** Any of these. */
  readonly statuses?: readonly AppointmentStatus[] | undefined;
  /** Of the start. */
  readonly period: Period;
  readonly limit: number;
  readonly after?: { readonly at: string; readonly id: string } | undefined;
}

/** The caller's appointments by role, latest start first. */
export function listAppointments(deps: { readonly unitOfWork: UnitOfWork<Scope> }) {
  return (actor: UserActor, query: AppointmentsQuery): Promise<readonly Appointment[]> =>
    deps.unitOfWork.withScope(actor, async (scope) => {
      const span = await listedSpan(scope.clinics, actor.clinicIds, query.period);
      const rows = await scope.appointments.list({
        ...visibleTo(actor),
        statuses: query.statuses,
        ...span,
        cursor: query.after && { start: query.after.at, id: query.after.id },
        limit: query.limit,
      });
      // A list reads nobody's symptoms: a doctor opens the appointment for that, which leaves a trace.
      const shown = actor.role === 'patient' ? rows : rows.map((row) => ({ ...row, symptoms: null }));
      return shown.map((row) => asSeenBy(actor, row));
    });
}

/** `booked,completed` -> the statuses it names. @throws DomainError validation_failed on `status` */
export function parseStatuses(text: string | undefined): readonly AppointmentStatus[] | undefined {
  if (text === undefined) return undefined;
  return text.split(',').map((part) => {
    const status = APPOINTMENT_STATUSES.find((known) => known === part.trim());
    if (!status) throw invalid('status', `A status is one of ${APPOINTMENT_STATUSES.join(', ')}.`);
    return status;
  });
}
