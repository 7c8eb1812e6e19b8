import { argon2Hasher } from '../adapters/passwords/argon2.js';
import { jwtSigner } from '../adapters/tokens/jwt.js';
import type { UserServices } from '../api/identity/services.js';
import { directQueries } from '../models/direct-queries.js';
import { IdempotencyKeyRepository } from '../models/repositories/identity/idempotency-keys.js';
import { SessionRepository } from '../models/repositories/identity/sessions.js';
import { identityRepositories } from '../models/repositories/identity/slice.js';
import { answerOnce } from '../usecases/idempotency/answer-once.js';
import { authenticate } from '../usecases/identity/authenticate.js';
import { changePassword } from '../usecases/identity/change-password.js';
import { listSessions } from '../usecases/identity/list-sessions.js';
import { logIn } from '../usecases/identity/log-in.js';
import { logOut } from '../usecases/identity/log-out.js';
import { readProfile } from '../usecases/identity/read-profile.js';
import { refreshTokens } from '../usecases/identity/refresh-tokens.js';
import { registerUser } from '../usecases/identity/register-user.js';
import { revokeSession } from '../usecases/identity/revoke-session.js';
import { understandRegistration } from '../usecases/identity/understand-registration.js';
import { updateProfile } from '../usecases/identity/update-profile.js';
import type { Core } from './core.js';
import type { Manifest } from './manifest.js';

/** Accounts, sessions and the keys of repeated requests. */
export const identity = {
  repositories: identityRepositories,
  services: (core: Core) => ({ users: userServices(accountDeps(core)), idempotency: idempotencyServices(core) }),
} satisfies Manifest;

/** What accounts and sessions are made of; the codec server signs people in with the same. */
export function accountDeps(core: Core) {
  const { unitOfWork, now, settings } = core;
  return {
    unitOfWork,
    characters: core.characters,
    now,
    passwords: argon2Hasher(),
    cache: core.sessionCache,
    tokens: jwtSigner({
      secret: settings.JWT_SECRET,
      accessTtlMs: settings.ACCESS_TOKEN_TTL,
      refreshTtlMs: settings.REFRESH_TOKEN_TTL,
    }),
    sessions: new SessionRepository(directQueries(core.pool)),
  };
}

function userServices(deps: ReturnType<typeof accountDeps>): UserServices {
  return {
    authenticate: authenticate(deps),
    register: registerUser(deps),
    understandRegistration: understandRegistration(deps),
    logIn: logIn(deps),
    refresh: refreshTokens(deps),
    logOut: logOut(deps),
    readProfile: readProfile(deps),
    updateProfile: updateProfile(deps),
    listSessions: listSessions(deps),
    revokeSession: revokeSession(deps),
    changePassword: changePassword(deps),
  };
}

function idempotencyServices({ pool, settings, logger }: Core) {
  return {
    answerOnce: answerOnce({ keys: new IdempotencyKeyRepository(pool, settings.ENCRYPTION_KEYS), logger }),
  };
}
