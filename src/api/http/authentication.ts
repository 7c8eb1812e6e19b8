import type { Request } from 'express';
import type { Caller, GuestActor, UserActor } from '../../domain/actor.js';
import { DomainError } from '../../domain/errors.js';
import { bearerOf, identify, localsOf } from './request.js';

/**
 * tsoa's gate before every route with security: `@Security('bearer', ['permission'])` needs a login that has each of
 * the permissions, `@Security('api_key', ['permission'])` lets an integration's key in that has them. A route that names none
 * lets nobody in, so that forgetting it is safe.
 * `mfa_setup` lets in who holds the token of a sign-in that waits for a second factor to be set up, and only them.
 * @throws DomainError unauthenticated (401) without a valid login, forbidden (403) without the permission.
 */
export async function expressAuthentication(
  request: Request,
  securityName: string,
  scopes: string[] = [],
): Promise<Caller | GuestActor> {
  if (securityName === 'mfa_setup') return settingUp(request);
  if (securityName !== 'bearer' && securityName !== 'api_key') throw new Error(`unknown security ${securityName}`);
  const identity = await identify(request);
  if (identity.kind === 'none') throw new DomainError('unauthenticated', 'Please sign in.');
  if (identity.kind === 'refused') throw identity.error;
  const { actor } = identity;
  const allowed =
    (actor.kind === 'api_key') === (securityName === 'api_key') &&
    scopes.length > 0 &&
    scopes.every((scope) => actor.permissions.some((permission) => permission === scope));
  if (!allowed) throw new DomainError('forbidden', 'You are not allowed to do this.');
  return actor;
}

async function settingUp(request: Request): Promise<UserActor> {
  const identity = await identify(request);
  const isKey = identity.kind === 'somebody' && identity.actor.kind === 'api_key';
  if (isKey) throw new DomainError('forbidden', 'An API key may not do this.');
  const holder = await localsOf(request).services.users.authenticateSetUp(bearerOf(request) ?? '');
  request.mfaChallengeId = holder.challengeId;
  return holder.actor;
}
