import { randomUUID } from 'node:crypto';
import type { PasswordHasher } from '../../adapters/passwords/port.js';
import type { TokenSigner } from '../../adapters/tokens/port.js';
import { ANONYMOUS, type UserActor } from '../../domain/actor.js';
import { DomainError } from '../../domain/errors.js';
import { ROLE_PERMISSIONS } from '../../domain/permissions.js';
import type { IdentityScope } from '../../models/repositories/identity/slice.js';
import type { UserRecord } from '../../models/repositories/identity/users.js';
import type { UnitOfWork } from '../../models/scope.js';
import { currentContext } from '../../observability/context.js';
import { hashRefreshToken, issueTokens, type SignedIn } from './issue-tokens.js';

type Scope = IdentityScope;

export interface LogIn {
  readonly email: string;
  readonly password: string;
}

export interface LogInDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly passwords: PasswordHasher;
  readonly tokens: TokenSigner;
  readonly now: () => Date;
}

/**
 * Opens a session. Unknown address, wrong password and closed account are one answer, given after the same work.
 * @throws DomainError unauthenticated.
 */
export function logIn({ unitOfWork, passwords, tokens, now }: LogInDeps) {
  return async (command: LogIn): Promise<SignedIn> => {
    const found = await unitOfWork.withScope(ANONYMOUS, (scope) => scope.users.findCredentials(command.email));
    const matches = await passwords.verify(found?.passwordHash ?? null, command.password);
    if (!found || !matches || !found.user.isActive) {
      await recordRefusal(unitOfWork, found?.user ?? null, now());
      throw new DomainError('unauthenticated', 'The mail address or the password is wrong.');
    }
    const at = now();
    const { user } = found;
    const sessionId = randomUUID();
    const origin = currentContext();
    return unitOfWork.withScope(actorOf(user, sessionId), async (scope) => {
      const memberships = await scope.users.memberships(user.id);
      const clinicId = memberships[0]?.clinicId ?? null;
      const { access, refresh } = await issueTokens(tokens, { user, clinicId, sessionId }, at);
      await scope.sessions.create({
        id: sessionId,
        userId: user.id,
        refreshHash: hashRefreshToken(refresh.token),
        userAgent: origin.userAgent ?? null,
        address: origin.address ?? null,
        createdAt: at,
        expiresAt: refresh.expiresAt,
      });
      await scope.audit.record({ action: 'user.logged_in', entity: 'session', entityId: sessionId, clinicId }, at);
      return { access: access.token, refresh: refresh.token, expiresIn: access.expiresIn, user, clinicId };
    });
  };
}

function actorOf(user: UserRecord, sessionId: string): UserActor {
  return {
    kind: 'user',
    userId: user.id,
    role: user.role,
    permissions: ROLE_PERMISSIONS[user.role],
    clinicIds: [],
    sessionId,
  };
}

async function recordRefusal(unitOfWork: UnitOfWork<Scope>, user: UserRecord | null, at: Date): Promise<void> {
  await unitOfWork.withScope(ANONYMOUS, (scope) =>
    scope.audit.record(
      { action: 'user.login_refused', entity: 'user', entityId: user?.id ?? 'unknown', clinicId: null },
      at,
    ),
  );
}
