import type { UserActor } from '../../domain/actor.js';
import { DomainError, notFound } from '../../domain/errors.js';
import { canSee } from '../../domain/visibility.js';
import type { PatientsScope } from '../../models/repositories/patients/public.js';
import type { RecordsScope } from '../../models/repositories/records/slice.js';
import type { ScopeOptions, UnitOfWork } from '../../models/scope.js';
import { breakGlassRequired, treatingFor } from '../patients/public.js';

type Scope = PatientsScope & RecordsScope;

export interface RecordDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  /** The installation's. */
  readonly policy: { readonly treatingMs: number };
  readonly now: () => Date;
}

/** A patient's record as somebody reaches it. */
export interface ReachedRecord {
  readonly patientId: string;
  /** In which the caller acts. */
  readonly clinicId: string;
  /** Whose entries are read: of staff the clinic's, of the patient those of all clinics that treat them. */
  readonly clinicIds: readonly string[];
  /** By which break-glass grant it is read; null where it is open without. */
  readonly grantId: string | null;
}

/**
 * The record of one's own patient, the patient's own, or, to be read, one that is open by break-glass. A nurse takes part in visits
 * and yet has no part in these lists: for a nurse they open by break-glass alone.
 * @throws DomainError break_glass_required for somebody else's patient of the same clinic; forbidden for writing by break-glass;
 *   not_found for everybody else
 */
export async function reachRecord(
  scope: PatientsScope,
  actor: UserActor,
  patientId: string,
  by: 'records:read' | 'records:write' | 'prescriptions:write' | 'approvals:write',
): Promise<ReachedRecord> {
  const { clinicIds, userId } = actor;
  const found = await scope.patients.find(patientId, { clinicIds, userId });
  const [clinicId] = clinicIds;
  if (!found || !clinicId) throw notFound('Patient');
  const record = { patientId, clinicId, clinicIds };
  const belongings = { patientId, clinicId: found.clinicId };
  const isOpen = canSee(actor, { ...belongings, ...(found.isTreated ? { doctorId: userId } : {}) }, by);
  if (isOpen) return { ...record, grantId: null };
  if (found.grantId !== null) {
    if (by === 'records:read') return { ...record, grantId: found.grantId };
    throw new DomainError('forbidden', 'Break-glass opens a record to be read, and not to be changed.');
  }
  if (canSee(actor, belongings, 'patients:break-glass')) throw breakGlassRequired();
  throw notFound('Patient');
}

/** What a transaction that reads records opens. */
export function readingFor(policy: RecordDeps['policy']): ScopeOptions {
  return { opens: treatingFor(policy) };
}

/**
 * The same for one that writes. It holds the patient's record at the clinic alone, so that what it reads there still holds when it
 * commits: "no known allergies" and a first allergy, or two changes of one entry, come one after the other.
 */
export function writingFor(policy: RecordDeps['policy'], actor: UserActor, patientId: string): ScopeOptions {
  return { ...readingFor(policy), exclusively: `record/${actor.clinicIds[0]}/${patientId}` };
}

/** What the audit row of a reading says of the grant that it was made under. */
export function underGrant({ grantId }: ReachedRecord): { readonly breakGlass?: string } {
  return grantId === null ? {} : { breakGlass: grantId };
}

/** The members of an audit row that name the patient. */
export function aboutPatient({ patientId, clinicId }: ReachedRecord) {
  return { entity: 'patient', entityId: patientId, clinicId, patientId } as const;
}
