import type { UserActor } from '../../domain/actor.js';
import { DomainError, invalid, notFound } from '../../domain/errors.js';
import { STAFF_ROLES, type StaffRole } from '../../domain/roles.js';
import type { ClinicsScope } from '../../models/repositories/clinics/slice.js';
import type { IdentityScope, Membership, UserRecord } from '../../models/repositories/identity/public.js';
import type { SchedulingScope } from '../../models/repositories/scheduling/public.js';
import type { SupportScope } from '../../models/repositories/support/public.js';
import type { UnitOfWork } from '../../models/scope.js';
import { flagVisits } from '../identity/public.js';
import { assertAdminStays } from './last-admin.js';
import { ownClinic } from './locations.js';

type Scope = ClinicsScope & IdentityScope & SchedulingScope;

/** Somebody who works at a clinic. */
export interface Member {
  readonly membership: Membership;
  readonly user: UserRecord;
  readonly departmentIds: readonly string[];
}

export interface MembersDeps {
  readonly unitOfWork: UnitOfWork<Scope & SupportScope>;
  readonly requireVerifiedDoctors: boolean;
  readonly now: () => Date;
}

export interface MembersPage {
  readonly limit: number;
  readonly after: { readonly at: string; readonly id: string } | undefined;
}

/** Who works at the clinic that the caller acts in, in the order in which they came. @throws DomainError not_found */
export function listMembers({ unitOfWork, now }: Pick<MembersDeps, 'unitOfWork' | 'now'>) {
  return (actor: UserActor, clinicId: string, page: MembersPage): Promise<readonly Member[]> =>
    unitOfWork.withScope(actor, async (scope) => {
      if (!actor.clinicIds.includes(clinicId)) throw notFound('Clinic');
      const memberships = await scope.memberships.ofClinic(clinicId, STAFF_ROLES, page);
      const members = await shown(scope, memberships);
      const details = { users: members.map(({ user }) => user.id).join(',') };
      await scope.audit.record(
        { action: 'members.listed', entity: 'clinic', entityId: clinicId, clinicId, details },
        now(),
      );
      return members;
    });
}

export interface MemberChange {
  readonly role?: StaffRole | undefined;
  readonly departmentIds?: readonly string[] | undefined;
}

/**
 * Changes as what and in which departments somebody works at the clinic; it counts for the tokens that there are within
 * two seconds. Who is no doctor any more offers no times there, and their booked visits
 * become attention.
 * @throws DomainError not_found, validation_failed on `department_ids`, invalid_transition where the clinic would have no
 *   admin, or where the person is a member by an organisation
 */
export function changeMember(deps: MembersDeps) {
  const flag = flagVisits(deps);
  return async (actor: UserActor, clinicId: string, membershipId: string, change: MemberChange): Promise<Member> => {
    const apply = async (scope: Scope): Promise<Member> => {
      await ownClinic(scope, actor, clinicId);
      const before = await findMember(scope, clinicId, membershipId);
      const { role = before.role, departmentIds } = change;
      const at = deps.now();
      if (departmentIds) await assertDepartments(scope, clinicId, departmentIds);
      if (role !== before.role) {
        assertOwn(before);
        await scope.memberships.changeRole(before.id, role as StaffRole, at);
        await leaveRole(scope, before, at);
      }
      if (departmentIds) await scope.places.setDepartments(clinicId, before.id, departmentIds);
      const details = { from: before.role, to: role };
      await scope.audit.record(
        { action: 'membership.changed', entity: 'membership', entityId: before.id, clinicId, details },
        at,
      );
      const [member] = await shown(scope, [await findMember(scope, clinicId, membershipId)]);
      if (!member) throw notFound('Member');
      return member;
    };
    const changed = await deps.unitOfWork.withScope(actor, apply, await opening(deps, actor, clinicId, membershipId));
    await flag(actor);
    return changed;
  };
}

/**
 * Ends what somebody is at the clinic: they act there no more within two seconds, what they offer and nobody has booked
 * is taken back, and so are their invitations; booked visits become attention. Records stay.
 * @throws DomainError not_found, invalid_transition as `changeMember`
 */
export function removeMember(deps: MembersDeps) {
  const flag = flagVisits(deps);
  return async (actor: UserActor, clinicId: string, membershipId: string): Promise<void> => {
    await deps.unitOfWork.withScope(actor, async (scope) => {
      await ownClinic(scope, actor, clinicId);
      const member = await findMember(scope, clinicId, membershipId);
      assertOwn(member);
      await endMembership(scope, member, deps.now());
    });
    await flag(actor);
  };
}

/** Ends a membership of a clinic whose row is locked. @throws DomainError invalid_transition for its last admin */
export async function endMembership(scope: Scope, member: Membership, at: Date): Promise<void> {
  const { id, clinicId, role } = member;
  await scope.memberships.changeStatus(id, 'ended', at);
  if (clinicId !== null) await scope.places.setDepartments(clinicId, id, []);
  await leaveRole(scope, member, at);
  const patientId = role === 'patient' ? member.userId : null;
  await scope.audit.record(
    { action: 'membership.ended', entity: 'membership', entityId: id, clinicId, patientId, details: { role } },
    at,
  );
}

/** What somebody leaves behind who has ceased to be what they were. */
export async function leaveRole(scope: Scope, { clinicId, userId, role }: Membership, at: Date): Promise<void> {
  if (clinicId === null) return;
  if (role === 'doctor') await scope.slots.withdrawFree(clinicId, userId, at);
  if (role !== 'admin') return;
  await scope.invitations.revoke(clinicId, { invitedBy: userId }, at);
  await assertAdminStays(scope, clinicId);
}

/** @throws DomainError validation_failed on `department_ids` */
export async function assertDepartments(scope: ClinicsScope, clinicId: string, ids: readonly string[]): Promise<void> {
  const known = await scope.places.knownDepartments(clinicId, ids);
  if (ids.every((id) => known.includes(id))) return;
  throw invalid('department_ids', 'One of these is no department of the clinic.');
}

async function findMember(scope: Scope, clinicId: string, id: string): Promise<Membership> {
  const member = await scope.memberships.find(id);
  if (member?.clinicId !== clinicId || member.status === 'ended' || member.role === 'patient') throw notFound('Member');
  return member;
}

/** A new doctor gets a profile: the account is opened for that, once it is known to be a member's. */
async function opening({ unitOfWork }: MembersDeps, actor: UserActor, clinicId: string, membershipId: string) {
  const { userId } = await unitOfWork.withScope(actor, (scope) => {
    if (!actor.clinicIds.includes(clinicId)) throw notFound('Clinic');
    return findMember(scope, clinicId, membershipId);
  });
  return { opens: { account: userId, person: userId } };
}

/** @throws DomainError invalid_transition for who works here by being a member of an organisation */
export function assertOwn({ organisationMemberId, status }: Membership): void {
  if (organisationMemberId === null) return;
  const sentence = 'This person works here as a member of the organisation: who looks after the platform changes that.';
  throw new DomainError('invalid_transition', sentence, { status, allowed: [] });
}

async function shown(scope: Scope, memberships: readonly Membership[]): Promise<readonly Member[]> {
  const users = new Map(
    (await scope.users.list(memberships.map(({ userId }) => userId))).map((user) => [user.id, user]),
  );
  const departments = await scope.places.departmentsOf(memberships.map(({ id }) => id));
  return memberships.flatMap((membership) => {
    const user = users.get(membership.userId);
    return user ? [{ membership, user, departmentIds: departments.get(membership.id) ?? [] }] : [];
  });
}
