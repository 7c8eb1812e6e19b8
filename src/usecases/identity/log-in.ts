import { randomUUID } from 'node:crypto';
import type { PasswordHasher } from '../../adapters/passwords/port.js';
import { proving, type SystemActor, signingIn } from '../../domain/actor.js';
import { strictestRules } from '../../domain/clinics/public.js';
import { DomainError } from '../../domain/errors.js';
import { isTooOld } from '../../domain/identity/passwords.js';
import { type Permission, ROLE_PERMISSIONS } from '../../domain/permissions.js';
import type { ClinicsScope, MemberRules } from '../../models/repositories/clinics/public.js';
import type { DeviceRepository } from '../../models/repositories/identity/devices.js';
import type { MembershipRepository } from '../../models/repositories/identity/memberships.js';
import type { SecondFactorRepository } from '../../models/repositories/identity/second-factors.js';
import type { IdentityScope } from '../../models/repositories/identity/slice.js';
import type { UserRepository } from '../../models/repositories/identity/users.js';
import type { UnitOfWork } from '../../models/scope.js';
import { sendAccountMail } from './account-mail.js';
import type { ActiveMembership } from './issue-tokens.js';
import { type Entrance, enter, entrant, type LoggedIn, type OpenSessionDeps } from './open-session.js';
import { recordRefusedSignIn } from './record-refused-sign-in.js';
import type { SecondFactorAsked } from './second-factor-rules.js';

type Scope = ClinicsScope & IdentityScope;

export interface LogIn {
  readonly email: string;
  readonly password: string;
  /** Whether the session goes on when the person is away for long. Staff are never remembered. */
  readonly remember: boolean;
  /** What the device was given at an earlier sign-in. */
  readonly deviceToken: string | null;
  /** Acts in a membership that has this permission, where the person has one. */
  readonly preferring?: Permission;
}

/**
 * Counts an attempt to sign in, by the device of the account that it comes from, before anybody learns how its password
 * compares.
 * @throws DomainError rate_limited
 */
export type Admit = (deviceId: string | null) => Promise<void>;

export interface LogInLookups {
  readonly devices: Pick<DeviceRepository, 'findByToken'>;
  readonly users: Pick<UserRepository, 'findCredentials'>;
  readonly memberships: Pick<MembershipRepository, 'active'>;
  readonly securitySettings: { ofPerson(userId: string): Promise<readonly MemberRules[]> };
  readonly secondFactors: Pick<SecondFactorRepository, 'confirmedSince'>;
}

export interface LogInDeps extends OpenSessionDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly passwords: PasswordHasher;
  /** Single statements, each in one round trip: what is read before the session is opened needs no transaction. */
  readonly lookups: (by: SystemActor) => LogInLookups;
  /** Whether an address must be confirmed before the first sign-in. */
  readonly requireVerifiedEmail: boolean;
  readonly now: () => Date;
}

/**
 * Opens a session, which acts in the membership that the person chose last; an account with a second factor is asked for it
 * first. Unknown address, wrong password, closed account and unconfirmed address are one answer, given after the same work.
 * A hash made with weaker parameters than those of today is renewed.
 * @throws DomainError rate_limited; unauthenticated; forbidden for a person who is an active member nowhere, or whose password is older
 *   than a clinic of theirs allows
 */
export function logIn(deps: LogInDeps) {
  const { unitOfWork, passwords, requireVerifiedEmail, now } = deps;
  return async (command: LogIn, admit: Admit): Promise<LoggedIn | SecondFactorAsked> => {
    const { found, deviceId } = await findAccount(deps, command, admit);
    // The hash takes long: what is done meanwhile costs nobody time, and nobody sees it before the hash is judged.
    const [matches, standing] = await Promise.all([
      passwords.verify(found?.passwordHash ?? null, command.password),
      found ? standingOf(deps, found.user.id) : null,
      deviceId === null ? null : admit(deviceId),
    ]);
    const confirmed = !requireVerifiedEmail || found?.user.emailVerifiedAt != null;
    if (!found || !standing || !matches || !found.user.isActive || !confirmed) {
      await recordRefusedSignIn(unitOfWork, refusalOf(found?.user.id ?? null), now());
      throw refused();
    }
    const { user } = found;
    const membership = chosen(standing.memberships, command.preferring);
    if (!membership) {
      await recordRefusedSignIn(unitOfWork, refusalOf(user.id), now());
      throw new DomainError(
        'forbidden',
        'This account is a member of no clinic at present. Ask the clinic to add you.',
      );
    }
    if (isTooOld(found.passwordChangedAt, strictestRules(deps.security, standing.clinicRules), now())) {
      await recordRefusedSignIn(unitOfWork, refusalOf(user.id), now());
      throw new DomainError(
        'forbidden',
        'This password is older than your clinic allows. Choose a new one by the link for a forgotten password.',
      );
    }
    const renewedHash = passwords.isOutdated(found.passwordHash) ? await passwords.hash(command.password) : null;
    const { remember: remembered, deviceToken } = command;
    const { clinicRules } = standing;
    const entrance: Entrance = { user, membership, method: 'password', remembered, deviceToken, clinicRules };
    const proof = { provedHash: found.passwordHash, renewedHash, hasFactor: standing.hasFactor };
    const entered = await enterWith(deps, entrance, proof).catch(async (error) => {
      if (!(error instanceof AccountChanged)) throw error;
      await recordRefusedSignIn(unitOfWork, refusalOf(user.id), now());
      throw refused();
    });
    for (const mailId of entered.mailIds) await sendAccountMail(deps, mailId);
    return entered.outcome;
  };
}

/**
 * The account, and which of its devices asks. What comes from none of them is counted here; what names none even before
 * anything is read for it.
 */
async function findAccount({ lookups }: LogInDeps, { email, deviceToken }: LogIn, admit: Admit) {
  const { users, devices } = lookups(signingIn(email));
  if (deviceToken === null) {
    await admit(null);
    return { found: await users.findCredentials(email), deviceId: null };
  }
  const [found, deviceId] = await Promise.all([users.findCredentials(email), devices.findByToken(email, deviceToken)]);
  if (deviceId === null) await admit(null);
  return { found, deviceId };
}

/** Where the person may act, what their clinics ask of them, and whether there is an authenticator app to ask for. */
async function standingOf({ lookups }: LogInDeps, userId: string) {
  const { memberships, securitySettings, secondFactors } = lookups(proving(userId));
  const [active, clinicRules, factorSince] = await Promise.all([
    memberships.active(userId),
    securitySettings.ofPerson(userId),
    secondFactors.confirmedSince(userId),
  ]);
  return { memberships: active, clinicRules, hasFactor: factorSince !== null };
}

interface Proof {
  /** The one that the password was compared with. */
  readonly provedHash: string;
  readonly renewedHash: string | null;
  /** Whether the account had an authenticator app then. */
  readonly hasFactor: boolean;
}

/**
 * @throws AccountChanged when the password, the authenticator app or the account itself is another than the one that was
 *   judged: what ended all of its sessions meanwhile is to end this one, too
 */
async function enterWith(deps: LogInDeps, entrance: Entrance, { provedHash, renewedHash, hasFactor }: Proof) {
  const at = deps.now();
  const sessionId = randomUUID();
  const { id } = entrance.user;
  return deps.unitOfWork.withScope(entrant(entrance, sessionId), async (scope) => {
    // Sent one behind the other without a wait: all are run under the lock of the first, and undone when it shows a change.
    const [present, factorSince, , entered] = await Promise.all([
      scope.users.lock(id),
      scope.secondFactors.confirmedSince(id),
      renewedHash && scope.users.renewHash(id, renewedHash),
      enter(deps, scope, entrance, { sessionId, hasFactor, at }),
    ]);
    const isAsJudged =
      present?.passwordHash === provedHash && present.user.isActive && (factorSince !== null) === hasFactor;
    if (!isAsJudged) throw new AccountChanged();
    return entered;
  });
}

class AccountChanged extends Error {}

function refusalOf(userId: string | null) {
  return { userId, method: 'password', action: 'user.login_refused' } as const;
}

function refused(): DomainError {
  return new DomainError('unauthenticated', 'The mail address or the password is wrong.');
}

function chosen<M extends ActiveMembership>(active: readonly M[], preferring: Permission | undefined): M | undefined {
  const fitting = active.find(({ role }) => preferring && ROLE_PERMISSIONS[role].includes(preferring));
  return fitting ?? active[0];
}
