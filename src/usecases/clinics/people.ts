import type { UserActor } from '../../domain/actor.js';
import { notFound } from '../../domain/errors.js';
import { MEMBER_ROLES, type MemberRole } from '../../domain/roles.js';
import type { ClinicsScope } from '../../models/repositories/clinics/slice.js';
import type { IdentityScope, Membership, SignInFacts, UserRecord } from '../../models/repositories/identity/public.js';
import type { SchedulingScope } from '../../models/repositories/scheduling/public.js';
import type { SupportScope } from '../../models/repositories/support/public.js';
import type { UnitOfWork } from '../../models/scope.js';
import {
  type AccountMailDeps,
  addAccountMail,
  flagVisits,
  type SessionCache,
  sendAccountMail,
} from '../identity/public.js';
import { ownClinic } from './locations.js';
import { assertOwn, endMembership, leaveRole, type MembersPage } from './members.js';

type Scope = ClinicsScope & IdentityScope & SchedulingScope & SupportScope;

/** Somebody who belongs to a clinic, as its admin sees them. */
export interface ClinicPerson {
  readonly user: UserRecord;
  readonly membership: Membership;
  readonly signIns: SignInFacts;
}

export interface ListPeople extends MembersPage {
  /** A part of the name or of the mail address. */
  readonly search: string | undefined;
  readonly role: MemberRole | undefined;
  readonly status: 'active' | 'inactive' | undefined;
}

export interface PeopleDeps extends AccountMailDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly cache: SessionCache;
  readonly requireVerifiedDoctors: boolean;
  readonly now: () => Date;
}

/** Names are sealed: they are opened and compared in portions of so many. */
const PORTION = 200;

/** The people of the clinic that the caller acts in, in the order in which they came. */
export function listPeople({ unitOfWork, now }: Pick<PeopleDeps, 'unitOfWork' | 'now'>) {
  return (actor: UserActor, { search, role, status, limit, after }: ListPeople): Promise<readonly ClinicPerson[]> =>
    unitOfWork.withScope(actor, async (scope) => {
      const clinicId = clinicOf(actor);
      const found: ClinicPerson[] = [];
      const roles = role ? [role] : MEMBER_ROLES;
      for (let from = after; found.length < limit; ) {
        const portion = await scope.memberships.ofClinic(clinicId, roles, { limit: PORTION, after: from });
        const people = await shown(scope, portion);
        found.push(...people.filter((person) => matches(person, search, status)));
        const last = portion.at(-1);
        if (!last || portion.length < PORTION) break;
        from = { at: last.createdAt.toISOString(), id: last.id };
      }
      const page = found.slice(0, limit);
      const people = page.map(({ user }) => user.id);
      const patientIds = await scope.memberships.patientsAmong(people, clinicId);
      await scope.audit.record(
        { action: 'members.listed', entity: 'clinic', entityId: clinicId, clinicId, patientIds },
        now(),
      );
      return page;
    });
}

/** Whether somebody may act at the clinic now. */
export function isActive({ user, membership }: Pick<ClinicPerson, 'user' | 'membership'>): boolean {
  return user.isActive && membership.status === 'active';
}

/**
 * Lets somebody of the clinic in again, or no more: the account where it belongs to this clinic alone, else the membership
 * of it. Within two seconds it counts everywhere. Who is shut out offers no times; booked visits become attention until they are
 * let in again.
 * @throws DomainError not_found, invalid_transition for the clinic's last admin
 */
export function setPersonActive(deps: PeopleDeps) {
  const flag = flagVisits(deps);
  return async (actor: UserActor, userId: string, wanted: boolean): Promise<ClinicPerson> => {
    const changed = await changePerson(deps, actor, userId, async (scope, person, at) => {
      const { membership, user } = person;
      const isShared = await scope.memberships.belongsElsewhere(userId, clinicOf(actor));
      if (wanted) {
        if (membership.status === 'suspended') await scope.memberships.changeStatus(membership.id, 'active', at);
        if (!user.isActive) await scope.users.setActive(userId, true, at);
      } else if (isShared) await scope.memberships.changeStatus(membership.id, 'suspended', at);
      else await scope.users.setActive(userId, false, at);
      const ended = wanted ? [] : await endSessions(scope, actor, userId, at);
      if (!wanted) await leaveRole(scope, membership, at);
      await record(scope, wanted ? 'user.activated' : 'user.deactivated', person, at);
      return ended;
    });
    await flag(actor);
    return changed;
  };
}

/**
 * Takes somebody out of the clinic, and closes the account for good where it belongs to no other: nobody signs in with it
 * again. Records stay; booked visits become attention.
 * @throws DomainError not_found, invalid_transition as `setPersonActive`
 */
export function removePerson(deps: PeopleDeps) {
  const flag = flagVisits(deps);
  return async (actor: UserActor, userId: string): Promise<void> => {
    await changePerson(deps, actor, userId, async (scope, person, at) => {
      assertOwn(person.membership);
      const isShared = await scope.memberships.belongsElsewhere(userId, clinicOf(actor));
      const ended = await endSessions(scope, actor, userId, at);
      await endMembership(scope, person.membership, at);
      if (!isShared) await scope.users.close(userId, at);
      await record(scope, 'user.deleted', person, at);
      return ended;
    });
    await flag(actor);
  };
}

/** Ends the sessions of somebody of the clinic: all of them, or those that act there where they belong to another, too. */
export function signPersonOut(deps: PeopleDeps) {
  return async (actor: UserActor, userId: string): Promise<void> => {
    await changePerson(deps, actor, userId, async (scope, person, at) => {
      await record(scope, 'user.signed_out', person, at);
      return endSessions(scope, actor, userId, at);
    });
  };
}

/** Mails somebody of the clinic a link to choose a new password: nobody chooses it for them. @throws DomainError not_found */
export function mailPasswordReset(deps: PeopleDeps) {
  return async (actor: UserActor, userId: string): Promise<void> => {
    const mails: string[] = [];
    await changePerson(deps, actor, userId, async (scope, person, at) => {
      const { email: recipient, firstName, timezone: zone } = person.user;
      const link = { purpose: 'reset', details: null } as const;
      const mail = {
        kind: 'password_reset',
        userId,
        recipient,
        firstName,
        zone,
        link,
        clinicId: clinicOf(actor),
      } as const;
      mails.push(await addAccountMail(deps, scope, mail, at));
      await record(scope, 'user.password_reset_asked', person, at);
      return [];
    });
    for (const mailId of mails) await sendAccountMail(deps, mailId);
  };
}

type Change = (scope: Scope, person: ClinicPerson, at: Date) => Promise<readonly string[]>;

/** Changes somebody of the caller's clinic, whose row is locked; `change` answers the sessions that it has ended. */
async function changePerson(deps: PeopleDeps, actor: UserActor, userId: string, change: Change): Promise<ClinicPerson> {
  const { unitOfWork, cache, now } = deps;
  await unitOfWork.withScope(actor, (scope) => findPerson(scope, actor, userId));
  const { ended, person } = await unitOfWork.withScope(
    actor,
    async (scope) => {
      await ownClinic(scope, actor, clinicOf(actor));
      const before = await findPerson(scope, actor, userId);
      const sessions = await change(scope, before, now());
      const membership = (await scope.memberships.find(before.membership.id)) ?? before.membership;
      const user = (await scope.users.findById(userId)) ?? before.user;
      return { ended: sessions, person: { ...before, membership, user } };
    },
    { opens: { account: userId, person: userId } },
  );
  for (const id of ended) cache.forget(id);
  return person;
}

async function findPerson(scope: Scope, actor: UserActor, userId: string): Promise<ClinicPerson> {
  const membership = await scope.memberships.findIn(clinicOf(actor), userId);
  const [person] = membership && membership.status !== 'ended' ? await shown(scope, [membership]) : [];
  if (!person) throw notFound('User');
  return person;
}

async function endSessions(scope: Scope, actor: UserActor, userId: string, at: Date): Promise<readonly string[]> {
  const clinicId = clinicOf(actor);
  const isShared = await scope.memberships.belongsElsewhere(userId, clinicId);
  return isShared ? scope.sessions.revokeAt(clinicId, userId, at) : scope.sessions.revokeOthers(userId, null, at);
}

function clinicOf({ clinicIds }: UserActor): string {
  const [clinicId] = clinicIds;
  if (!clinicId) throw notFound('Clinic');
  return clinicId;
}

function matches(person: ClinicPerson, search: string | undefined, status: ListPeople['status']): boolean {
  if (status && isActive(person) !== (status === 'active')) return false;
  if (!search) return true;
  const { firstName, lastName, email } = person.user;
  return folded(`${firstName} ${lastName}\n${lastName} ${firstName}\n${email}`).includes(folded(search.trim()));
}

function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

async function shown(scope: Scope, memberships: readonly Membership[]): Promise<readonly ClinicPerson[]> {
  const ids = memberships.map(({ userId }) => userId);
  const users = new Map((await scope.users.list(ids)).map((user) => [user.id, user]));
  const facts = await scope.users.signInFacts(ids);
  return memberships.flatMap((membership) => {
    const user = users.get(membership.userId);
    const signIns = facts.get(membership.userId) ?? { mfaEnabled: false, lastLoginAt: null };
    return user ? [{ membership, user, signIns }] : [];
  });
}

function record(
  scope: Scope,
  action: 'user.activated' | 'user.deactivated' | 'user.deleted' | 'user.signed_out' | 'user.password_reset_asked',
  { user, membership }: ClinicPerson,
  at: Date,
): Promise<void> {
  const { clinicId, role } = membership;
  const patientId = role === 'patient' ? user.id : null;
  return scope.audit.record({ action, entity: 'user', entityId: user.id, clinicId, patientId }, at);
}
