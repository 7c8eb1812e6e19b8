import type { KeyRing } from '../../../config/key-ring.js';
import type { PrescriptionRequest } from '../../../domain/prescriptions/request.js';
import { findRow, insertRow, listRows, type Row } from '../../rows.js';
import { fieldOf } from '../../sealed-fields.js';
import type { Sql } from '../../sql.js';
import { PrescriptionDraftsTable } from '../../tables/prescriptions/prescription-drafts.js';

type DraftRow = Row<PrescriptionDraftsTable>;

/** What a doctor has not issued yet. */
export type Draft = Omit<DraftRow, 'requestSealed'> & { readonly request: PrescriptionRequest };

const requestOf = (id: string) => fieldOf(PrescriptionDraftsTable, 'requestSealed', id);

/** Drafts of prescriptions; what they say is sealed for its row. */
export class DraftRepository {
  constructor(
    private readonly db: Sql,
    private readonly keys: KeyRing,
  ) {}

  async find(id: string): Promise<Draft | null> {
    const row = await findRow(this.db, PrescriptionDraftsTable, { id });
    return row && this.open(row);
  }

  /** Of a doctor at a clinic, the latest first. */
  async list(doctorId: string, clinicId: string): Promise<readonly Draft[]> {
    const how = { order: [['createdAt', 'DESC'] as [string, string], ['id', 'DESC'] as [string, string]], limit: 200 };
    return (await listRows(this.db, PrescriptionDraftsTable, { doctorId, clinicId }, how)).map((row) => this.open(row));
  }

  async insert({ request, ...draft }: Omit<Draft, 'version' | 'createdAt' | 'updatedAt'>, now: Date): Promise<void> {
    const requestSealed = this.keys.sealText(JSON.stringify(request), requestOf(draft.id));
    await insertRow(this.db, PrescriptionDraftsTable, { ...draft, requestSealed, createdAt: now, updatedAt: now });
  }

  /** Puts another request in the draft's place; false when it has another version by now. */
  async change(
    { id, version }: Pick<Draft, 'id' | 'version'>,
    request: PrescriptionRequest,
    now: Date,
  ): Promise<boolean> {
    const { rowCount } = await this.db.query(
      `update prescription_drafts set request_sealed = $3, patient_id = $4, version = version + 1, updated_at = $5
        where id = $1 and version = $2`,
      [id, version, this.keys.sealText(JSON.stringify(request), requestOf(id)), request.patientId, now],
    );
    return rowCount === 1;
  }

  /** False when it has another version by now, or is gone. */
  async delete({ id, version }: Pick<Draft, 'id' | 'version'>): Promise<boolean> {
    const text = 'delete from prescription_drafts where id = $1 and version = $2';
    return (await this.db.query(text, [id, version])).rowCount === 1;
  }

  private open({ requestSealed, ...row }: DraftRow): Draft {
    return { ...row, request: JSON.parse(this.keys.openText(requestSealed, requestOf(row.id))) as PrescriptionRequest };
  }
}
