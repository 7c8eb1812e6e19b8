import { type Caller, may } from '../../domain/actor.js';
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
  /** The clinic that the caller acts in when null; there is no other. */
  readonly clinicId: string | null;
}

/**
 * Whose slots are made, and in which clinic: a doctor's own, or those of a doctor of the clinic that the caller acts in.
 * What is made belongs to that clinic: a doctor of several chooses one by acting in it.
 * @throws DomainError forbidden, validation_failed (`doctor` is missing), not_found
 */
export async function slotOwner(scope: Scope, actor: Caller, named: NamedOwner): Promise<SlotOwner> {
  const { doctorId, clinicId } = named;
  if (actor.role === 'doctor' && (doctorId ?? actor.userId) !== actor.userId) {
    throw new DomainError('forbidden', 'You can only offer your own time.');
  }
  if (actor.role !== 'doctor' && !may(actor, 'slots:manage-clinic')) {
    throw new DomainError('forbidden', 'You are not allowed to manage slots.');
  }
  const owner = actor.role === 'doctor' ? actor.userId : doctorId;
  if (!owner) throw invalid('doctor', 'Name the doctor whose time this is.');
  const place = clinicId ?? actor.clinicIds[0];
  const clinic = place && actor.clinicIds.includes(place) ? await scope.clinics.find(place) : null;
  if (!clinic) throw notFound('Clinic');
  const membership = await scope.memberships.findIn(clinic.id, owner);
  if (membership?.role !== 'doctor' || membership.status !== 'active') throw notFound('Doctor');
  return { doctorId: owner, clinic };
}
