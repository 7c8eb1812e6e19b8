import { type Actor, type Caller, type GuestActor, may, type UserActor } from './actor.js';
import { fieldRule, type GuardedField, type Permission, recordRule } from './permissions.js';
import type { RecordRule } from './record-rules.js';

/** Whose record it is. Rows of appointments and orders have these columns; an order names no doctor. */
export interface Belongings {
  readonly clinicId: string;
  readonly patientId: string;
  readonly doctorId?: string;
}

/** What bounds a list of such records. */
export interface VisibleFilter {
  readonly patientId?: string;
  readonly doctorId?: string;
  readonly clinicIds?: readonly string[];
}

/**
 * The one rule of who may know of a record: the matrix says which records the actor's role reaches by the permission that
 * is used. Null: none. What an actor may not see does not exist for them (404); what they see but may not do is a 403.
 */
export function visibleTo(actor: Caller, permission: Permission): VisibleFilter | null {
  if (!may(actor, permission)) return null;
  // A key is of no person: it reaches its clinic's records by whatever it may do.
  if (actor.kind === 'api_key') return { clinicIds: actor.clinicIds };
  return filterOf(actor, recordRule(actor.role, permission));
}

/** {@link visibleTo} for one record that was already read; the product itself sees everything. */
export function canSee(actor: Actor, record: Belongings, permission: Permission): boolean {
  // A guest is in one room, and sees no record.
  if (actor.kind === 'guest') return false;
  return (actor.kind !== 'user' && actor.kind !== 'api_key') || isWithin(visibleTo(actor, permission), record);
}

/** Whether somebody who sees a record reads this part of it. */
export function mayRead(actor: Caller | GuestActor, field: GuardedField, record: Belongings): boolean {
  if (actor.kind === 'api_key' || actor.kind === 'guest') return false;
  return isWithin(filterOf(actor, fieldRule(actor.role, field)), record);
}

/**
 * Whose a record would be that does not exist, were it a stranger's at the actor's clinic. What is looked up for such a record, as
 * break-glass is, is looked up for this one, too: else the time of a 404 would tell a colleague which records there are.
 */
export function nobodysRecord({ clinicIds }: Caller | GuestActor, id: string): Required<Belongings> {
  return { clinicId: clinicIds[0] ?? '', patientId: id, doctorId: id };
}

function filterOf({ userId, clinicIds }: UserActor, rule: RecordRule | null): VisibleFilter | null {
  switch (rule) {
    case 'own':
      return { patientId: userId };
    case 'treating':
      return { doctorId: userId, clinicIds };
    case 'clinic':
      return { clinicIds };
    // The installation has no patients.
    case 'platform':
    case null:
      return null;
  }
}

function isWithin(filter: VisibleFilter | null, record: Belongings): boolean {
  if (filter === null) return false;
  const { patientId, doctorId, clinicIds } = filter;
  if (patientId !== undefined && record.patientId !== patientId) return false;
  if (doctorId !== undefined && record.doctorId !== doctorId) return false;
  return clinicIds === undefined || clinicIds.includes(record.clinicId);
}
