import { may, type UserActor } from '../../domain/actor.js';
import { DomainError, invalid, notFound } from '../../domain/errors.js';
import type { ClinicRow, ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { IdentityScope } from '../../models/repositories/identity/public.js';

type Scope = ClinicsScope & IdentityScope;

export interface SlotOwner {
  readonly doctorId: string;
  readonly clinic: ClinicRow;
}

export interface NamedOwner {
  /** The caller when null: a doctor offers their own time. */
  readonly doctorId: string | null;
  /** The doctor's only clinic when null. */
  readonly clinicId: string | null;
}

/**
 * Whose slots are made, and in which clinic: a doctor's own, or those of a doctor of one of the clinics that the caller
 * works for. A doctor of several clinics needs the clinic named.
 * @throws DomainError forbidden, validation_failed (`doctor` or `clinic` is missing), not_found
 */
export async function slotOwner(scope: Scope, actor: UserActor, named: NamedOwner): Promise<SlotOwner> {
  const { doctorId, clinicId } = named;
  if (actor.role === 'doctor' && (doctorId ?? actor.userId) !== actor.userId) {
    throw new DomainError('forbidden', 'You can only offer your own time.');
  }
  if (actor.role !== 'doctor' && !may(actor, 'slots:manage-clinic')) {
    throw new DomainError('forbidden', 'You are not allowed to manage slots.');
  }
  const owner = actor.role === 'doctor' ? actor.userId : doctorId;
  if (!owner) throw invalid('doctor', 'Name the doctor whose time this is.');
  const memberships = await scope.users.memberships(owner);
  const places = memberships.filter((m) => m.role === 'doctor' && actor.clinicIds.includes(m.clinicId));
  if (places.length === 0) throw notFound('Doctor');
  if (clinicId === null && places.length > 1) {
    throw invalid('clinic', 'Name the clinic: this doctor works in several.');
  }
  const place = clinicId === null ? places[0] : places.find((one) => one.clinicId === clinicId);
  const clinic = place && (await scope.clinics.find(place.clinicId));
  if (!clinic) throw notFound('Clinic');
  return { doctorId: owner, clinic };
}
