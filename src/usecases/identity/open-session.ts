import { randomUUID } from 'node:crypto';
import type { TokenSigner } from '../../adapters/tokens/port.js';
import type { UserActor } from '../../domain/actor.js';
import type { SecondFactor } from '../../domain/identity/second-factors.js';
import { type SessionRules, type SignInMethod, sessionEnd } from '../../domain/identity/sessions.js';
import { ROLE_PERMISSIONS } from '../../domain/permissions.js';
import type { ClinicsScope, MemberRules } from '../../models/repositories/clinics/public.js';
import type { Device } from '../../models/repositories/identity/devices.js';
import type { NewSession } from '../../models/repositories/identity/sessions.js';
import type { IdentityScope } from '../../models/repositories/identity/slice.js';
import type { UserRecord } from '../../models/repositories/identity/users.js';
import { currentContext } from '../../observability/context.js';
import { type AccountMailDeps, addAccountMail } from './account-mail.js';
import { type ActiveMembership, issueTokens, type SignedIn } from './issue-tokens.js';
import { sessionRulesWith } from './person-rules.js';
import {
  askForSecondFactor,
  judgeSecondFactor,
  type SecondFactorAsked,
  type SecondFactorDeps,
} from './second-factor-rules.js';

type Scope = ClinicsScope & IdentityScope;

/** A new session, and what the device keeps for its next sign-in. */
export interface LoggedIn extends SignedIn {
  readonly deviceToken: string;
}

export interface OpenSessionDeps extends AccountMailDeps, SecondFactorDeps {
  readonly tokens: TokenSigner;
  readonly sessionRules: SessionRules;
}

/** Somebody whose first proof was good. */
export interface Entrance {
  readonly user: UserRecord;
  /** The one that the session will act in. */
  readonly membership: ActiveMembership;
  readonly method: SignInMethod;
  readonly remembered: boolean;
  /** What the device was given at an earlier sign-in. */
  readonly deviceToken: string | null;
  /** What the person's clinics ask, where that was read while something else took its time. */
  readonly clinicRules?: readonly MemberRules[];
}

/** How a sign-in went on; the mails are sent by whoever commits. */
export interface Entered<Outcome> {
  readonly outcome: Outcome;
  readonly mailIds: readonly string[];
}

/** Whoever enters, as the one who acts in the transaction that opens the session. */
export function entrant({ user, membership }: Entrance, sessionId: string): UserActor {
  const { id, role, clinicId } = membership;
  return {
    kind: 'user',
    userId: user.id,
    membershipId: id,
    role,
    permissions: ROLE_PERMISSIONS[role],
    clinicIds: clinicId === null ? [] : [clinicId],
    sessionId,
  };
}

/** Every way in but the one by a second factor ends here: with a session, or with the question for that factor. */
export async function enter(
  deps: OpenSessionDeps,
  scope: Scope,
  entrance: Entrance,
  { sessionId, hasFactor, at }: { readonly sessionId: string; readonly hasFactor: boolean; readonly at: Date },
): Promise<Entered<LoggedIn | SecondFactorAsked>> {
  const { user, membership, method, remembered, deviceToken } = entrance;
  const clinicRules = entrance.clinicRules ?? (await scope.securitySettings.ofPerson(user.id));
  const proved = { userId: user.id, role: membership.role, deviceToken, clinicRules, hasFactor };
  const judged = await judgeSecondFactor(deps, scope, proved, at);
  if ('secondFactor' in judged) return openSession(deps, scope, { ...entrance, ...judged, clinicRules, sessionId }, at);
  const waiting = { userId: user.id, membershipId: membership.id, purpose: judged.asks };
  const challenge = { id: randomUUID(), ...waiting, method, remembered, deviceToken };
  return { outcome: await askForSecondFactor(deps, scope, challenge, at), mailIds: [] };
}

export interface Opening extends Entrance {
  readonly sessionId: string;
  readonly secondFactor: SecondFactor | null;
  /** Whether the device is to spare its account the second factor from now on. */
  readonly trustsDevice?: boolean;
}

/** Opens a session. A sign-in from a device that the account did not know is told to its holder. */
export async function openSession(
  deps: OpenSessionDeps,
  scope: Scope,
  opening: Opening,
  at: Date,
): Promise<Entered<LoggedIn>> {
  const { user, membership, method, remembered, secondFactor, sessionId } = opening;
  const { tokens, sessionRules } = deps;
  const { userAgent = null, address = null } = currentContext();
  const { clinicId, role } = membership;
  const standing = { createdAt: at, remembered };
  const clinicRules = opening.clinicRules ?? (await scope.securitySettings.ofPerson(user.id));
  const session = {
    ...standing,
    id: sessionId,
    userId: user.id,
    membershipId: membership.id,
    method,
    secondFactor,
    authenticatedAt: at,
    // A device that is trusted gave none now.
    factorProvedAt: secondFactor === 'totp' || secondFactor === 'recovery_code' ? at : null,
    refreshId: randomUUID(),
    refreshedAt: at,
    previousRefreshId: null,
    userAgent,
    address,
    expiresAt: sessionEnd(standing, role, sessionRulesWith(sessionRules, clinicRules), at),
  };
  const [device, pair] = await Promise.all([
    beginSession(scope, session, opening),
    issueTokens(tokens, session, membership),
  ]);
  const mailIds = device.standing === 'new' ? [await tellOfDevice(deps, scope, opening, at)] : [];
  await scope.audit.record({ action: 'user.logged_in', entity: 'session', entityId: sessionId, clinicId }, at);
  const freshUntil = new Date(at.getTime() + sessionRules.freshMs);
  return { outcome: { ...pair, freshUntil, deviceToken: device.token, user, membership }, mailIds };
}

/** Keeps the session with its device and its place in the sign-in history; from a device that is known in one statement. */
async function beginSession(scope: Scope, session: NewSession, opening: Opening): Promise<Device> {
  const { createdAt: at, userId, userAgent } = session;
  const { deviceToken: token } = opening;
  if (token !== null && !opening.trustsDevice) {
    const id = await scope.sessions.createOnDevice(session, token);
    if (id !== null) return { id, token, standing: 'known' };
  }
  const device = await scope.devices.recognise(userId, token, userAgent, at);
  if (opening.trustsDevice) await scope.devices.trust(device.id, at);
  await scope.sessions.create({ ...session, deviceId: device.id });
  const { id: sessionId, method, address } = session;
  await scope.signIns.record({ userId, happenedAt: at, method, sessionId, address, userAgent });
  return device;
}

async function tellOfDevice(deps: AccountMailDeps, scope: Scope, { user, membership }: Entrance, at: Date) {
  const clinicId = membership.clinicId ?? (await scope.clinics.default())?.id ?? null;
  const { id: userId, email: recipient, firstName, timezone: zone } = user;
  const told = { kind: 'security_notice', notice: 'new_device', link: null } as const;
  const device = currentContext().userAgent ?? null;
  return addAccountMail(deps, scope, { ...told, userId, recipient, firstName, clinicId, zone, device }, at);
}
