import { actorUserId, type Caller } from '../../domain/actor.js';
import { DomainError, notFound } from '../../domain/errors.js';
import type { Permission } from '../../domain/permissions.js';
import { type Belongings, canSee } from '../../domain/visibility.js';
import type { PatientsScope } from '../../models/repositories/patients/slice.js';

/** What a transaction about patients opens for a doctor: who is treated, where the clinic does not say for how long. */
export function treatingFor(policy: { readonly treatingMs: number }): { readonly treating: string } {
  return { treating: String(policy.treatingMs) };
}

/** A patient as the matrix judges them. */
export interface ReachedPatient extends Belongings {
  /** By which break-glass grant the record is open to this person now; null where it is open without, or not at all. */
  readonly grantId: string | null;
}

/**
 * A patient whom this person reaches by this permission. Doctors treat their own patients, nurses take part in the visits that
 * are booked or under way; whoever has broken the glass reads like them.
 * @throws DomainError break_glass_required for somebody else's patient of the same clinic; not_found for everybody else
 */
export async function reachPatient(
  scope: PatientsScope,
  actor: Caller,
  patientId: string,
  by: Permission,
): Promise<ReachedPatient> {
  const found = await scope.patients.find(patientId, { clinicIds: actor.clinicIds, userId: actorUserId(actor) });
  if (!found) throw notFound('Patient');
  const { clinicId, grantId } = found;
  const takesPart = found.isTreated || (actor.role === 'nurse' && found.isExpected);
  const reads = takesPart || grantId !== null;
  const belongings: ReachedPatient = {
    clinicId,
    patientId,
    grantId: takesPart ? null : grantId,
    ...(reads ? { doctorId: actorUserId(actor) ?? '' } : {}),
  };
  if (canSee(actor, belongings, by)) return belongings;
  if (canSee(actor, belongings, 'patients:break-glass')) throw breakGlassRequired();
  throw notFound('Patient');
}

/** Of somebody else's patient of the same clinic, for who may break the glass. */
export function breakGlassRequired(): DomainError {
  return new DomainError(
    'break_glass_required',
    'This is a patient of your clinic, but not yours. To read the record all the same, break the glass.',
  );
}

/** What the audit row of a reading says of the grant that it was made under. */
export function underGlass({ grantId }: ReachedPatient): { readonly breakGlass?: string } {
  return grantId === null ? {} : { breakGlass: grantId };
}
