import type { JoinStatus } from '../../domain/clinics/join-decisions.js';
import type { MembershipStatus, Role, StaffRole } from '../../domain/roles.js';
import type { EmailAddress, Instant, Uuid } from '../http/wire-formats.js';

/** Whose membership it is. */
export interface MemberUserAnswer {
  id: Uuid;
  email: EmailAddress;
  first_name: string;
  last_name: string;
}

/** Somebody who works at a clinic; `id` is the membership's. */
export interface MemberAnswer {
  id: Uuid;
  user: MemberUserAnswer;
  role: Role;
  status: MembershipStatus;
  department_ids: Uuid[];
  since: Instant;
}

/** An invitation to work at a clinic. */
export interface InvitationAnswer {
  id: Uuid;
  email: EmailAddress;
  role: StaffRole;
  department_ids: Uuid[];
  status: 'pending' | 'accepted' | 'revoked' | 'expired';
  created_at: Instant;
  expires_at: Instant;
}

/** A doctor's request to work at a clinic. */
export interface JoinRequestAnswer {
  id: Uuid;
  clinic_id: Uuid;
  user: MemberUserAnswer;
  message: string | null;
  status: JoinStatus;
  /** What was said when it was decided. */
  reason: string | null;
  created_at: Instant;
  decided_at: Instant | null;
}

/** Where somebody works now who has accepted; `id` is the membership's. */
export interface AcceptedInvitationAnswer {
  id: Uuid;
  user_id: Uuid;
  clinic_id: Uuid;
  clinic_name: string;
  role: Role;
}

/** What somebody is at a clinic. */
export interface PersonMembershipAnswer {
  clinic: Uuid;
  role: Role;
}

/** Somebody who belongs to the clinic, as its admin sees them. */
export interface PersonAnswer {
  id: Uuid;
  email: EmailAddress;
  role: Role;
  first_name: string;
  last_name: string;
  /** E.164. */
  phone_number: string | null;
  /** Whether the person may act at this clinic now. */
  is_active: boolean;
  email_verified: boolean;
  mfa_enabled: boolean;
  /** Of this clinic. */
  memberships: PersonMembershipAnswer[];
  created_at: Instant;
  last_login_at: Instant | null;
}
