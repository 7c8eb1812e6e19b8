import type { StaffRole } from '../../domain/roles.js';
import type { ClinicsScope } from '../../models/repositories/clinics/slice.js';
import type { IdentityScope, Membership } from '../../models/repositories/identity/public.js';
import { isMember } from './invitations.js';

/** Who comes to work at a clinic, and as what. Departments that are gone are left out. */
export interface EnterClinic {
  readonly clinicId: string;
  readonly userId: string;
  readonly role: StaffRole;
  readonly departmentIds: readonly string[];
}

/** Whether somebody who was a member may become one again: a patient of the clinic does not work there. */
export function mayEnter({ status, role }: Pick<Membership, 'status' | 'role'>): boolean {
  return status === 'ended' && role !== 'patient';
}

/**
 * The membership by which somebody works at a clinic from now on: a new one, or one that had ended, taken up in the new role.
 * @throws DomainError invalid_transition for a member
 */
export async function enterClinic(
  scope: ClinicsScope & IdentityScope,
  { clinicId, userId, role, departmentIds }: EnterClinic,
  at: Date,
): Promise<Membership> {
  const known = await scope.memberships.findIn(clinicId, userId);
  if (known && !mayEnter(known)) throw isMember(known.role);
  const membership = known
    ? await scope.memberships.changeRole((await scope.memberships.resume(known.id, at)).id, role, at)
    : await scope.memberships.add({ userId, clinicId, role }, at);
  const departments = await scope.places.knownDepartments(clinicId, departmentIds);
  await scope.places.joinDepartments(clinicId, membership.id, departments);
  return membership;
}
