import type { KeyRing } from '../../../config/key-ring.js';
import {
  type Allergy,
  type AllergyContent,
  type EntryVersion,
  entriesOf,
  type Medicine,
  type MedicineContent,
} from '../../../domain/records/entries.js';
import type { AllergyState, EntryKind, EntryState, MedicineState } from '../../../domain/records/states.js';
import { addRow, listRows, type Row } from '../../rows.js';
import { fieldOf, type SealedMember } from '../../sealed-fields.js';
import type { Sql } from '../../sql.js';
import { RecordEntriesTable } from '../../tables/records/record-entries.js';

/** A patient's record, at one clinic or, for the patient, at several. */
export interface RecordOf {
  readonly patientId: string;
  readonly clinicIds: readonly string[];
}

type NewVersion<Content, State> = Omit<EntryVersion<Content, State>, 'recordedAt'> & {
  /** Of the version. */
  readonly id: string;
  readonly patientId: string;
};
export type NewAllergyVersion = NewVersion<AllergyContent, AllergyState>;
export type NewMedicineVersion = NewVersion<MedicineContent, MedicineState>;

/** The entries of patients' records, in versions; what they say is sealed for their row and their patient. */
export class RecordEntryRepository {
  constructor(
    private readonly db: Sql,
    private readonly keys: KeyRing,
  ) {}

  /** All that were ever recorded, in that order. */
  async listAllergies(of: RecordOf): Promise<readonly Allergy[]> {
    return entriesOf(await this.versions<AllergyContent, AllergyState>('allergy', of));
  }

  /** All that were ever recorded, in that order. */
  async listMedicines(of: RecordOf): Promise<readonly Medicine[]> {
    return entriesOf(await this.versions<MedicineContent, MedicineState>('medicine', of));
  }

  async recordAllergy(version: NewAllergyVersion, now: Date): Promise<void> {
    await this.insert('allergy', version, now);
  }

  async recordMedicine(version: NewMedicineVersion, now: Date): Promise<void> {
    await this.insert('medicine', version, now);
  }

  private async versions<Content, State extends EntryState>(
    kind: EntryKind,
    { patientId, clinicIds }: RecordOf,
  ): Promise<readonly EntryVersion<Content, State>[]> {
    const rows = await listRows(this.db, RecordEntriesTable, { kind, patientId, clinicId: [...clinicIds] });
    return rows.map(({ contentSealed, reasonSealed, ...row }) => ({
      ...row,
      // A constraint keeps each kind to its statuses.
      status: row.status as State,
      content: JSON.parse(this.keys.openText(contentSealed, field(row, 'contentSealed'))) as Content,
      reason: reasonSealed && this.keys.openText(reasonSealed, field(row, 'reasonSealed')),
    }));
  }

  private async insert(
    kind: EntryKind,
    { content, reason, ...row }: NewAllergyVersion | NewMedicineVersion,
    now: Date,
  ): Promise<void> {
    await addRow(this.db, RecordEntriesTable, {
      ...row,
      kind,
      contentSealed: this.keys.sealText(JSON.stringify(content), field(row, 'contentSealed')),
      reasonSealed: reason && this.keys.sealText(reason, field(row, 'reasonSealed')),
      recordedAt: now,
    });
  }
}

/** The patient belongs to the name: a text that is moved into another patient's record cannot be read there. */
function field(
  { id, patientId }: Pick<Row<RecordEntriesTable>, 'id' | 'patientId'>,
  member: SealedMember<RecordEntriesTable>,
): string {
  return fieldOf(RecordEntriesTable, member, id, patientId);
}
