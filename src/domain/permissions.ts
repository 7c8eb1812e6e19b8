import { CONTEXTS, type ContextPermission } from './contexts.js';
import type { Role } from './roles.js';

/** What a route can ask for. The contexts' tables are the single source; tokens carry a copy. */
export type Permission = ContextPermission;

const GRANTS: readonly (readonly [Permission, readonly Role[]])[] = CONTEXTS.flatMap(
  ({ permissions }) => Object.entries(permissions) as [Permission, readonly Role[]][],
);

export const PERMISSIONS: readonly Permission[] = GRANTS.map(([permission]) => permission);

const permissionsOf = (role: Role) => GRANTS.filter(([, roles]) => roles.includes(role)).map(([name]) => name);

export const ROLE_PERMISSIONS: Readonly<Record<Role, readonly Permission[]>> = {
  admin: permissionsOf('admin'),
  doctor: permissionsOf('doctor'),
  patient: permissionsOf('patient'),
  receptionist: permissionsOf('receptionist'),
  nurse: permissionsOf('nurse'),
  accountant: permissionsOf('accountant'),
};
