import type { Caller } from '../../domain/actor.js';
import { notFound } from '../../domain/errors.js';
import type { Permission } from '../../domain/permissions.js';
import { canSee } from '../../domain/visibility.js';
import type { AppointmentRow } from '../../models/repositories/appointments/appointments.js';
import type { AppointmentsScope } from '../../models/repositories/appointments/slice.js';

type Scope = AppointmentsScope;

/** The row, if this caller may know of it by the permission that they use. A deleted appointment exists for nobody. @throws DomainError not_found */
export async function visibleAppointment(
  scope: Scope,
  actor: Caller,
  id: string,
  by: Permission,
): Promise<AppointmentRow> {
  const row = await visibleOrDeletedAppointment(scope, actor, id, by);
  if (row.deletedAt) throw notFound('Appointment');
  return row;
}

/** As {@link visibleAppointment}, deleted ones too: their money may still need staff. @throws DomainError not_found */
export async function visibleOrDeletedAppointment(
  scope: Scope,
  actor: Caller,
  id: string,
  by: Permission,
): Promise<AppointmentRow> {
  const row = await scope.appointments.find(id);
  if (!row || !canSee(actor, row, by)) throw notFound('Appointment');
  return row;
}
