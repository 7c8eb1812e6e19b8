import type { IssuedToken, TokenSigner } from '../../adapters/tokens/port.js';
import { holderOf, type SystemActor, type UserActor } from '../../domain/actor.js';
import { DomainError } from '../../domain/errors.js';
import type { SessionRules } from '../../domain/identity/sessions.js';
import { ROLE_PERMISSIONS } from '../../domain/permissions.js';
import type { Role } from '../../domain/roles.js';
import type { LiveSession, SessionRepository } from '../../models/repositories/identity/sessions.js';
import type { SessionCache } from './session-cache.js';
import { verifiedTokens } from './verified-tokens.js';

export interface AuthenticateDeps {
  readonly tokens: TokenSigner;
  /** Without a transaction: one single read. */
  readonly sessions: (by: SystemActor) => Pick<SessionRepository, 'findLive' | 'prolong'>;
  readonly cache: SessionCache;
  /** Roles that the installation lets work with a second factor only; clinics add theirs. */
  readonly mfaRoles: readonly Role[];
  readonly now: () => Date;
}

export interface AuthenticateCodecDeps extends AuthenticateDeps {
  readonly sessionRules: Pick<SessionRules, 'maxMs'>;
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
export function authenticateCodec({ tokens, sessions, cache, sessionRules, mfaRoles, now }: AuthenticateCodecDeps) {
  const liveSession = readLive(sessions, cache);
  return async (token: string): Promise<CodecSession> => {
    const at = now();
    const claims = await tokens.readCodec(token, at);
    const session = claims && (await liveSession(claims, at));
    if (
      !claims ||
      !session ||
      session.userId !== claims.userId ||
      session.role !== claims.role ||
      lacksFactor(session, mfaRoles)
    ) {
      throw new DomainError('unauthenticated', 'Your session for reading payloads is over. Sign in at /codec/login.');
    }
    const { userId, role, sid } = claims;
    const old = at.getTime() / 1000 - claims.iat > RENEW_AFTER_SECONDS;
    const renewed = old ? await tokens.codec({ userId, role, sid }, at) : null;
    if (renewed) await sessions(holderOf(sid, userId)).prolong(sid, renewed.expiresAt, sessionRules.maxMs, at);
    return { actor: actorIn(session, sid), renewed };
  };
}

/**
 * Who sends this access token. The database has the last word: a session that ended, an account that was closed and a
 * membership that is not active make the token void. So does acting in another membership: a second window of the same
 * session must not go on in another clinic unnoticed. Role and permissions are those that the membership has now.
 * @throws DomainError unauthenticated; unavailable while the database is.
 */
export function authenticate(deps: AuthenticateDeps) {
  const known = authenticateUntil(deps);
  return async (token: string): Promise<UserActor> => (await known(token)).actor;
}

/** The same for who keeps a connection: also until when the token counts. */
export function authenticateUntil(deps: AuthenticateDeps) {
  const readAccess = verifiedTokens(deps.tokens);
  const holder = authenticateHolder(deps);
  return async (token: string): Promise<{ readonly actor: UserActor; readonly expiresAt: Date }> => {
    const claims = await readAccess(token, deps.now());
    if (!claims) throw unauthenticated();
    const { sid, userId, membershipId } = claims;
    // Of a lacking second factor the client's refresh says what is missing.
    const actor = await holder({ sessionId: sid, userId, membershipId });
    if (!actor) throw unauthenticated();
    return { actor, expiresAt: new Date(claims.exp * 1000) };
  };
}

/** What a token or a link of ours says of who may use it. */
export interface SessionHolder {
  readonly sessionId: string;
  readonly userId: string;
  readonly membershipId: string | null;
}

/** Who acts in this session now; null when it is over, acts in another membership, or lacks a second factor. */
export function authenticateHolder({ sessions, cache, mfaRoles, now }: Omit<AuthenticateDeps, 'tokens'>) {
  const liveSession = readLive(sessions, cache);
  return async ({ sessionId, userId, membershipId }: SessionHolder): Promise<UserActor | null> => {
    const session = await liveSession({ sid: sessionId, userId }, now());
    if (session?.userId !== userId || session.membershipId !== membershipId) return null;
    return lacksFactor(session, mfaRoles) ? null : actorIn(session, sessionId);
  };
}

/** Null when the session is over, or its person may not act in it any more. */
function readLive(sessions: AuthenticateDeps['sessions'], cache: SessionCache) {
  return ({ sid, userId }: { readonly sid: string; readonly userId: string }, at: Date) =>
    cache.live(sid, () => sessions(holderOf(sid, userId)).findLive(sid, at));
}

/** Whether the session has no second factor though the role that it acts in needs one: it did not when the session began. */
function lacksFactor({ role, secondFactor, clinicRequiresMfa }: LiveSession, mfaRoles: readonly Role[]): boolean {
  return secondFactor === null && (clinicRequiresMfa || mfaRoles.includes(role));
}

function actorIn({ userId, membershipId, role, clinicIds }: LiveSession, sessionId: string): UserActor {
  return { kind: 'user', userId, membershipId, role, permissions: ROLE_PERMISSIONS[role], clinicIds, sessionId };
}
