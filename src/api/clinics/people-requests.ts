import type { JoinDecision } from '../../domain/clinics/join-decisions.js';
import type { StaffRole } from '../../domain/roles.js';
import type { AcceptInvitation } from '../../usecases/clinics/accept-invitation.js';
import type { InviteMember } from '../../usecases/clinics/invitations.js';
import type { MemberChange } from '../../usecases/clinics/members.js';
import { inputId } from '../http/request.js';
import type { Uuid } from '../http/wire-formats.js';

/** What is to change of a member; a member of this object that is left out stays as it is. */
export interface MemberChangeBody {
  role?: StaffRole;
  /**
   * All of them.
   * @maxItems 50
   */
  department_ids?: Uuid[];
}

export function memberChangeOf({ role, department_ids: ids }: MemberChangeBody): MemberChange {
  return { role, departmentIds: ids && idsOf(ids) };
}

/** Whom to invite, and as what. */
export interface InvitationBody {
  /**
   * Where mail can be sent to.
   * @maxLength 254
   */
  email: string;
  role: StaffRole;
  /**
   * @maxItems 50
   */
  department_ids?: Uuid[];
}

export function invitationOf({ email, role, department_ids: ids = [] }: InvitationBody): InviteMember {
  return { email, role, departmentIds: idsOf(ids) };
}

/** What a doctor says who asks to work at a clinic. */
export interface JoinRequestBody {
  /**
   * To the clinic's admins.
   * @maxLength 1000
   */
  message?: string;
}

/** What an admin answers. */
export interface JoinDecisionBody {
  decision: JoinDecision;
  /**
   * The doctor is told.
   * @maxLength 500
   */
  reason?: string;
}

/** The token of an invitation's link; the others only for a new account. */
export interface AcceptanceBody {
  /**
   * @maxLength 100
   */
  token: string;
  /**
   * As long as the clinic asks; not a well-known one, nor a name.
   * @maxLength 200
   */
  password?: string;
  /**
   * @maxLength 100
   */
  first_name?: string;
  /**
   * @maxLength 100
   */
  last_name?: string;
}

export function acceptanceOf(body: AcceptanceBody): AcceptInvitation {
  const { token, password = null, first_name: firstName = null, last_name: lastName = null } = body;
  return { token, password, firstName, lastName };
}

/** Whether somebody may act at the clinic. */
export interface PersonChangeBody {
  is_active: boolean;
}

export function activityOf({ is_active: isActive }: PersonChangeBody): boolean {
  return isActive;
}

function idsOf(ids: readonly Uuid[]): readonly string[] {
  return [...new Set(ids.map((id) => inputId(id, 'department_ids')))];
}
