import { ROLE_PERMISSIONS } from '../../src/domain/permissions.js';
import type { Role } from '../../src/domain/roles.js';
import type { Operation } from '../openapi/document.js';

/** Whether the permissions of a role, or of nobody (null), let it call an operation; a rule may refuse it all the same. */
export function isPermitted(role: Role | null, operation: Operation): boolean {
  const alternatives = operation['x-permissions'] ?? [];
  if (alternatives.length === 0) return true;
  const own: readonly string[] = role === null ? [] : ROLE_PERMISSIONS[role];
  return alternatives.some((permissions) => permissions.every((one) => own.includes(one)));
}
