import { type MedicationRecord, medicationRecordOf } from '../../domain/records/entries.js';
import type { RecordOf } from '../../models/repositories/records/record-entries.js';
import type { RecordsScope } from '../../models/repositories/records/slice.js';

/**
 * A patient's standing allergies and current medicines with their codes, and what was said of these lists, as of one moment of the
 * transaction. Whoever calls it has judged whether the record may be read, and records that it was.
 */
export async function readMedicationRecord(scope: RecordsScope, of: RecordOf): Promise<MedicationRecord> {
  const [allergies, medicines, statements] = await Promise.all([
    scope.recordEntries.listAllergies(of),
    scope.recordEntries.listMedicines(of),
    scope.recordStatements.list(of),
  ]);
  return medicationRecordOf(allergies, medicines, statements);
}
