import type { UserActor } from '../../domain/actor.js';
import { type Day, localDay } from '../../domain/days.js';
import { shownOf } from '../../domain/pages.js';
import { keepUntil } from '../../domain/retention.js';
import type { AppointmentsScope } from '../../models/repositories/appointments/public.js';
import type { IdentityScope } from '../../models/repositories/identity/public.js';
import type { Appointment } from '../appointments/public.js';
import { auditedClinic, noteLook, type ReadAuditDeps } from './read-audit.js';

type Scope = AppointmentsScope & IdentityScope;

/** An appointment that was taken out of every list; its record is kept until then. */
export interface DeletedAppointment {
  readonly appointment: Appointment;
  readonly deletedAt: Date;
  readonly keepUntil: Day;
}

export interface DeletedAppointmentsQuery {
  readonly limit: number;
  readonly after?: { readonly at: string; readonly id: string } | undefined;
}

/** Deleted appointments of the caller's clinic without their clinical text, the latest deletion first. */
export function listDeletedAppointments(deps: ReadAuditDeps<Scope>) {
  return (actor: UserActor, query: DeletedAppointmentsQuery): Promise<readonly DeletedAppointment[]> =>
    deps.unitOfWork.withScope(actor, async (scope) => {
      const { clinicIds, clinicId } = auditedClinic(actor);
      const { limit, after: cursor } = query;
      const rows = await scope.appointments.listDeleted({ clinicIds, limit, cursor });
      const patientIds = shownOf(rows, limit).map(({ patientId }) => patientId);
      await noteLook(scope, { clinicId, what: 'deleted_appointments', patientIds }, deps.now());
      const documents = await scope.users.patientDocuments([...new Set(rows.map((row) => row.patientId))]);
      return rows.flatMap((row) => {
        if (!row.deletedAt) return [];
        const lastEntry = new Date(Math.max(row.endsAt.getTime(), row.statusSince.getTime(), row.deletedAt.getTime()));
        const born = documents.get(row.patientId)?.dateOfBirth ?? null;
        return {
          appointment: { ...row, symptoms: null, questionnaires: [] },
          deletedAt: row.deletedAt,
          keepUntil: keepUntil(localDay(lastEntry, row.timezone), born),
        };
      });
    });
}
