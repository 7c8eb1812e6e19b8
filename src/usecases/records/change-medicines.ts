import { randomUUID } from 'node:crypto';
import type { UserActor } from '../../domain/actor.js';
import { invalid, notFound } from '../../domain/errors.js';
import {
  assertNotAhead,
  assertVersion,
  assertVisible,
  changedMedicine,
  type MedicineChange,
} from '../../domain/records/changes.js';
import { codingOf } from '../../domain/records/coding.js';
import type { Medicine, MedicineContent, Statement } from '../../domain/records/entries.js';
import type { FormularyScope } from '../../models/repositories/formulary/public.js';
import type { PatientsScope } from '../../models/repositories/patients/public.js';
import type { RecordsScope } from '../../models/repositories/records/slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import { deriveId, type RequestKey } from '../idempotency/derive-id.js';
import { findChosenDrug } from './chosen-drug.js';
import { noteEntry } from './note-entry.js';
import { aboutPatient, type ReachedRecord, type RecordDeps, reachRecord, writingFor } from './reach-record.js';

type Scope = FormularyScope & PatientsScope & RecordsScope;

interface Deps extends Omit<RecordDeps, 'unitOfWork'> {
  readonly unitOfWork: UnitOfWork<Scope>;
}

/** A medicine by its item, by the name that somebody gives it, or by both. */
export type MedicineDraft = Pick<MedicineContent, 'drug' | 'dose' | 'startedOn' | 'source'> & {
  readonly name: string | null;
};

/**
 * Records a medicine that the patient takes, coded where what was written or chosen is known. The id comes from the
 * Idempotency-Key, so a repeat after a crash meets its own entry.
 * @throws DomainError not_found, break_glass_required, forbidden, validation_failed
 */
export function addMedicine({ unitOfWork, policy, now }: Deps) {
  return async (
    actor: UserActor,
    patientId: string,
    draft: MedicineDraft,
    requestKey: RequestKey | null,
  ): Promise<Medicine> => {
    assertVisible('name', draft.name);
    assertVisible('dose', draft.dose);
    assertNotAhead('started_on', draft.startedOn, now());
    const entryId = deriveId(requestKey, 'medicine');
    const add = async (scope: Scope) => {
      const record = await reachRecord(scope, actor, patientId, 'records:write');
      const earlier = (await scope.recordEntries.listMedicines(record)).find((one) => one.entryId === entryId);
      if (earlier) return earlier;
      const content = await contentOf(scope, record, draft);
      const of = { clinicId: record.clinicId, patientId, recordedBy: actor.userId };
      const version = { ...of, entryId, version: 1, status: 'active', content, reason: null } as const;
      await scope.recordEntries.recordMedicine({ ...version, id: randomUUID() }, now());
      await noteEntry(scope, 'record.medicine_added', { record, entryId, version: 1, status: 'active' }, now());
      return readMedicine(scope, record, entryId);
    };
    return unitOfWork.withScope(actor, add, writingFor(policy, actor, patientId));
  };
}

async function contentOf(scope: Scope, record: ReachedRecord, draft: MedicineDraft): Promise<MedicineContent> {
  const drug = await findChosenDrug(scope, draft.drug, record.clinicId);
  const name = draft.name ?? drug?.name;
  if (name === undefined) throw invalid('name', 'Name the medicine, or choose an item of the formulary.');
  const coding = codingOf(draft.name, drug);
  return { ...draft, name, stoppedOn: null, coding };
}

/**
 * Stops a medicine, says that it was entered in error, or that the patient takes it again, as the entry's next version.
 * @throws DomainError not_found, break_glass_required, forbidden, validation_failed, version_conflict, invalid_transition
 */
export function changeMedicine({ unitOfWork, policy, now }: Deps) {
  return async (
    actor: UserActor,
    { patientId, entryId }: { readonly patientId: string; readonly entryId: string },
    { reason, version, ...wanted }: MedicineChange & { readonly reason: string; readonly version?: number | undefined },
  ): Promise<Medicine> => {
    assertVisible('reason', reason);
    const change = async (scope: Scope) => {
      const record = await reachRecord(scope, actor, patientId, 'records:write');
      const found = await readMedicine(scope, record, entryId);
      assertVersion(found, version);
      const { clinicId } = found;
      const changed = changedMedicine(found, wanted, now());
      const next = { ...changed, entryId, version: found.version + 1, clinicId, patientId, reason };
      await scope.recordEntries.recordMedicine({ ...next, id: randomUUID(), recordedBy: actor.userId }, now());
      await noteEntry(scope, 'record.medicine_changed', { ...next, record }, now());
      return readMedicine(scope, record, entryId);
    };
    return unitOfWork.withScope(actor, change, writingFor(policy, actor, patientId));
  };
}

/**
 * States that the list of medicines was looked through, with author and time.
 * @throws DomainError not_found, break_glass_required, forbidden
 */
export function reviewMedicines({ unitOfWork, policy, now }: Deps) {
  return (actor: UserActor, patientId: string, requestKey: RequestKey | null): Promise<Statement> =>
    unitOfWork.withScope(
      actor,
      async (scope) => {
        const record = await reachRecord(scope, actor, patientId, 'records:write');
        const id = deriveId(requestKey, 'medicines-review');
        const earlier = (await scope.recordStatements.list(record)).find((one) => one.id === id);
        if (earlier) return earlier;
        const { clinicId } = record;
        const statement = { id, clinicId, patientId, madeBy: actor.userId, kind: 'medicines_reviewed' } as const;
        await scope.audit.record({ ...aboutPatient(record), action: 'record.medicines_reviewed' }, now());
        return scope.recordStatements.record(statement, now());
      },
      writingFor(policy, actor, patientId),
    );
}

async function readMedicine(scope: RecordsScope, record: ReachedRecord, entryId: string): Promise<Medicine> {
  const found = (await scope.recordEntries.listMedicines(record)).find((one) => one.entryId === entryId);
  if (!found) throw notFound('Medicine');
  return found;
}
