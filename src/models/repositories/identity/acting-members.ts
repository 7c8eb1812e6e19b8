import type { MemberRole } from '../../../domain/roles.js';

/**
 * Whether a person can act at a clinic in a role: an active membership, and an account that is open. A condition on rows that
 * name both, by these columns.
 */
export function actsAt(clinicId: string, userId: string, role: MemberRole): string {
  return `exists (select 1 from memberships m join users u on u.id = m.user_id and u.is_active and u.deleted_at is null
    where m.clinic_id = ${clinicId} and m.user_id = ${userId} and m.role = '${role}' and m.status = 'active')`;
}
