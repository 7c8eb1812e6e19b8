import { invalid } from '../../domain/errors.js';
import type { ClinicRow } from '../../models/repositories/clinics/clinics.js';
import type { ClinicsScope } from '../../models/repositories/clinics/slice.js';
import type { IdentityScope } from '../../models/repositories/identity/public.js';
import { assertAdminStays } from './last-admin.js';

type Scope = ClinicsScope & IdentityScope;

/** @throws DomainError validation_failed on `organisation_id` */
export async function assertOrganisation(scope: Scope, id: string): Promise<void> {
  if (!(await scope.organisations.find(id))) throw invalid('organisation_id', 'There is no such organisation.');
}

/**
 * A clinic that has come to an organisation, or left one: whoever worked there as a member of the organisation before
 * does so no more, and the members of the new one do. The clinic's row is locked, so that a member who is added or
 * removed meanwhile meets the clinic before or after.
 * @throws DomainError invalid_transition where nobody would administer the clinic any more; one that had no admin may come and go
 */
export async function enterOrganisation(
  scope: Scope,
  { id, organisationId }: Pick<ClinicRow, 'id' | 'organisationId'>,
  now: Date,
): Promise<void> {
  const hadAdmin = (await scope.memberships.adminsOf(id)).length > 0;
  await scope.memberships.endOfOrganisation({ clinicId: id }, now);
  const members = organisationId === null ? [] : await scope.organisations.members(organisationId);
  for (const member of members) await scope.memberships.addOfOrganisation(member, [id], now);
  if (hadAdmin) await assertAdminStays(scope, id);
}
