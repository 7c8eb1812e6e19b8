import type { Allergy, Medicine } from '../../domain/records/entries.js';
import type { RecordsScope } from '../../models/repositories/records/slice.js';
import type { ReachedRecord } from './reach-record.js';

const ENTITIES = {
  'record.allergy_added': 'allergy',
  'record.allergy_changed': 'allergy',
  'record.medicine_added': 'medicine',
  'record.medicine_changed': 'medicine',
} as const;

/** The audit row of a change. What was written, the reason included, is in the entry's version alone: administrators read the audit. */
export function noteEntry(
  scope: RecordsScope,
  action: keyof typeof ENTITIES,
  of: Pick<Allergy | Medicine, 'entryId' | 'version' | 'status'> & {
    readonly record: Pick<ReachedRecord, 'clinicId' | 'patientId'>;
  },
  now: Date,
): Promise<void> {
  const { record, entryId, version, status } = of;
  const { clinicId, patientId } = record;
  const about = { action, entity: ENTITIES[action], entityId: entryId, clinicId, patientId };
  return scope.audit.record({ ...about, details: { version, status } }, now);
}
