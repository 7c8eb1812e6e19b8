import type { UserActor } from '../../domain/actor.js';
import { DomainError, invalid, notFound } from '../../domain/errors.js';
import { nameProblem } from '../../domain/identity/public.js';
import type { StaffRole } from '../../domain/roles.js';
import type { Organisation, OrganisationMember } from '../../models/repositories/clinics/organisations.js';
import type { ClinicsScope } from '../../models/repositories/clinics/slice.js';
import type { IdentityScope } from '../../models/repositories/identity/public.js';
import type { UnitOfWork } from '../../models/scope.js';
import { deriveId, type RequestKey } from '../idempotency/derive-id.js';
import { assertAdminStays } from './last-admin.js';

export type { Organisation, OrganisationMember };

type Scope = ClinicsScope & IdentityScope;

export interface OrganisationDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly now: () => Date;
}

/** All organisations, by name. */
export function listOrganisations({ unitOfWork }: OrganisationDeps) {
  return (actor: UserActor): Promise<readonly Organisation[]> =>
    unitOfWork.withScope(actor, (scope) => scope.organisations.list());
}

/** Adds one, which has no clinic yet. @throws DomainError validation_failed on `name`, also for one that is taken */
export function createOrganisation({ unitOfWork, now }: OrganisationDeps) {
  return (actor: UserActor, wanted: string, requestKey: RequestKey | null): Promise<Organisation> =>
    unitOfWork.withScope(actor, async (scope) => {
      const name = wanted.trim();
      const problem = nameProblem(name);
      if (problem) throw invalid('name', problem);
      const id = deriveId(requestKey, 'organisation');
      const created = await scope.organisations.create(id, name, now());
      const organisation = await scope.organisations.find(id);
      if (!organisation) throw invalid('name', 'An organisation of this name exists already.');
      if (!created) return organisation;
      await scope.audit.record(
        { action: 'organisation.created', entity: 'organisation', entityId: id, clinicId: null },
        now(),
      );
      return organisation;
    });
}

/** Who works at all clinics of an organisation. @throws DomainError not_found */
export function listOrganisationMembers({ unitOfWork }: OrganisationDeps) {
  return (actor: UserActor, organisationId: string): Promise<readonly OrganisationMember[]> =>
    unitOfWork.withScope(actor, async (scope) => {
      if (!(await scope.organisations.find(organisationId))) throw notFound('Organisation');
      return scope.organisations.members(organisationId);
    });
}

export interface NewOrganisationMember {
  readonly email: string;
  readonly role: StaffRole;
}

/**
 * Lets somebody who has an account work at every clinic of an organisation, those that it has and those that come to it:
 * still in one at a time.
 * @throws DomainError not_found, validation_failed on `email` for nobody's, invalid_transition for who is a member
 */
export function addOrganisationMember({ unitOfWork, now }: OrganisationDeps) {
  return async (
    actor: UserActor,
    organisationId: string,
    { email, role }: NewOrganisationMember,
    requestKey: RequestKey | null,
  ): Promise<OrganisationMember> => {
    const user = await unitOfWork.withScope(actor, (scope) => scope.users.findByEmail(email), {
      opens: { mailbox: email },
    });
    if (!user?.isActive) throw invalid('email', 'There is no account with this mail address.');
    const { id: userId } = user;
    const add = async (scope: Scope): Promise<OrganisationMember> => {
      if (!(await scope.organisations.find(organisationId))) throw notFound('Organisation');
      const members = await scope.organisations.members(organisationId);
      const id = deriveId(requestKey, 'organisation member');
      const known = members.find((member) => member.userId === userId);
      if (known?.id === id) return known;
      if (known) throw alreadyMember();
      const at = now();
      const member = await scope.organisations.addMember({ id, organisationId, userId, role, createdAt: at });
      await scope.memberships.addOfOrganisation(member, await scope.clinics.lockOfOrganisation(organisationId), at);
      await record(scope, 'organisation.member_added', member, at);
      return member;
    };
    return unitOfWork.withScope(actor, add, {
      exclusively: `organisation ${organisationId}`,
      opens: { person: userId, account: userId },
    });
  };
}

/**
 * Ends what somebody is at the clinics of an organisation by being its member.
 * @throws DomainError not_found, invalid_transition where a clinic would have no admin then
 */
export function removeOrganisationMember({ unitOfWork, now }: OrganisationDeps) {
  return (actor: UserActor, organisationId: string, memberId: string): Promise<void> =>
    unitOfWork.withScope(
      actor,
      async (scope) => {
        const member = await scope.organisations.findMember(organisationId, memberId);
        if (!member) throw notFound('Member');
        const at = now();
        const clinics = await scope.clinics.lockOfOrganisation(organisationId);
        await scope.memberships.endOfOrganisation({ organisationMemberId: member.id }, at);
        if (member.role === 'admin') for (const clinicId of clinics) await assertAdminStays(scope, clinicId);
        await scope.organisations.endMember(member.id, at);
        await record(scope, 'organisation.member_removed', member, at);
      },
      { exclusively: `organisation ${organisationId}` },
    );
}

function record(
  scope: Scope,
  action: 'organisation.member_added' | 'organisation.member_removed',
  { organisationId, userId, role }: OrganisationMember,
  at: Date,
): Promise<void> {
  const details = { user: userId, role };
  return scope.audit.record({ action, entity: 'organisation', entityId: organisationId, clinicId: null, details }, at);
}

function alreadyMember(): DomainError {
  const sentence = 'This person is a member of the organisation already.';
  return new DomainError('invalid_transition', sentence, { status: 'active', allowed: [] });
}
