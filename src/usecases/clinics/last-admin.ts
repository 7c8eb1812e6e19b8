import { DomainError } from '../../domain/errors.js';
import type { IdentityScope } from '../../models/repositories/identity/public.js';

/**
 * A clinic always has an admin. To be asked after the change, by who has locked the clinic's row before it: of two admins
 * who leave at once, the second finds the first one gone.
 * @throws DomainError invalid_transition where nobody would administer the clinic
 */
export async function assertAdminStays(scope: Pick<IdentityScope, 'memberships'>, clinicId: string): Promise<void> {
  if ((await scope.memberships.adminsOf(clinicId)).length > 0) return;
  const sentence = 'A clinic needs an admin: make somebody else one first.';
  throw new DomainError('invalid_transition', sentence, { status: 'active', allowed: [] });
}
