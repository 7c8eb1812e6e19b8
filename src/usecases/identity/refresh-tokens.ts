import type { TokenSigner } from '../../adapters/tokens/port.js';
import { ANONYMOUS } from '../../domain/actor.js';
import type { IdentityScope } from '../../models/repositories/identity/slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import { unauthenticated } from './authenticate.js';
import { hashRefreshToken, issueTokens, type SignedIn } from './issue-tokens.js';
import type { SessionCache } from './session-cache.js';

type Scope = IdentityScope;

export interface RefreshTokensDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly tokens: TokenSigner;
  readonly cache: SessionCache;
  readonly now: () => Date;
}

/**
 * Swaps a refresh token for a new pair. Each is good once: one that comes back means that two hold it, so the whole
 * session ends.
 * @throws DomainError unauthenticated.
 */
export function refreshTokens({ unitOfWork, tokens, cache, now }: RefreshTokensDeps) {
  return async (token: string): Promise<SignedIn> => {
    const at = now();
    const claims = await tokens.readRefresh(token, at);
    if (!claims) throw unauthenticated();
    const outcome = await unitOfWork.withScope(ANONYMOUS, async (scope): Promise<SignedIn | 'over' | 'reused'> => {
      const session = await scope.sessions.lock(claims.sid);
      if (!session || session.userId !== claims.userId || session.revokedAt || session.expiresAt <= at) return 'over';
      const user = await scope.users.findById(session.userId);
      if (!user?.isActive) return 'over';
      const clinicId = (await scope.users.memberships(user.id))[0]?.clinicId ?? null;
      if (session.refreshHash !== hashRefreshToken(token)) {
        await scope.sessions.revoke(session.id, user.id, at);
        await scope.audit.record(
          {
            action: 'session.revoked',
            entity: 'session',
            entityId: session.id,
            clinicId,
            details: { reason: 'refresh_token_reused' },
          },
          at,
        );
        return 'reused';
      }
      const { access, refresh } = await issueTokens(tokens, { user, clinicId, sessionId: session.id }, at);
      await scope.sessions.rotate(session.id, hashRefreshToken(refresh.token), refresh.expiresAt, at);
      return { access: access.token, refresh: refresh.token, expiresIn: access.expiresIn, user, clinicId };
    });
    // Thrown only here: the revocation above must be committed.
    if (outcome === 'reused') cache.forget(claims.sid);
    if (outcome === 'reused' || outcome === 'over') throw unauthenticated();
    return outcome;
  };
}
