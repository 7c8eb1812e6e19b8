import { CONTEXTS, type ContextField, type ContextPermission } from './contexts.js';
import type { MatrixRow, RecordRule } from './record-rules.js';
import { ROLES, type Role } from './roles.js';

/** What a route can ask for. The contexts' tables are the single source; tokens carry a copy. */
export type Permission = ContextPermission;

/** A part of a record that not everybody reads who sees the record. */
export type GuardedField = ContextField;

/** Who may do what: roles by permissions, each with the records that it reaches. */
export const MATRIX = Object.assign({}, ...CONTEXTS.map(({ permissions }) => permissions)) as Readonly<
  Record<Permission, MatrixRow>
>;

/** Who reads which part of a record. */
export const FIELDS = Object.assign({}, ...CONTEXTS.map(({ fields }) => fields)) as Readonly<
  Record<GuardedField, MatrixRow>
>;

export const PERMISSIONS = Object.keys(MATRIX) as readonly Permission[];

const permissionsOf = (role: Role) => PERMISSIONS.filter((permission) => recordRule(role, permission) !== null);

export const ROLE_PERMISSIONS: Readonly<Record<Role, readonly Permission[]>> = {
  admin: permissionsOf('admin'),
  doctor: permissionsOf('doctor'),
  patient: permissionsOf('patient'),
  receptionist: permissionsOf('receptionist'),
  nurse: permissionsOf('nurse'),
  accountant: permissionsOf('accountant'),
  platform_admin: permissionsOf('platform_admin'),
};

/** Which records a role reaches by a permission; null: it does not have the permission. */
export function recordRule(role: Role, permission: Permission): RecordRule | null {
  return MATRIX[permission].reach[role];
}

/** In whose records a role reads this part; null: in nobody's. */
export function fieldRule(role: Role, field: GuardedField): RecordRule | null {
  return FIELDS[field].reach[role];
}

/** The roles that have any of these permissions. */
export function rolesWith(permissions: readonly Permission[]): readonly Role[] {
  return ROLES.filter((role) => permissions.some((permission) => recordRule(role, permission) !== null));
}
