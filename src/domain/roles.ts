export const ROLES = ['admin', 'doctor', 'patient', 'receptionist', 'nurse', 'accountant'] as const;
export type Role = (typeof ROLES)[number];

/** Roles that act for the clinic, not for themselves. */
export const CLINIC_ROLES = ['admin', 'receptionist', 'nurse'] as const satisfies readonly Role[];

export function actsForClinic(role: Role): boolean {
  return (CLINIC_ROLES as readonly Role[]).includes(role);
}
