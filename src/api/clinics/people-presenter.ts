import { joinStatusOf } from '../../domain/clinics/join-decisions.js';
import type { AcceptedInvitation } from '../../usecases/clinics/accept-invitation.js';
import type { Invitation } from '../../usecases/clinics/invitations.js';
import type { ShownJoinRequest } from '../../usecases/clinics/join-requests.js';
import type { Member } from '../../usecases/clinics/members.js';
import { type ClinicPerson, isActive } from '../../usecases/clinics/people.js';
import type {
  AcceptedInvitationAnswer,
  InvitationAnswer,
  JoinRequestAnswer,
  MemberAnswer,
  MemberUserAnswer,
  PersonAnswer,
} from './people-responses.js';

export function memberAnswer({ membership, user, departmentIds }: Member): MemberAnswer {
  return {
    id: membership.id,
    user: memberUser(user),
    role: membership.role,
    status: membership.status,
    department_ids: [...departmentIds],
    since: membership.createdAt.toISOString(),
  };
}

/** `now` decides whether one that nobody has accepted is still good. */
export function invitationAnswer(invitation: Invitation, now: Date): InvitationAnswer {
  const { id, email, role, departmentIds, createdAt, expiresAt } = invitation;
  return {
    ...{ id, email, role, department_ids: [...departmentIds] },
    status: statusOf(invitation, now),
    created_at: createdAt.toISOString(),
    expires_at: expiresAt.toISOString(),
  };
}

function statusOf({ acceptedAt, revokedAt, expiresAt }: Invitation, now: Date): InvitationAnswer['status'] {
  if (acceptedAt) return 'accepted';
  if (revokedAt) return 'revoked';
  return expiresAt <= now ? 'expired' : 'pending';
}

export function joinRequestAnswer({ request, user }: ShownJoinRequest): JoinRequestAnswer {
  const { id, clinicId, message, decision, reason, createdAt, decidedAt } = request;
  return {
    ...{ id, clinic_id: clinicId, user: memberUser(user), message, status: joinStatusOf(decision), reason },
    created_at: createdAt.toISOString(),
    decided_at: decidedAt?.toISOString() ?? null,
  };
}

function memberUser({ id, email, firstName, lastName }: Member['user']): MemberUserAnswer {
  return { id, email, first_name: firstName, last_name: lastName };
}

export function acceptedAnswer(accepted: AcceptedInvitation): AcceptedInvitationAnswer {
  const { membershipId: id, userId, clinicId, clinicName, role } = accepted;
  return { id, user_id: userId, clinic_id: clinicId, clinic_name: clinicName, role };
}

export function personAnswer({ user, membership, signIns }: ClinicPerson): PersonAnswer {
  return {
    id: user.id,
    email: user.email,
    role: membership.role,
    first_name: user.firstName,
    last_name: user.lastName,
    phone_number: user.phone,
    is_active: isActive({ user, membership }),
    email_verified: user.emailVerifiedAt !== null,
    mfa_enabled: signIns.mfaEnabled,
    memberships: membership.clinicId === null ? [] : [{ clinic: membership.clinicId, role: membership.role }],
    created_at: user.createdAt.toISOString(),
    last_login_at: signIns.lastLoginAt?.toISOString() ?? null,
  };
}
