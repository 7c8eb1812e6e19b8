import { randomUUID } from 'node:crypto';
import type { TokenSigner } from '../../adapters/tokens/port.js';
import { referencesOf, type SessionRules, sessionEnd } from '../../domain/identity/sessions.js';
import { ROLE_PERMISSIONS } from '../../domain/permissions.js';
import type { Membership } from '../../models/repositories/identity/memberships.js';
import type { SessionRow } from '../../models/repositories/identity/sessions.js';
import type { UserRecord } from '../../models/repositories/identity/users.js';

export interface SignedIn {
  readonly access: string;
  readonly refresh: string;
  /** Seconds until `access` ends. */
  readonly expiresIn: number;
  /** Until then sensitive changes need no further proof of who one is. */
  readonly freshUntil: Date;
  readonly user: UserRecord;
  /** The one that the session acts in. */
  readonly membership: ActiveMembership;
}

export type ActiveMembership = Pick<Membership, 'id' | 'clinicId' | 'role'>;

/** What a pair of tokens is made of: the same session, with the same refresh id, makes the same pair. */
export type TokenSession = Pick<
  SessionRow,
  'id' | 'userId' | 'method' | 'secondFactor' | 'authenticatedAt' | 'refreshId' | 'refreshedAt' | 'expiresAt'
>;

/** The pair that a session has now. */
export async function issueTokens(
  tokens: TokenSigner,
  session: TokenSession,
  { id: membershipId, role, clinicId }: ActiveMembership,
): Promise<Pick<SignedIn, 'access' | 'refresh' | 'expiresIn'>> {
  const { id: sid, userId, authenticatedAt, refreshedAt } = session;
  const permissions = ROLE_PERMISSIONS[role];
  const amr = referencesOf(session.method, session.secondFactor);
  const proof = { amr, authTime: Math.floor(authenticatedAt.getTime() / 1000) };
  const subject = { userId, role, permissions, clinicId, membershipId, sid, ...proof };
  // Half of what the session has left: who goes on using it refreshes before it ends.
  const longestMs = (session.expiresAt.getTime() - refreshedAt.getTime()) / 2;
  const jti = session.refreshId;
  const [access, refresh] = await Promise.all([
    tokens.access(subject, refreshedAt, longestMs),
    tokens.refresh({ userId, sid, jti }, refreshedAt, session.expiresAt),
  ]);
  return { access: access.token, refresh: refresh.token, expiresIn: access.expiresIn };
}

/** What a swap changes of a session; the token before is known for the moment in which it may come again. */
export function swapOf(
  session: Pick<SessionRow, 'createdAt' | 'remembered' | 'refreshId'>,
  role: ActiveMembership['role'],
  rules: SessionRules,
  now: Date,
) {
  return {
    refreshId: randomUUID(),
    refreshedAt: now,
    previousRefreshId: session.refreshId,
    lastUsedAt: now,
    expiresAt: sessionEnd(session, role, rules, now),
  };
}
