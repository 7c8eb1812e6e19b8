import { randomUUID } from 'node:crypto';
import type { PasswordHasher } from '../../adapters/passwords/port.js';
import { ANONYMOUS, holderOfLink, type UserActor } from '../../domain/actor.js';
import { type SecurityRules, strictestRules } from '../../domain/clinics/public.js';
import { assertValid, DomainError, type FieldError } from '../../domain/errors.js';
import { emailKey, nameProblems } from '../../domain/identity/public.js';
import type { MemberRole } from '../../domain/roles.js';
import type { Invitation } from '../../models/repositories/clinics/invitations.js';
import type { ClinicsScope } from '../../models/repositories/clinics/slice.js';
import type { IdentityScope } from '../../models/repositories/identity/public.js';
import type { UnitOfWork } from '../../models/scope.js';
import {
  assertTakesPatients,
  type PasswordChoiceDeps,
  passwordChoiceProblem,
  tokenInvalid,
} from '../identity/public.js';
import { enterClinic } from './enter-clinic.js';

type Scope = ClinicsScope & IdentityScope;

export interface AcceptInvitation {
  readonly token: string;
  /** The next three only for a new account. */
  readonly password: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
}

/** Where somebody works now who has accepted. */
export interface AcceptedInvitation {
  readonly membershipId: string;
  readonly userId: string;
  readonly clinicId: string;
  readonly clinicName: string;
  readonly role: MemberRole;
  /** The account was opened by it. */
  readonly isNew: boolean;
}

export interface AcceptInvitationDeps extends PasswordChoiceDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly passwords: PasswordHasher;
  /** The installation's; the clinic's are joined to it. */
  readonly security: SecurityRules;
  readonly now: () => Date;
}

/**
 * Accepts an invitation by its link, which went to the invited mailbox: whoever is signed in must have that address, which
 * counts as confirmed by it; where nobody has it, an account is opened. Refusals leave the link as it is.
 * @throws DomainError token_invalid, also where the one who invited may not invite any more; unauthenticated where the
 *   address has an account that is not signed in; forbidden for another person's; invalid_transition for a member or a
 *   suspended clinic; validation_failed with each bad field of a new account
 */
export function acceptInvitation(deps: AcceptInvitationDeps) {
  const { unitOfWork, now } = deps;
  return async (actor: UserActor | null, command: AcceptInvitation): Promise<AcceptedInvitation> => {
    const { token } = command;
    const meaning = await unitOfWork.withScope(holderOfLink(token), (scope) =>
      scope.oneTimeTokens.find('invitation', token, now()),
    );
    if (!meaning) throw tokenInvalid();
    const { invitationId, clinicId } = meaning.details as { readonly invitationId: string; readonly clinicId: string };
    const sight = { link: token, invitation: invitationId, clinics: 'all' } as const;
    const invitation = await unitOfWork.withScope(actor ?? ANONYMOUS, (scope) => good(scope, invitationId, now()), {
      opens: sight,
    });
    const isHolders = await unitOfWork.withScope(
      ANONYMOUS,
      async (scope) => ({
        user: await scope.users.findByEmail(invitation.email),
        taken: await scope.users.emailTaken(invitation.email),
      }),
      { opens: { mailbox: invitation.email } },
    );
    const { user: holder, taken } = isHolders;
    if (actor === null && holder) {
      throw new DomainError('unauthenticated', 'This mail address has an account. Please sign in to accept.');
    }
    if (actor !== null && holder?.id !== actor.userId) {
      throw new DomainError('forbidden', 'This invitation was sent to another mail address than yours.');
    }
    if (!holder && taken) throw tokenInvalid();
    const newcomer = holder ? null : await understood(deps, invitation, command);
    const userId = holder?.id ?? randomUUID();
    const accept = async (scope: Scope): Promise<AcceptedInvitation> => {
      const at = now();
      const clinic = await scope.clinics.find(clinicId);
      if (!clinic) throw tokenInvalid();
      assertTakesPatients(clinic);
      const present = await good(scope, invitationId, at);
      if (newcomer) {
        const account = { ...newcomer, id: userId, email: present.email, phone: null, timezone: clinic.timezone };
        if (!(await scope.users.create({ ...account, emailVerifiedAt: at, createdAt: at }))) throw tokenInvalid();
      } else await scope.users.confirmEmail(userId, at);
      const membership = await enterClinic(scope, { ...present, userId }, at);
      if (!(await scope.invitations.accept(invitationId, at))) throw tokenInvalid();
      if (!(await scope.oneTimeTokens.spend('invitation', token, at))) throw tokenInvalid();
      const details = { role: present.role, by: present.invitedBy };
      await scope.audit.record(
        { action: 'invitation.accepted', entity: 'membership', entityId: membership.id, clinicId, details },
        at,
      );
      const { role } = present;
      return { membershipId: membership.id, userId, clinicId, clinicName: clinic.name, role, isNew: newcomer !== null };
    };
    return unitOfWork.withScope(actor ?? ANONYMOUS, accept, {
      exclusively: `memberships of ${holder?.id ?? emailKey(invitation.email)}`,
      opens: { ...sight, account: userId, person: userId, mailbox: invitation.email },
    });
  };
}

/** @throws DomainError token_invalid for one that is spent, taken back or over, or whose sender administers no more */
async function good(scope: Scope, id: string, at: Date): Promise<Invitation> {
  const invitation = await scope.invitations.find(id);
  if (!invitation || invitation.acceptedAt || invitation.revokedAt || invitation.expiresAt <= at) throw tokenInvalid();
  const admins = await scope.memberships.adminsOf(invitation.clinicId);
  if (!admins.includes(invitation.invitedBy)) throw tokenInvalid();
  return invitation;
}

async function understood(deps: AcceptInvitationDeps, invitation: Invitation, command: AcceptInvitation) {
  const { password, firstName, lastName } = command;
  const errors: FieldError[] = [];
  const rules = await deps.unitOfWork.withScope(
    ANONYMOUS,
    async (scope) => strictestRules(deps.security, await scope.securitySettings.ofClinic(invitation.clinicId)),
    { opens: { clinic: invitation.clinicId } },
  );
  const owner = { email: invitation.email, firstName: firstName ?? '', lastName: lastName ?? '' };
  errors.push(...nameProblems(owner));
  const problem = password === null ? 'Choose a password.' : await passwordChoiceProblem(deps, password, owner, rules);
  if (problem) errors.push({ field: 'password', message: problem });
  assertValid(errors);
  const { firstName: first, lastName: last } = owner;
  return { firstName: first, lastName: last, passwordHash: await deps.passwords.hash(password ?? '') };
}
