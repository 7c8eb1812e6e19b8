export const ROLES = ['admin', 'doctor', 'patient', 'receptionist', 'nurse', 'accountant'] as const;
export type Role = (typeof ROLES)[number];

/** What a route can ask for. The tables below are the single source; tokens carry a copy. */
export const PERMISSIONS = [
  'profile:own',
  'users:manage',
  'slots:read',
  'slots:manage-own',
  'slots:manage-clinic',
  'appointments:book',
  'appointments:book-for-patient',
  'appointments:read',
  'appointments:move',
  'appointments:check-in',
  'orders:pay',
  'orders:read',
  'orders:audit',
  'orders:desk',
  'takings:read',
  'clinic:settings',
  'staff:attention',
  'staff:actions',
  'staff:money',
  'staff:decode',
  'health:read',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

export const ROLE_PERMISSIONS: Readonly<Record<Role, readonly Permission[]>> = {
  admin: PERMISSIONS.filter((p) => p !== 'appointments:book' && p !== 'slots:manage-own'),
  doctor: ['profile:own', 'slots:read', 'slots:manage-own', 'appointments:read', 'appointments:move'],
  patient: [
    'profile:own',
    'slots:read',
    'appointments:book',
    'appointments:read',
    'appointments:move',
    'appointments:check-in',
    'orders:pay',
    'orders:read',
  ],
  receptionist: [
    'profile:own',
    'slots:read',
    'slots:manage-clinic',
    'appointments:book-for-patient',
    'appointments:read',
    'appointments:move',
    'appointments:check-in',
    'orders:read',
    'orders:pay',
    'orders:desk',
    'staff:attention',
    'staff:actions',
    'staff:decode',
  ],
  nurse: [
    'profile:own',
    'slots:read',
    'appointments:book-for-patient',
    'appointments:read',
    'appointments:move',
    'appointments:check-in',
  ],
  accountant: [
    'profile:own',
    'orders:read',
    'orders:audit',
    'takings:read',
    'staff:attention',
    'staff:actions',
    'staff:money',
    'staff:decode',
  ],
};

/** Roles that act for the clinic, not for themselves. */
export const CLINIC_ROLES = ['admin', 'receptionist', 'nurse'] as const satisfies readonly Role[];

export function actsForClinic(role: Role): boolean {
  return (CLINIC_ROLES as readonly Role[]).includes(role);
}
