import { SYSTEM } from '../../domain/actor.js';
import type { AppointmentSnapshot } from '../../domain/appointments/snapshot.js';
import { notFound } from '../../domain/errors.js';
import type { AppointmentsScope } from '../../models/repositories/appointments/slice.js';
import type { SupportScope } from '../../models/repositories/support/public.js';
import type { UnitOfWork } from '../../models/scope.js';
import { snapshotOf } from './snapshot.js';

type Scope = AppointmentsScope & SupportScope;

/** The row as it is now, for a run that is not sure of its own picture. @throws DomainError not_found */
export function readSnapshot(deps: { readonly unitOfWork: UnitOfWork<Scope> }) {
  return (input: { readonly appointmentId: string }): Promise<AppointmentSnapshot> =>
    deps.unitOfWork.withScope(SYSTEM, async (scope) => {
      const row = await scope.appointments.find(input.appointmentId);
      if (!row) throw notFound('Appointment');
      return snapshotOf(scope, row);
    });
}
