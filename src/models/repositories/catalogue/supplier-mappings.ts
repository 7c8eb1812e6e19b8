import { insertRow, type Row } from '../../rows.js';
import type { Sql } from '../../sql.js';
import { SupplierMappingsTable } from '../../tables/catalogue/supplier-mappings.js';

export type StoredMapping = Row<SupplierMappingsTable>;

/** How clinics read price lists: their own mappings, every version of them. */
export class SupplierMappingRepository {
  constructor(private readonly db: Sql) {}

  /** The latest version of each of a clinic's mappings. */
  async listCurrent(clinicId: string): Promise<readonly Pick<StoredMapping, 'key' | 'version' | 'mapping'>[]> {
    const { rows } = await this.db.query<Pick<StoredMapping, 'key' | 'version' | 'mapping'>>(
      'select distinct on (key) key, version, mapping from supplier_mappings where clinic_id = $1 order by key, version desc',
      [clinicId],
    );
    return rows;
  }

  /** A version that is written is never changed: call it while nobody else writes mappings of the clinic. */
  async insert(row: StoredMapping): Promise<void> {
    await insertRow(this.db, SupplierMappingsTable, row);
  }
}
