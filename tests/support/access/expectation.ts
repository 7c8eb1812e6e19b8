import { type Permission, recordRule, rolesWith } from '../../../src/domain/permissions.js';
import type { Caller } from './callers.js';
import type { Named, WalkRequest } from './requests.js';

/**
 * What the matrix says of a request: `through`, whatever the record's state then answers; `missing`, the 404 of a record
 * that does not exist; 401 and 403.
 */
export type Expectation = 'through' | 'missing' | 'forbidden' | 'unauthenticated';

export function expectationOf(
  permissions: readonly Permission[],
  { acting, apiKey }: Pick<Caller, 'acting' | 'apiKey'>,
  { names, seenBy, refusedTo = [] }: WalkRequest,
  takesKeys = false,
): Expectation {
  if (apiKey) return expectedOfKey(permissions, apiKey, names, takesKeys);
  if (!acting) return 'unauthenticated';
  if (!rolesWith(permissions).includes(acting.role)) return 'forbidden';
  if (!names) return refusedTo.includes(acting.role) ? 'forbidden' : 'through';
  const reached = permissions.some((permission) => reaches(acting, permission, names));
  if (reached) return refusedTo.includes(acting.role) ? 'forbidden' : 'through';
  const isSeen = seenBy !== undefined && reaches(acting, seenBy, names);
  return isSeen ? 'forbidden' : 'missing';
}

/** A key reaches what is its clinic's by the permissions that it names, where the document says that keys are taken. */
function expectedOfKey(
  permissions: readonly Permission[],
  { scopes, clinicId }: NonNullable<Caller['apiKey']>,
  names: Named | undefined,
  takesKeys: boolean,
): Expectation {
  if (scopes.length === 0) return 'unauthenticated';
  if (!takesKeys || !permissions.some((permission) => scopes.some((scope) => scope === permission))) return 'forbidden';
  return names === undefined || names.clinicId === clinicId ? 'through' : 'missing';
}

type Acting = NonNullable<Caller['acting']>;

/** The matrix read anew, not by the code that it is to judge. A record without a person is the clinic's. */
function reaches({ userId, role, clinics }: Acting, permission: Permission, named: Named): boolean {
  const { clinicId, patientId, doctorId } = named;
  const isClinics = clinicId !== undefined && clinics.includes(clinicId);
  switch (recordRule(role, permission)) {
    case 'own':
      if (role === 'patient' || clinicId === undefined)
        return patientId === undefined ? isClinics : patientId === userId;
      return isClinics && (doctorId === undefined || doctorId === userId);
    case 'treating':
      return isClinics && doctorId === userId;
    case 'clinic':
      return isClinics;
    // Clinics themselves, and nobody's records.
    case 'platform':
      return clinicId !== undefined && patientId === undefined && doctorId === undefined;
    case null:
      return false;
  }
}
