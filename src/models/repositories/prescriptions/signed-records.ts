import type { KeyRing } from '../../../config/key-ring.js';
import { findRow, type Row } from '../../rows.js';
import type { Sql } from '../../sql.js';
import { PrescriptionsTable } from '../../tables/prescriptions/prescriptions.js';
import { codeKey } from './prescriptions.js';

/** The columns of a prescription alone, its texts sealed. */
export type BarePrescription = Row<PrescriptionsTable>;

/** What a prescription is compared with, also where its sealed texts cannot be opened any more. */
export class SignedRecordRepository {
  constructor(
    private readonly db: Sql,
    private readonly keys: KeyRing,
  ) {}

  find(id: string): Promise<BarePrescription | null> {
    return findRow(this.db, PrescriptionsTable, { id });
  }

  /** Whether a prescription is found by this code: the hash in its row is this code's. */
  isFoundBy({ codeHash }: Pick<BarePrescription, 'codeHash'>, code: string): boolean {
    return this.keys.hashes(codeKey(code)).includes(codeHash);
  }

  /** Whether a row of the formulary is a version of an item: the starter item itself, or what a clinic has put in its place. */
  async isRowOfDrug(rowId: string, drugId: string): Promise<boolean> {
    if (rowId === drugId) return true;
    const { rows } = await this.db.query<{ is: boolean }>('select is_row_of_drug($1, $2) as is', [rowId, drugId]);
    return rows[0]?.is === true;
  }
}
