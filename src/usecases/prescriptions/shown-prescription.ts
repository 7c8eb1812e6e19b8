import type { Caller, UserActor } from '../../domain/actor.js';
import { localDay } from '../../domain/days.js';
import { notFound } from '../../domain/errors.js';
import { statusOn } from '../../domain/prescriptions/states.js';
import { visibleTo } from '../../domain/visibility.js';
import type { IdentityScope } from '../../models/repositories/identity/public.js';
import type { PatientsScope } from '../../models/repositories/patients/public.js';
import type { PrescriptionsScope } from '../../models/repositories/prescriptions/slice.js';
import type { StoredPrescription } from '../../models/repositories/prescriptions/stored-prescription.js';

export type ReadingScope = IdentityScope & PatientsScope & PrescriptionsScope;

/** A prescription as somebody is shown it. */
export interface ShownPrescription extends StoredPrescription {
  readonly shownStatus: ReturnType<typeof statusOn>;
  readonly patientEmail: string | null;
}

/** As it is on a day. */
export function shownOn(prescription: StoredPrescription, now: Date, patientEmail: string | null): ShownPrescription {
  const shownStatus = statusOn(localDay(now, prescription.timezone), prescription);
  return { ...prescription, shownStatus, patientEmail };
}

/**
 * As it was when it was issued: what the first answer said, and what every repeat of the request is told.
 */
export function asIssued(prescription: StoredPrescription, patientEmail: string | null): ShownPrescription {
  return {
    ...prescription,
    status: 'issued',
    version: 1,
    items: prescription.items.map((item) => ({ ...item, supplied: 0, lastSuppliedOn: null })),
    hasDocument: false,
    delivery: 'queued',
    deliveryStartedAt: null,
    deliveryCompletedAt: null,
    supersededBy: null,
    supersededByNumber: null,
    shownStatus: 'active',
    patientEmail,
  };
}

/**
 * A prescription that this person may know of: the patient's own, one that the doctor has written, or one of a patient whom the doctor
 * treats, at the clinic.
 * @throws DomainError not_found
 */
export async function readVisible(
  scope: ReadingScope,
  actor: UserActor,
  id: string,
  by: 'prescriptions:read' | 'prescriptions:write' | 'prescriptions:resend' = 'prescriptions:read',
): Promise<StoredPrescription> {
  const [found, filter] = [await scope.prescriptions.find(id), visibleTo(actor, by)];
  // Who asks for one that does not exist waits for the same look-ups.
  const patientId = found?.patientId ?? id;
  const isTreated = actor.role === 'doctor' && (await treats(scope, actor, patientId));
  if (!found || !filter) throw notFound('Prescription');
  if (filter.patientId !== undefined && filter.patientId !== found.patientId) throw notFound('Prescription');
  if (filter.clinicIds && !filter.clinicIds.includes(found.clinicId)) throw notFound('Prescription');
  if (filter.doctorId !== undefined && filter.doctorId !== found.doctorId && !isTreated) throw notFound('Prescription');
  return found;
}

/** Whether a doctor treats a patient at the clinic in which they act. */
export async function treats(
  scope: PatientsScope,
  { userId, clinicIds }: UserActor,
  patientId: string,
): Promise<boolean> {
  return (await scope.patients.find(patientId, { userId, clinicIds }))?.isTreated ?? false;
}

/** The mail address of a patient, for who sees the prescription. */
export async function emailOf(scope: IdentityScope, patientId: string): Promise<string | null> {
  return (await scope.users.findEver(patientId))?.email ?? null;
}

/** What the audit row of a reading says. */
export function about({ id, clinicId, patientId }: Pick<StoredPrescription, 'id' | 'clinicId' | 'patientId'>) {
  return { entity: 'prescription', entityId: id, clinicId, patientId } as const;
}

/** Who prescribes is a doctor; the matrix says so, and so does this. @throws DomainError not_found */
export function clinicOf({ clinicIds }: Caller): string {
  const [clinicId] = clinicIds;
  if (!clinicId) throw notFound('Clinic');
  return clinicId;
}
