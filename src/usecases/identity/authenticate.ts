import type { IssuedToken, TokenSigner } from '../../adapters/tokens/port.js';
import type { UserActor } from '../../domain/actor.js';
import { DomainError } from '../../domain/errors.js';
import { ROLE_PERMISSIONS } from '../../domain/permissions.js';
import type { SessionRepository } from '../../models/repositories/identity/sessions.js';
import type { SessionCache } from './session-cache.js';
import { verifiedTokens } from './verified-tokens.js';

export interface AuthenticateDeps {
  readonly tokens: TokenSigner;
  /** Outside any scope: one single read. */
  readonly sessions: Pick<SessionRepository, 'findLive' | 'prolong'>;
  readonly cache: SessionCache;
  readonly now: () => Date;
}

export function unauthenticated(): DomainError {
  return new DomainError('unauthenticated', 'Please sign in.');
}

/** Who may decode with this cookie now, and the cookie to go on with: its end moves on with use. */
export interface CodecSession {
  readonly actor: UserActor;
  /** Set when the browser should replace its cookie. */
  readonly renewed: IssuedToken | null;
}

/** Renewing it at each of a page's many requests would be a signature each. */
const RENEW_AFTER_SECONDS = 300;

/**
 * Who sends this cookie of the codec server. The session behind it has the last word, as for an access token; with the
 * cookie its end moves on too.
 * @throws DomainError unauthenticated when it is over, the person has another role now, or there is no such session
 */
export function authenticateCodec({ tokens, sessions, cache, now }: AuthenticateDeps) {
  return async (token: string): Promise<CodecSession> => {
    const at = now();
    const claims = await tokens.readCodec(token, at);
    let session = claims ? cache.get(claims.sid) : null;
    if (claims && session === undefined) {
      session = await sessions.findLive(claims.sid, at);
      cache.set(claims.sid, session);
    }
    if (!claims || !session || session.userId !== claims.userId || session.role !== claims.role) {
      throw new DomainError('unauthenticated', 'Your session for reading payloads is over. Sign in at /codec/login.');
    }
    const { userId, role, sid } = claims;
    const old = at.getTime() / 1000 - claims.iat > RENEW_AFTER_SECONDS;
    const renewed = old ? await tokens.codec({ userId, role, sid }, at) : null;
    if (renewed) await sessions.prolong(sid, renewed.expiresAt, at);
    const permissions = ROLE_PERMISSIONS[role];
    return {
      actor: { kind: 'user', userId, role, permissions, clinicIds: session.clinicIds, sessionId: sid },
      renewed,
    };
  };
}

/**
 * Who sends this access token. The database has the last word: a session that ended, an account that was closed and a
 * role that changed make the token void. Permissions are those of the token that the role still has.
 * @throws DomainError unauthenticated; unavailable while the database is.
 */
export function authenticate({ tokens, sessions, cache, now }: AuthenticateDeps) {
  const readAccess = verifiedTokens(tokens);
  return async (token: string): Promise<UserActor> => {
    const at = now();
    const claims = await readAccess(token, at);
    if (!claims) throw unauthenticated();
    let session = cache.get(claims.sid);
    if (session === undefined) {
      session = await sessions.findLive(claims.sid, at);
      cache.set(claims.sid, session);
    }
    if (!session || session.userId !== claims.userId || session.role !== claims.role) throw unauthenticated();
    const granted = ROLE_PERMISSIONS[session.role];
    return {
      kind: 'user',
      userId: session.userId,
      role: session.role,
      permissions: claims.permissions.filter((permission) => granted.includes(permission)),
      clinicIds: [...session.clinicIds].sort((a, b) => Number(b === claims.clinicId) - Number(a === claims.clinicId)),
      sessionId: claims.sid,
    };
  };
}
