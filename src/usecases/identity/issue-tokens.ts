import { createHash } from 'node:crypto';
import type { IssuedToken, TokenSigner } from '../../adapters/tokens/port.js';
import { ROLE_PERMISSIONS } from '../../domain/permissions.js';
import type { UserRecord } from '../../models/repositories/identity/users.js';

export interface SignedIn {
  readonly access: string;
  readonly refresh: string;
  /** Seconds until `access` ends. */
  readonly expiresIn: number;
  readonly user: UserRecord;
  readonly clinicId: string | null;
}

export interface TokenPair {
  readonly access: IssuedToken;
  readonly refresh: IssuedToken;
}

/** What is kept of a refresh token. It has the entropy of a key, so one round of SHA-256 is enough. */
export function hashRefreshToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** One session of a user, who works for `clinicId` in it. */
export interface TokenHolder {
  readonly user: UserRecord;
  readonly clinicId: string | null;
  readonly sessionId: string;
}

/** A fresh pair for one session. */
export async function issueTokens(tokens: TokenSigner, holder: TokenHolder, now: Date): Promise<TokenPair> {
  const { user, clinicId, sessionId } = holder;
  const permissions = ROLE_PERMISSIONS[user.role];
  const access = await tokens.access({ userId: user.id, role: user.role, permissions, clinicId, sid: sessionId }, now);
  const refresh = await tokens.refresh({ userId: user.id, sid: sessionId }, now);
  return { access, refresh };
}
