import type { UserActor } from '../../domain/actor.js';
import { DomainError, invalid, notFound } from '../../domain/errors.js';
import { LINK_LIVES_MS, parseEmail } from '../../domain/identity/public.js';
import type { StaffRole } from '../../domain/roles.js';
import type { Invitation } from '../../models/repositories/clinics/invitations.js';
import type { ClinicsScope } from '../../models/repositories/clinics/slice.js';
import type { IdentityScope } from '../../models/repositories/identity/public.js';
import type { UnitOfWork } from '../../models/scope.js';
import { deriveId, type RequestKey } from '../idempotency/derive-id.js';
import { type AccountMailDeps, addAccountMail, sendAccountMail } from '../identity/public.js';
import { ownClinic } from './locations.js';
import { assertDepartments } from './members.js';

export type { Invitation };

type Scope = ClinicsScope & IdentityScope;

export interface InviteMember {
  readonly email: string;
  readonly role: StaffRole;
  readonly departmentIds: readonly string[];
}

export interface InvitationDeps extends AccountMailDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly now: () => Date;
}

/** The invitations of the clinic that the caller acts in, the latest 200. @throws DomainError not_found */
export function listInvitations({ unitOfWork, now }: InvitationDeps) {
  return (actor: UserActor, clinicId: string): Promise<readonly Invitation[]> =>
    unitOfWork.withScope(actor, async (scope) => {
      if (!actor.clinicIds.includes(clinicId)) throw notFound('Clinic');
      const details = { what: 'invitations' };
      await scope.audit.record(
        { action: 'members.listed', entity: 'clinic', entityId: clinicId, clinicId, details },
        now(),
      );
      return scope.invitations.list(clinicId);
    });
}

/**
 * Mails a link by which its mailbox comes to work at the clinic. One that waits for the same mailbox is taken back. Whether
 * the mailbox has an account is not told, but for who is a member of this clinic.
 * @throws DomainError not_found, validation_failed on `email` or `department_ids`, invalid_transition for a member
 */
export function inviteMember(deps: InvitationDeps) {
  return async (
    actor: UserActor,
    clinicId: string,
    wanted: InviteMember,
    requestKey: RequestKey | null,
  ): Promise<Invitation> => {
    const email = parseEmail(wanted.email)?.address;
    if (!email) throw invalid('email', 'This is not a valid mail address.');
    const invite = async (scope: Scope) => {
      await ownClinic(scope, actor, clinicId);
      const id = deriveId(requestKey, 'invitation');
      const sent = await scope.invitations.find(id);
      if (sent) return { invitation: sent, mailId: null };
      await assertDepartments(scope, clinicId, wanted.departmentIds);
      const user = await scope.users.findByEmail(email);
      const member = user && (await scope.memberships.findIn(clinicId, user.id));
      if (member && member.status !== 'ended') throw isMember(member.role);
      const at = deps.now();
      await scope.invitations.revoke(clinicId, { email }, at);
      const { role, departmentIds } = wanted;
      const expiresAt = new Date(at.getTime() + LINK_LIVES_MS.invitation);
      const invitation = await scope.invitations.add({
        ...{ id, clinicId, email, role, departmentIds },
        ...{ invitedBy: actor.userId, createdAt: at, expiresAt },
      });
      const link = { purpose: 'invitation', details: { invitationId: id, clinicId } } as const;
      const mail = { kind: 'invitation', recipient: email, firstName: '', userId: null, clinicId, link } as const;
      const mailId = await addAccountMail(deps, scope, { ...mail, invitedAs: role }, at);
      await scope.audit.record(
        { action: 'invitation.sent', entity: 'invitation', entityId: id, clinicId, details: { role } },
        at,
      );
      return { invitation, mailId };
    };
    const { invitation, mailId } = await deps.unitOfWork.withScope(actor, invite, { opens: { mailbox: email } });
    if (mailId) await sendAccountMail(deps, mailId);
    return invitation;
  };
}

/** Takes an invitation back: its link is void. @throws DomainError not_found, invalid_transition for one that was accepted */
export function revokeInvitation({ unitOfWork, now }: InvitationDeps) {
  return (actor: UserActor, clinicId: string, id: string): Promise<void> =>
    unitOfWork.withScope(actor, async (scope) => {
      await ownClinic(scope, actor, clinicId);
      const invitation = await scope.invitations.find(id);
      if (invitation?.clinicId !== clinicId) throw notFound('Invitation');
      const at = now();
      if (!(await scope.invitations.revokeOne(id, at))) {
        const status = invitation.acceptedAt ? 'accepted' : 'revoked';
        throw new DomainError('invalid_transition', `This invitation is ${status}.`, { status, allowed: [] });
      }
      await scope.audit.record({ action: 'invitation.revoked', entity: 'invitation', entityId: id, clinicId }, at);
    });
}

/** Somebody is a member of the clinic already. */
export function isMember(role: string): DomainError {
  const sentence =
    role === 'patient'
      ? 'This person is a patient of the clinic, and cannot work there with the same account.'
      : 'This person works at the clinic already.';
  return new DomainError('invalid_transition', sentence, { status: 'active', allowed: [] });
}
