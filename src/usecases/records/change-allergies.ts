import { randomUUID } from 'node:crypto';
import type { UserActor } from '../../domain/actor.js';
import { DomainError, notFound } from '../../domain/errors.js';
import { assertVersion, assertVisible, changedAllergy } from '../../domain/records/changes.js';
import { codingOf } from '../../domain/records/coding.js';
import type { Allergy, AllergyContent, MedicationRecord } from '../../domain/records/entries.js';
import type { AllergyState } from '../../domain/records/states.js';
import type { FormularyScope } from '../../models/repositories/formulary/public.js';
import type { PatientsScope } from '../../models/repositories/patients/public.js';
import type { RecordsScope } from '../../models/repositories/records/slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import { deriveId, type RequestKey } from '../idempotency/derive-id.js';
import { findChosenDrug } from './chosen-drug.js';
import { noteEntry } from './note-entry.js';
import { aboutPatient, type ReachedRecord, type RecordDeps, reachRecord, writingFor } from './reach-record.js';
import { readMedicationRecord } from './read-medication-record.js';

type Scope = FormularyScope & PatientsScope & RecordsScope;

interface Deps extends Omit<RecordDeps, 'unitOfWork'> {
  readonly unitOfWork: UnitOfWork<Scope>;
}

export type AllergyDraft = Omit<AllergyContent, 'coding'>;

/**
 * Records an allergy, coded where what was written or chosen is known. It takes back that no allergies are known. The id comes from
 * the Idempotency-Key, so a repeat after a crash meets its own entry.
 * @throws DomainError not_found, break_glass_required, forbidden, validation_failed
 */
export function addAllergy({ unitOfWork, policy, now }: Deps) {
  return async (
    actor: UserActor,
    patientId: string,
    draft: AllergyDraft,
    requestKey: RequestKey | null,
  ): Promise<Allergy> => {
    assertVisible('substance', draft.substance);
    assertVisible('reaction', draft.reaction);
    const entryId = deriveId(requestKey, 'allergy');
    const add = async (scope: Scope) => {
      const record = await reachRecord(scope, actor, patientId, 'records:write');
      const earlier = (await scope.recordEntries.listAllergies(record)).find((one) => one.entryId === entryId);
      if (earlier) return earlier;
      const drug = await findChosenDrug(scope, draft.drug, record.clinicId);
      const coding = codingOf(draft.substance, drug);
      const { userId: recordedBy } = actor;
      const of = { clinicId: record.clinicId, patientId, recordedBy };
      await withdrawNoneKnown(scope, record, actor, now());
      const version = {
        ...of,
        entryId,
        version: 1,
        status: 'active',
        content: { ...draft, coding },
        reason: null,
      } as const;
      await scope.recordEntries.recordAllergy({ ...version, id: randomUUID() }, now());
      await noteEntry(scope, 'record.allergy_added', { record, entryId, version: 1, status: 'active' }, now());
      return readAllergy(scope, record, entryId);
    };
    return unitOfWork.withScope(actor, add, writingFor(policy, actor, patientId));
  };
}

export interface AllergyChange {
  readonly status: AllergyState;
  readonly reason: string;
  /** The version that was read; left out: whichever there is. */
  readonly version?: number | undefined;
}

/**
 * Resolves an allergy, says that it was entered in error, or that it stands again, as the entry's next version.
 * @throws DomainError not_found, break_glass_required, forbidden, validation_failed, version_conflict, invalid_transition
 */
export function changeAllergy({ unitOfWork, policy, now }: Deps) {
  return async (
    actor: UserActor,
    { patientId, entryId }: { readonly patientId: string; readonly entryId: string },
    { status: to, reason, version }: AllergyChange,
  ): Promise<Allergy> => {
    assertVisible('reason', reason);
    const change = async (scope: Scope) => {
      const record = await reachRecord(scope, actor, patientId, 'records:write');
      const found = await readAllergy(scope, record, entryId);
      assertVersion(found, version);
      const status = changedAllergy(found, to);
      if (status === 'active') await withdrawNoneKnown(scope, record, actor, now());
      const { content, clinicId } = found;
      const next = { entryId, version: found.version + 1, clinicId, patientId, status, content, reason };
      await scope.recordEntries.recordAllergy({ ...next, id: randomUUID(), recordedBy: actor.userId }, now());
      await noteEntry(scope, 'record.allergy_changed', { ...next, record }, now());
      return readAllergy(scope, record, entryId);
    };
    return unitOfWork.withScope(actor, change, writingFor(policy, actor, patientId));
  };
}

/**
 * States that no allergies of the patient are known, with author and time. It holds until an allergy is recorded.
 * @throws DomainError not_found, break_glass_required, forbidden, invalid_transition while an allergy stands
 */
export function stateNoKnownAllergies({ unitOfWork, policy, now }: Deps) {
  return (actor: UserActor, patientId: string): Promise<MedicationRecord> =>
    unitOfWork.withScope(
      actor,
      async (scope) => {
        const record = await reachRecord(scope, actor, patientId, 'records:write');
        const { allergies } = await readMedicationRecord(scope, record);
        if (allergies.length > 0) throw standing();
        const { clinicId } = record;
        const statement = {
          id: randomUUID(),
          clinicId,
          patientId,
          madeBy: actor.userId,
          kind: 'no_known_allergies',
        } as const;
        await scope.recordStatements.record(statement, now());
        await scope.audit.record({ ...aboutPatient(record), action: 'record.no_known_allergies_stated' }, now());
        return readMedicationRecord(scope, record);
      },
      writingFor(policy, actor, patientId),
    );
}

function standing(): DomainError {
  const sentence = 'An allergy of this patient is recorded: resolve it, or say that it was entered in error, first.';
  return new DomainError('invalid_transition', sentence, { status: 'recorded', allowed: [] });
}

async function withdrawNoneKnown(
  scope: RecordsScope,
  record: ReachedRecord,
  actor: UserActor,
  now: Date,
): Promise<void> {
  const { noKnownAllergies } = await readMedicationRecord(scope, record);
  if (!noKnownAllergies) return;
  const { patientId, clinicId } = record;
  const of = { id: randomUUID(), clinicId, patientId, madeBy: actor.userId };
  await scope.recordStatements.record({ ...of, kind: 'no_known_allergies_withdrawn' }, now);
}

async function readAllergy(scope: RecordsScope, record: ReachedRecord, entryId: string): Promise<Allergy> {
  const found = (await scope.recordEntries.listAllergies(record)).find((one) => one.entryId === entryId);
  if (!found) throw notFound('Allergy');
  return found;
}
