import type { Actor, UserActor } from '../identity/actor.js';

/** Whose record it is. Rows of appointments and orders have these columns; an order names no doctor. */
export interface Belongings {
  readonly clinic_id: string;
  readonly patient_id: string;
  readonly doctor_id?: string;
}

/** What bounds a list of such records. */
export interface VisibleFilter {
  readonly patientId?: string;
  readonly doctorId?: string;
  readonly clinicIds?: readonly string[];
}

/**
 * The one rule of who may know of a record: patients of their own, doctors of those they treat, everybody else of
 * their clinics'. What an actor may not see does not exist for them (404); what they see but may not do is a 403.
 */
export function visibleTo(actor: UserActor): VisibleFilter {
  if (actor.role === 'patient') return { patientId: actor.userId };
  if (actor.role === 'doctor') return { doctorId: actor.userId };
  return { clinicIds: actor.clinicIds };
}

/** {@link visibleTo} for one record that was already read; the product itself sees everything. */
export function canSee(actor: Actor, record: Belongings): boolean {
  if (actor.kind !== 'user') return true;
  const filter = visibleTo(actor);
  if (filter.patientId !== undefined) return record.patient_id === filter.patientId;
  if (filter.doctorId !== undefined) return record.doctor_id === filter.doctorId;
  return filter.clinicIds?.includes(record.clinic_id) ?? false;
}

/** Symptoms are for the patient who wrote them and the doctor who treats; reception books without reading them. */
export function maySeeSymptoms(actor: UserActor, record: Belongings): boolean {
  return actor.userId === record.patient_id || actor.userId === record.doctor_id;
}
