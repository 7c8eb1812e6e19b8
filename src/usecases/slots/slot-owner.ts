import { DomainError, invalid, notFound } from '../../domain/errors.js';
import { may, type UserActor } from '../../domain/identity/actor.js';
import type { ClinicRow } from '../../models/repositories/clinics.js';
import type { Scope } from '../../models/unit-of-work.js';

export interface SlotOwner {
  readonly doctorId: string;
  readonly clinic: ClinicRow;
}

/**
 * Whose slots are made, and in which clinic: a doctor's own in their first clinic, or those of a doctor of one of the
 * clinics that the caller works for.
 * @throws DomainError forbidden, validation_failed (`doctor` is missing), not_found
 */
export async function slotOwner(scope: Scope, actor: UserActor, doctorId: string | null): Promise<SlotOwner> {
  if (actor.role === 'doctor' && (doctorId ?? actor.userId) !== actor.userId) {
    throw new DomainError('forbidden', 'You can only offer your own time.');
  }
  if (actor.role !== 'doctor' && !may(actor, 'slots:manage-clinic')) {
    throw new DomainError('forbidden', 'You are not allowed to manage slots.');
  }
  const owner = actor.role === 'doctor' ? actor.userId : doctorId;
  if (!owner) throw invalid('doctor', 'Name the doctor whose time this is.');
  const memberships = await scope.users.memberships(owner);
  const place = memberships.find((m) => m.role === 'doctor' && actor.clinicIds.includes(m.clinicId));
  const clinic = place && (await scope.clinics.find(place.clinicId));
  if (!clinic) throw notFound('Doctor');
  return { doctorId: owner, clinic };
}
