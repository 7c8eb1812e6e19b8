/** What a person can be at a clinic. */
export const MEMBER_ROLES = ['admin', 'doctor', 'patient', 'receptionist', 'nurse', 'accountant'] as const;
export type MemberRole = (typeof MEMBER_ROLES)[number];

/** What a person can work as at a clinic. */
export const STAFF_ROLES = [
  'admin',
  'doctor',
  'receptionist',
  'nurse',
  'accountant',
] as const satisfies readonly MemberRole[];
export type StaffRole = (typeof STAFF_ROLES)[number];

export const ROLES = [...MEMBER_ROLES, 'platform_admin'] as const;
/** What a person is in one membership. A `platform_admin` administers the installation and belongs to no clinic. */
export type Role = (typeof ROLES)[number];

/** Only who has an active membership acts in it. One that has ended stays for the audit. */
export const MEMBERSHIP_STATUSES = ['active', 'suspended', 'ended'] as const;
export type MembershipStatus = (typeof MEMBERSHIP_STATUSES)[number];

/** Roles that act for the clinic, not for themselves. */
export const CLINIC_ROLES = ['admin', 'receptionist', 'nurse'] as const satisfies readonly Role[];

export function actsForClinic(role: Role): boolean {
  return (CLINIC_ROLES as readonly Role[]).includes(role);
}
