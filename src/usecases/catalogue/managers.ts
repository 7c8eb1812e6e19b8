import { rolesWith } from '../../domain/permissions.js';
import type { IdentityScope } from '../../models/repositories/identity/public.js';

/** Those who manage the catalogue of a clinic (permission `catalogue:manage`), and can sign in. */
export async function managersOf(scope: IdentityScope, clinicId: string) {
  const ids = new Set<string>();
  for (const role of rolesWith(['catalogue:manage'])) {
    for (const id of await scope.memberships.holders(clinicId, role)) ids.add(id);
  }
  return scope.users.list([...ids]);
}
