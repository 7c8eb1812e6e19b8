import { ROLES, type Role } from '../../src/domain/roles.js';
import type { Operation } from '../openapi/document.js';

/** Who sends the requests of a run; `api_key` is an integration of the clinic by a key with every scope. */
export type FuzzCaller = Role | 'api_key' | 'anonymous';

export const CALLERS: readonly FuzzCaller[] = ['anonymous', ...ROLES, 'api_key'];

/** Whether a caller may call an operation at all; a rule may refuse it all the same. */
export function isPermitted(caller: FuzzCaller, operation: Operation): boolean {
  if (operation['x-public'] !== undefined) return true;
  if (caller === 'anonymous') return false;
  if (caller === 'api_key') return (operation.security ?? []).some((scheme) => 'api_key' in scheme);
  return (operation['x-roles'] ?? []).includes(caller);
}
