import type { UserActor } from '../../domain/actor.js';
import {
  type ConsultationRecord,
  consultationProblems,
  hasConsultation,
} from '../../domain/appointments/consultation.js';
import { transitionError } from '../../domain/appointments/transitions.js';
import { assertValid } from '../../domain/errors.js';
import { mayRead } from '../../domain/visibility.js';
import type { AppointmentRow } from '../../models/repositories/appointments/appointments.js';
import type { AppointmentsScope } from '../../models/repositories/appointments/slice.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { UnitOfWork } from '../../models/scope.js';
import { noteVisitReading } from './read-appointment.js';
import { visibleAppointment } from './visible-appointment.js';

type Scope = AppointmentsScope & ClinicsScope;

export interface ConsultationDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly now: () => Date;
}

/** The record of a consultation, and when it began and ended. */
export interface Consultation extends ConsultationRecord {
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
}

/** What was recorded of a consultation: its doctor reads all of it, its patient the notes only where the clinic shows them. @throws DomainError not_found */
export function readConsultation({ unitOfWork, now }: ConsultationDeps) {
  return (actor: UserActor, id: string): Promise<Consultation> =>
    unitOfWork.withScope(actor, async (scope) => {
      const visit = await visibleAppointment(scope, actor, id, 'consultations:read');
      await noteVisitReading(scope, 'consultation.read', visit, now());
      return shown(scope, actor, visit, await scope.consultations.find(id));
    });
}

/**
 * The doctor records what is named in the change, also after the completion; what it leaves out stays. Repeatable.
 * @throws DomainError not_found, validation_failed, invalid_transition for a visit that has no consultation
 */
export function changeConsultation({ unitOfWork, now }: ConsultationDeps) {
  return (actor: UserActor, id: string, change: Partial<ConsultationRecord>): Promise<Consultation> =>
    unitOfWork.withScope(
      actor,
      async (scope) => {
        const visit = await visibleAppointment(scope, actor, id, 'consultations:write');
        if (!hasConsultation(visit.status)) throw transitionError(visit.status, 'This visit has no consultation.');
        const record = { ...(await scope.consultations.find(id)), ...change };
        assertValid(consultationProblems(record));
        const at = now();
        const version = await scope.consultations.save(id, visit.clinicId, record, at);
        const { clinicId, patientId } = visit;
        const details = { version, fields: Object.keys(change).join(',') };
        await scope.audit.record(
          { action: 'consultation.changed', entity: 'appointment', entityId: id, clinicId, patientId, details },
          at,
        );
        return shown(scope, actor, visit, record);
      },
      { exclusively: `consultation/${id}` },
    );
}

async function shown(
  scope: Scope,
  actor: UserActor,
  visit: AppointmentRow,
  record: ConsultationRecord,
): Promise<Consultation> {
  const notes = (await readsNotes(scope, actor, visit)) ? record.notes : null;
  return { ...record, notes, startedAt: visit.startedAt, endedAt: visit.completedAt };
}

async function readsNotes(scope: Scope, actor: UserActor, visit: AppointmentRow): Promise<boolean> {
  if (!mayRead(actor, 'consultationNotes', visit)) return false;
  return actor.role !== 'patient' || (await scope.clinics.find(visit.clinicId))?.notesVisible === true;
}
