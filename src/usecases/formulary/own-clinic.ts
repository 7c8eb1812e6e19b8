import type { UserActor } from '../../domain/actor.js';
import { notFound } from '../../domain/errors.js';

/** The clinic that somebody of the staff acts in. @throws DomainError not_found */
export function clinicOf(actor: UserActor): string {
  const [clinicId] = actor.clinicIds;
  if (!clinicId) throw notFound('Clinic');
  return clinicId;
}
