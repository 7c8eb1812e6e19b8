import type { TokenSigner } from '../../adapters/tokens/port.js';
import { DomainError } from '../../domain/errors.js';
import type { UserActor } from '../../domain/identity/actor.js';
import { ROLE_PERMISSIONS } from '../../domain/identity/roles.js';
import type { SessionRepository } from '../../models/repositories/sessions.js';
import type { SessionCache } from './session-cache.js';

export interface AuthenticateDeps {
  readonly tokens: TokenSigner;
  /** Outside any scope: one single read. */
  readonly sessions: SessionRepository;
  readonly cache: SessionCache;
  readonly now: () => Date;
}

export function unauthenticated(): DomainError {
  return new DomainError('unauthenticated', 'Please sign in.');
}

/**
 * Who sends this access token. The database has the last word: a session that ended, an account that was closed and a
 * role that changed make the token void. Permissions are those of the token that the role still has.
 * @throws DomainError unauthenticated; unavailable when the database is out of reach.
 */
export function authenticate({ tokens, sessions, cache, now }: AuthenticateDeps) {
  return async (token: string): Promise<UserActor> => {
    const at = now();
    const claims = await tokens.readAccess(token, at);
    if (!claims) throw unauthenticated();
    let session = cache.get(claims.sid, at);
    if (session === undefined) {
      session = await sessions.findLive(claims.sid, at);
      cache.set(claims.sid, session, at);
    }
    if (!session || session.userId !== claims.user_id || session.role !== claims.role) throw unauthenticated();
    const granted = ROLE_PERMISSIONS[session.role];
    return {
      kind: 'user',
      userId: session.userId,
      role: session.role,
      permissions: claims.permissions.filter((permission) => granted.includes(permission)),
      clinicIds: [...session.clinicIds].sort((a, b) => Number(b === claims.clinic_id) - Number(a === claims.clinic_id)),
      sessionId: claims.sid,
    };
  };
}
