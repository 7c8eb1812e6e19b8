import { googleProvider } from '../adapters/openid/google.js';
import type { IdentityProvider } from '../adapters/openid/port.js';
import { knownPasswords } from '../adapters/passwords/known-passwords.js';
import { totpCodes } from '../adapters/second-factors/totp.js';
import { jwtSigner } from '../adapters/tokens/jwt.js';
import { isWithinNetworks } from '../api/http/address.js';
import { GOOGLE_CALLBACK } from '../api/identity/google-routes.js';
import type { ApiKeyServices } from '../api/identity/keys-services.js';
import type { ConsentServices, UserServices } from '../api/identity/services.js';
import type { VerificationServices } from '../api/identity/verification-services.js';
import type { KeyRing } from '../config/key-ring.js';
import { tokenKeysOf } from '../config/load.js';
import type { Settings } from '../config/schema.js';
import type { SystemActor } from '../domain/actor.js';
import type { SessionRules } from '../domain/identity/sessions.js';
import type { Pool } from '../models/connection.js';
import { directQueries } from '../models/direct-queries.js';
import { SecuritySettingsRepository } from '../models/repositories/clinics/security-settings.js';
import { ApiKeyRepository } from '../models/repositories/identity/api-keys.js';
import { DeviceRepository } from '../models/repositories/identity/devices.js';
import { IdempotencyKeyRepository } from '../models/repositories/identity/idempotency-keys.js';
import { MembershipRepository } from '../models/repositories/identity/memberships.js';
import { SecondFactorRepository } from '../models/repositories/identity/second-factors.js';
import { SessionRepository } from '../models/repositories/identity/sessions.js';
import { identityRepositories } from '../models/repositories/identity/slice.js';
import { UserRepository } from '../models/repositories/identity/users.js';
import { answerOnce } from '../usecases/idempotency/answer-once.js';
import { noteReplay } from '../usecases/idempotency/note-replay.js';
import { activateMembership } from '../usecases/identity/activate-membership.js';
import { askForEmailChange, askForPasswordReset, resendVerification } from '../usecases/identity/ask-for-link.js';
import { authenticate } from '../usecases/identity/authenticate.js';
import { authenticateApiKey } from '../usecases/identity/authenticate-api-key.js';
import { changePassword } from '../usecases/identity/change-password.js';
import { disableSecondFactors, renewRecoveryCodes } from '../usecases/identity/change-second-factors.js';
import { completeSignIn, readMfaToken } from '../usecases/identity/complete-sign-in.js';
import { giveConsent, listConsents, withdrawConsent } from '../usecases/identity/consents.js';
import { endOtherSessions } from '../usecases/identity/end-other-sessions.js';
import { exchangeSignInCode } from '../usecases/identity/exchange-sign-in-code.js';
import { finishGoogleSignIn } from '../usecases/identity/finish-google-sign-in.js';
import { joinClinic } from '../usecases/identity/join-clinic.js';
import { listIdentities, unlinkIdentity } from '../usecases/identity/linked-identities.js';
import { listMemberships } from '../usecases/identity/list-memberships.js';
import { listSessions } from '../usecases/identity/list-sessions.js';
import { listSignIns } from '../usecases/identity/list-sign-ins.js';
import { logIn } from '../usecases/identity/log-in.js';
import { logOut } from '../usecases/identity/log-out.js';
import { createApiKey, listApiKeys, removeApiKey, rotateApiKey } from '../usecases/identity/manage-api-keys.js';
import { readProfile } from '../usecases/identity/read-profile.js';
import { readSecondFactors } from '../usecases/identity/read-second-factors.js';
import { readVerification, readVerificationHistory } from '../usecases/identity/read-verification.js';
import { reauthenticate } from '../usecases/identity/reauthenticate.js';
import { recordVerification } from '../usecases/identity/record-verification.js';
import { refreshTokens } from '../usecases/identity/refresh-tokens.js';
import { registerUser } from '../usecases/identity/register-user.js';
import { resetPassword } from '../usecases/identity/reset-password.js';
import { resetSecondFactors } from '../usecases/identity/reset-second-factors.js';
import { revokeSession } from '../usecases/identity/revoke-session.js';
import {
  authenticateSetUp,
  confirmSecondFactor,
  setUpSecondFactor,
} from '../usecases/identity/set-up-second-factor.js';
import { startGoogleLink, startGoogleSignIn } from '../usecases/identity/start-google-sign-in.js';
import { understandRegistration } from '../usecases/identity/understand-registration.js';
import { undoEmailChange } from '../usecases/identity/undo-email-change.js';
import { updateProfile } from '../usecases/identity/update-profile.js';
import { verifyEmail } from '../usecases/identity/verify-email.js';
import type { Core } from './core.js';
import { mfaRolesOf } from './default-security.js';
import type { Manifest } from './manifest.js';

/** Accounts, sessions and the keys of repeated requests. */
export const identity = {
  repositories: identityRepositories,
  services: (core: Core) => ({
    users: userServices(accountDeps(core)),
    consents: consentServices(core),
    idempotency: idempotencyServices(core),
    verifications: verificationServices(core),
    apiKeys: apiKeyServices(core),
  }),
} satisfies Manifest;

/** What accounts and sessions are made of; the codec server signs people in with the same. */
export function accountDeps(core: Core) {
  const { unitOfWork, now, settings } = core;
  return {
    unitOfWork,
    characters: core.characters,
    now,
    passwords: core.passwords,
    accountMails: core.accountMails,
    mailDomain: mailDomainOf(core),
    logger: core.logger,
    requireVerifiedEmail: settings.REQUIRE_VERIFIED_EMAIL ?? !settings.KEEPWELL_EMBEDDED,
    sessionRules: sessionRulesOf(settings),
    security: core.security,
    mfaRoles: mfaRolesOf(settings),
    authenticator: totpCodes,
    google: googleOf(settings),
    frontendUrl: settings.FRONTEND_URL ?? settings.PUBLIC_URL,
    knownPasswords: knownPasswords({
      breachUrl: settings.PASSWORD_BREACH_URL,
      onUnanswered: (error) => core.logger.warn('the range API of breached passwords did not answer', { error }),
    }),
    cache: core.sessionCache,
    tokens: jwtSigner({
      keys: tokenKeysOf(settings),
      accessTtlMs: settings.ACCESS_TOKEN_TTL,
    }),
    ...signInLookups(core.pool, settings.ENCRYPTION_KEYS),
  };
}

/** What is read by single statements before somebody is signed in. */
export function signInLookups(pool: Pool, keys: KeyRing) {
  const reads = directQueries(pool, keys);
  return {
    sessions: (by: SystemActor) => new SessionRepository(reads(by)),
    lookups: (by: SystemActor) => ({
      devices: new DeviceRepository(reads(by), keys),
      users: new UserRepository(reads(by), keys),
      memberships: new MembershipRepository(reads(by), keys),
      securitySettings: new SecuritySettingsRepository(reads(by)),
      secondFactors: new SecondFactorRepository(reads(by), keys),
    }),
  };
}

/** Null where sign-in with Google is not set up. */
function googleOf(settings: Settings): IdentityProvider | null {
  const { GOOGLE_CLIENT_ID: clientId, GOOGLE_CLIENT_SECRET: clientSecret, GOOGLE_ISSUER: issuer } = settings;
  if (!clientId || !clientSecret) return null;
  return googleProvider({ issuer, clientId, clientSecret, callbackUrl: `${settings.PUBLIC_URL}${GOOGLE_CALLBACK}` });
}

/** How long sessions live where no clinic asks for less. */
export function sessionRulesOf(settings: Settings): SessionRules {
  return {
    idleMs: settings.REFRESH_TOKEN_TTL,
    shortIdleMs: settings.SESSION_TTL_SHORT,
    maxMs: settings.SESSION_MAX_TTL,
    reuseGraceMs: settings.REFRESH_REUSE_GRACE,
    freshMs: settings.REAUTH_FRESHNESS,
  };
}

/** Of Message-IDs. */
export function mailDomainOf({ senders }: Pick<Core, 'senders'>): string {
  return senders.organizer.email.split('@')[1] ?? 'keepwell.invalid';
}

function apiKeyServices(core: Core): ApiKeyServices {
  const { unitOfWork, now, settings, apiKeyCache: cache } = core;
  const reads = directQueries(core.pool, settings.ENCRYPTION_KEYS);
  const keys = (by: SystemActor) => new ApiKeyRepository(reads(by));
  const managing = { unitOfWork, now, apiKeys: cache, sessionRules: sessionRulesOf(settings) };
  return {
    authenticate: authenticateApiKey({ keys, cache, isWithin: isWithinNetworks, now }),
    list: listApiKeys(managing),
    create: createApiKey(managing),
    rotate: rotateApiKey(managing),
    remove: removeApiKey(managing),
  };
}

function consentServices(core: Core): ConsentServices {
  return { list: listConsents(core), give: giveConsent(core), withdraw: withdrawConsent(core) };
}

function verificationServices(core: Core): VerificationServices {
  return {
    read: readVerification(core),
    history: readVerificationHistory(core),
    record: recordVerification(core),
  };
}

export function userServices(deps: ReturnType<typeof accountDeps>): UserServices {
  return {
    authenticate: authenticate(deps),
    register: registerUser(deps),
    understandRegistration: understandRegistration(deps),
    logIn: logIn(deps),
    refresh: refreshTokens(deps),
    logOut: logOut(deps),
    endOtherSessions: endOtherSessions(deps),
    reauthenticate: reauthenticate(deps),
    verifyEmail: verifyEmail(deps),
    resendVerification: resendVerification(deps),
    askForPasswordReset: askForPasswordReset(deps),
    resetPassword: resetPassword(deps),
    askForEmailChange: askForEmailChange(deps),
    undoEmailChange: undoEmailChange(deps),
    readProfile: readProfile(deps),
    updateProfile: updateProfile(deps),
    listSessions: listSessions(deps),
    revokeSession: revokeSession(deps),
    listMemberships: listMemberships(deps),
    joinClinic: joinClinic(deps),
    activateMembership: activateMembership(deps),
    changePassword: changePassword(deps),
    readMfaToken: readMfaToken(deps),
    completeSignIn: completeSignIn(deps),
    authenticateSetUp: authenticateSetUp(deps),
    readSecondFactors: readSecondFactors(deps),
    setUpSecondFactor: setUpSecondFactor(deps),
    confirmSecondFactor: confirmSecondFactor(deps),
    renewRecoveryCodes: renewRecoveryCodes(deps),
    disableSecondFactors: disableSecondFactors(deps),
    resetSecondFactors: resetSecondFactors(deps),
    listSignIns: listSignIns(deps),
    startGoogleSignIn: startGoogleSignIn(deps),
    startGoogleLink: startGoogleLink(deps),
    finishGoogleSignIn: finishGoogleSignIn(deps),
    exchangeSignInCode: exchangeSignInCode(deps),
    listIdentities: listIdentities(deps),
    unlinkIdentity: unlinkIdentity(deps),
  };
}

function idempotencyServices({ pool, settings, logger, unitOfWork, now }: Core) {
  return {
    noteReplay: noteReplay({ unitOfWork, now }),
    answerOnce: answerOnce({
      keys: new IdempotencyKeyRepository(directQueries(pool, settings.ENCRYPTION_KEYS), settings.ENCRYPTION_KEYS),
      logger,
    }),
  };
}
