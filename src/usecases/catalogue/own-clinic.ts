import type { UserActor } from '../../domain/actor.js';
import { invalid, notFound } from '../../domain/errors.js';

/**
 * The clinic whose catalogue somebody of the staff means: the one that they act in. `wanted` may name it.
 * @throws DomainError not_found for another clinic; validation_failed for whoever acts in none
 */
export function catalogueClinic(actor: UserActor, wanted?: string): string {
  const [clinicId] = actor.clinicIds;
  if (!clinicId) throw invalid('clinic', 'Choose the clinic that you act in.');
  if (wanted !== undefined && wanted.toLowerCase() !== clinicId) throw notFound('Clinic');
  return clinicId;
}
