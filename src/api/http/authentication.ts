import type { Request } from 'express';
import type { UserActor } from '../../domain/actor.js';
import { DomainError } from '../../domain/errors.js';
import { identify } from './request.js';

/**
 * tsoa's gate before every route with security: `@Security('bearer', ['permission'])` needs a login that has each of
 * the permissions. A route that names none lets nobody in, so that forgetting it is safe.
 * @throws DomainError unauthenticated (401) without a valid login, forbidden (403) without the permission.
 */
export async function expressAuthentication(
  request: Request,
  securityName: string,
  scopes: string[] = [],
): Promise<UserActor> {
  if (securityName !== 'bearer') throw new Error(`unknown security ${securityName}`);
  const identity = await identify(request);
  if (identity.kind === 'none') throw new DomainError('unauthenticated', 'Please sign in.');
  if (identity.kind === 'refused') throw identity.error;
  const { actor } = identity;
  const allowed =
    scopes.length > 0 && scopes.every((scope) => actor.permissions.some((permission) => permission === scope));
  if (!allowed) throw new DomainError('forbidden', 'You are not allowed to do this.');
  return actor;
}
