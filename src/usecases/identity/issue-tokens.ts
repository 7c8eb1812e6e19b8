import { createHash } from 'node:crypto';
import type { IssuedToken, TokenSigner } from '../../adapters/tokens/port.js';
import { ROLE_PERMISSIONS } from '../../domain/roles.js';
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

/** A fresh pair for one session of a user. */
export async function issueTokens(
  tokens: TokenSigner,
  user: UserRecord,
  clinicId: string | null,
  sessionId: string,
  now: Date,
): Promise<TokenPair> {
  const access = await tokens.access(
    {
      user_id: user.id,
      role: user.role,
      permissions: ROLE_PERMISSIONS[user.role],
      clinic_id: clinicId,
      sid: sessionId,
    },
    now,
  );
  const refresh = await tokens.refresh({ user_id: user.id, sid: sessionId }, now);
  return { access, refresh };
}
