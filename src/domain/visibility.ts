import type { Actor, UserActor } from './actor.js';

/** Whose record it is. Rows of appointments and orders have these columns; an order names no doctor. */
export interface Belongings {
  readonly clinicId: string;
  readonly patientId: string;
  readonly doctorId?: string;
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
  if (filter.patientId !== undefined) return record.patientId === filter.patientId;
  if (filter.doctorId !== undefined) return record.doctorId === filter.doctorId;
  return filter.clinicIds?.includes(record.clinicId) ?? false;
}

/** Symptoms are for the patient who wrote them and the doctor who treats; reception books without reading them. */
export function maySeeSymptoms(actor: UserActor, record: Belongings): boolean {
  return actor.userId === record.patientId || actor.userId === record.doctorId;
}
