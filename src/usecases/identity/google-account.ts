import { randomBytes, randomUUID } from 'node:crypto';
import type { PasswordHasher } from '../../adapters/passwords/port.js';
import { LINK_PURPOSES } from '../../domain/identity/account-mails.js';
import { parseEmail } from '../../domain/identity/email.js';
import type { GoogleIdentity, GoogleRefusal } from '../../domain/identity/google.js';
import { nameProblem } from '../../domain/identity/names.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { IdentityScope } from '../../models/repositories/identity/slice.js';
import type { UserRecord } from '../../models/repositories/identity/users.js';
import type { UnitOfWork } from '../../models/scope.js';
import { type AccountMailDeps, addAccountMail } from './account-mail.js';
import { endSessions } from './end-sessions.js';
import { clinicOfMails, openAccount } from './pending-registration.js';
import type { SessionCache } from './session-cache.js';

type Scope = ClinicsScope & IdentityScope;

export interface GoogleAccountDeps extends AccountMailDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly passwords: PasswordHasher;
  readonly cache: SessionCache;
  /** Whether an address must be confirmed before the first sign-in. */
  readonly requireVerifiedEmail: boolean;
  readonly now: () => Date;
}

interface Refused {
  readonly error: GoogleRefusal;
}

/** An account that Google may sign in to now. */
interface Settled {
  readonly email: string;
  readonly ended: readonly string[];
  readonly mailId: string | null;
}

/** Of a text that nobody knows: whoever comes from Google has no password until they choose one. */
export function unusablePassword(passwords: PasswordHasher): Promise<string> {
  return passwords.hash(randomBytes(32).toString('base64url'));
}

/**
 * Whose account it is: that of the subject, else that of the mail address, if the provider has confirmed it; a new id where
 * nobody has one.
 */
export async function findAccount(
  scope: Scope,
  identity: GoogleIdentity,
): Promise<{ readonly userId: string } | Refused> {
  const holder = await scope.oauthIdentities.findHolder(identity.subject);
  if (holder) return { userId: holder };
  const email = confirmedEmail(identity);
  if (email === null) return { error: 'email_not_verified' };
  return { userId: (await scope.users.findByEmail(email))?.id ?? randomUUID() };
}

interface Arriving {
  readonly identity: GoogleIdentity;
  readonly userId: string;
  readonly unusable: string;
}

/**
 * Lets Google sign in to an account: to the one that it is linked to; to a patient's with the same address that both sides have
 * confirmed, which is linked and told; to one that nobody has confirmed, after whoever opened it has lost every way in; or to a
 * new patient's. Staff link from inside only.
 */
export async function signInAccount(
  deps: GoogleAccountDeps,
  scope: Scope,
  { identity, userId, unusable }: Arriving,
  at: Date,
): Promise<Settled | Refused> {
  const account = await scope.users.lock(userId);
  const holder = await scope.oauthIdentities.findHolder(identity.subject);
  if (holder !== null) {
    if (holder !== userId || !account?.user.isActive) return { error: 'invalid' };
    if (deps.requireVerifiedEmail && !account.user.emailVerifiedAt) return { error: 'email_not_verified' };
    await scope.oauthIdentities.noteUse(identity.subject, at);
    return { email: account.user.email, ended: [], mailId: null };
  }
  const email = confirmedEmail(identity);
  if (email === null) return { error: 'email_not_verified' };
  if (!account) return register(scope, { identity, userId, unusable }, email, at);
  if (!account.user.isActive || (await scope.users.findByEmail(email))?.id !== userId) return { error: 'invalid' };
  const memberships = await scope.memberships.list(userId);
  const isStaff = memberships.some(({ role, status }) => role !== 'patient' && status !== 'ended');
  const isUnconfirmed = account.user.emailVerifiedAt === null;
  // Linked by an address once: another person at the provider with the same address is not the same person.
  const isLinked = !isUnconfirmed && (await scope.oauthIdentities.list(userId)).length > 0;
  if (isStaff || isLinked) return { error: 'link_required' };
  const ended = isUnconfirmed ? await takeOver(scope, userId, unusable, at) : [];
  const mailId = await link(deps, scope, { user: account.user, identity }, at);
  return { email: account.user.email, ended, mailId };
}

/** Links Google to the account of the session that asked for it. */
export async function linkAccount(
  deps: GoogleAccountDeps,
  scope: Scope,
  {
    identity,
    linking: { userId, sessionId },
  }: { readonly identity: GoogleIdentity; readonly linking: { readonly userId: string; readonly sessionId: string } },
  at: Date,
): Promise<Settled | Refused> {
  const account = await scope.users.lock(userId);
  const session = await scope.sessions.find(sessionId);
  const isLive = session?.userId === userId && !session.revokedAt && session.expiresAt > at;
  if (!account?.user.isActive || !isLive) return { error: 'invalid' };
  const { user } = account;
  const holder = await scope.oauthIdentities.findHolder(identity.subject);
  if (holder === userId) return { email: user.email, ended: [], mailId: null };
  const isLinked = (await scope.oauthIdentities.list(userId)).length > 0;
  if (holder !== null || isLinked) return { error: 'invalid' };
  return { email: user.email, ended: [], mailId: await link(deps, scope, { user, identity }, at) };
}

/** Somebody opened the account with an address that was not theirs, or never confirmed it: they keep no way in. */
async function takeOver(scope: Scope, userId: string, unusable: string, at: Date): Promise<readonly string[]> {
  await scope.users.updatePassword(userId, unusable, at);
  await scope.secondFactors.removeAll(userId);
  await scope.oauthIdentities.removeAll(userId);
  for (const purpose of LINK_PURPOSES) await scope.oneTimeTokens.voidAll(userId, purpose, at);
  await scope.users.confirmEmail(userId, at);
  const details = { reason: 'confirmed_by_google' };
  await scope.audit.record(
    { action: 'user.email_verified', entity: 'user', entityId: userId, clinicId: null, details },
    at,
  );
  return endSessions(scope, userId, null, at);
}

interface Linked {
  readonly user: UserRecord;
  readonly identity: GoogleIdentity;
}

async function link(deps: GoogleAccountDeps, scope: Scope, { user, identity }: Linked, at: Date): Promise<string> {
  const { id: userId, email: recipient, firstName, timezone: zone } = user;
  await scope.oauthIdentities.add(userId, identity.subject, identity.email, at);
  await scope.audit.record({ action: 'user.identity_linked', entity: 'user', entityId: userId, clinicId: null }, at);
  const clinicId = await clinicOfMails(scope, userId);
  const notice = { kind: 'security_notice', notice: 'google_linked', link: null } as const;
  return addAccountMail(deps, scope, { ...notice, userId, recipient, firstName, zone, clinicId }, at);
}

/** Opens a patient's account at the first clinic, with the address and the names that the provider gives. */
async function register(
  scope: Scope,
  { identity, userId, unusable: passwordHash }: Arriving,
  email: string,
  at: Date,
): Promise<Settled | Refused> {
  const clinic = await scope.clinics.default();
  if (!clinic) return { error: 'invalid' };
  const names = { firstName: nameOr(identity.givenName, 'Patient'), lastName: nameOr(identity.familyName, '–') };
  const user = { id: userId, email, passwordHash, ...names, phone: null, timezone: clinic.timezone };
  const account = await openAccount(scope, { user, role: 'patient', clinicId: clinic.id }, at, at);
  // The address is that of an account that was closed.
  if (!account) return { error: 'invalid' };
  await scope.oauthIdentities.add(userId, identity.subject, identity.email, at);
  await scope.audit.record(
    { action: 'user.identity_linked', entity: 'user', entityId: userId, clinicId: clinic.id },
    at,
  );
  return { email, ended: [], mailId: null };
}

/** Names at a provider are free: what cannot stand in a mail's header is left out, and the person gives it here. */
function nameOr(name: string | null, fallback: string): string {
  return name !== null && nameProblem(name) === null && [...name].length <= 100 ? name : fallback;
}

/** The address, where the provider has confirmed it and mail can be sent to it. */
function confirmedEmail({ email, emailVerified }: GoogleIdentity): string | null {
  return emailVerified && email !== null ? (parseEmail(email)?.address ?? null) : null;
}
