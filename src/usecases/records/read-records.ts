import type { UserActor } from '../../domain/actor.js';
import type { Allergy, MedicationRecord, Medicine } from '../../domain/records/entries.js';
import {
  aboutPatient,
  type ReachedRecord,
  type RecordDeps,
  reachRecord,
  readingFor,
  underGrant,
} from './reach-record.js';
import { readMedicationRecord } from './read-medication-record.js';

type Scope = Parameters<Parameters<RecordDeps['unitOfWork']['withScope']>[1]>[0];
type Reading = 'record.summary_read' | 'record.allergies_read' | 'record.medicines_read';

/** What counts of a patient's allergies and medicines now. @throws DomainError not_found, break_glass_required */
export function readClinicalSummary(deps: RecordDeps) {
  return (actor: UserActor, patientId: string): Promise<MedicationRecord> =>
    read(deps, { actor, patientId, action: 'record.summary_read' }, readMedicationRecord);
}

/** Every allergy that was ever recorded, those that were entered in error too. @throws DomainError not_found, break_glass_required */
export function listAllergies(deps: RecordDeps) {
  return (actor: UserActor, patientId: string): Promise<readonly Allergy[]> =>
    read(deps, { actor, patientId, action: 'record.allergies_read' }, (scope, record) =>
      scope.recordEntries.listAllergies(record),
    );
}

/** Every medicine that was ever recorded, stopped ones too. @throws DomainError not_found, break_glass_required */
export function listMedicines(deps: RecordDeps) {
  return (actor: UserActor, patientId: string): Promise<readonly Medicine[]> =>
    read(deps, { actor, patientId, action: 'record.medicines_read' }, (scope, record) =>
      scope.recordEntries.listMedicines(record),
    );
}

/** One row of audit says who read whose, and under which grant. */
function read<T>(
  { unitOfWork, policy, now }: RecordDeps,
  { actor, patientId, action }: { readonly actor: UserActor; readonly patientId: string; readonly action: Reading },
  work: (scope: Scope, record: ReachedRecord) => Promise<T>,
): Promise<T> {
  return unitOfWork.withScope(
    actor,
    async (scope) => {
      const record = await reachRecord(scope, actor, patientId, 'records:read');
      const found = await work(scope, record);
      await scope.audit.record({ ...aboutPatient(record), action, details: underGrant(record) }, now());
      return found;
    },
    readingFor(policy),
  );
}
