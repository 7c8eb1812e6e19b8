import { invalid } from '../../domain/errors.js';
import type { ClinicRow } from '../../models/repositories/clinics/clinics.js';
import type { ClinicsScope } from '../../models/repositories/clinics/slice.js';
import type { IdentityScope } from '../../models/repositories/identity/public.js';

type Scope = ClinicsScope & IdentityScope;

/** @throws DomainError validation_failed on `organisation_id` */
export async function assertOrganisation(scope: Scope, id: string): Promise<void> {
  if (!(await scope.organisations.find(id))) throw invalid('organisation_id', 'There is no such organisation.');
}

/**
 * A clinic that has come to an organisation, or left one: whoever worked there as a member of the organisation before
 * does so no more, and the members of the new one do. The clinic's row is locked, so that a member who is added or
 * removed meanwhile meets the clinic before or after.
 */
export async function enterOrganisation(
  scope: Scope,
  { id, organisationId }: Pick<ClinicRow, 'id' | 'organisationId'>,
  now: Date,
): Promise<void> {
  await scope.memberships.endOfOrganisation({ clinicId: id }, now);
  if (organisationId === null) return;
  for (const member of await scope.organisations.members(organisationId)) {
    await scope.memberships.addOfOrganisation(member, [id], now);
  }
}
