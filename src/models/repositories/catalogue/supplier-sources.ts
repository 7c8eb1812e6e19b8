import type { KeyRing } from '../../../config/key-ring.js';
import type { SourceHeaders } from '../../../domain/catalogue/sources/source.js';
import { addRow, changeRow, findRow, listRows, type Row } from '../../rows.js';
import { fieldOf } from '../../sealed-fields.js';
import type { Sql } from '../../sql.js';
import { SupplierPullsTable } from '../../tables/catalogue/supplier-pulls.js';
import { SupplierSourcesTable } from '../../tables/catalogue/supplier-sources.js';
import type { OfSupplier } from './supplier-lists.js';

/** Where the lists of a supplier are fetched from, with what the server is shown to let us in. */
export type StoredSource = Omit<Row<SupplierSourcesTable>, 'headersSealed'> & { readonly headers: SourceHeaders };
/** What became of the last time that a list was fetched. */
export type LastPull = Row<SupplierPullsTable>;

/** Where clinics have price lists fetched from, and what became of it. */
export class SupplierSourceRepository {
  constructor(
    private readonly db: Sql,
    private readonly keys: KeyRing,
  ) {}

  async find({ clinicId, supplier }: OfSupplier): Promise<StoredSource | null> {
    const row = await findRow(this.db, SupplierSourcesTable, { clinicId, supplier });
    return row && this.opened(row);
  }

  async list(clinicId: string): Promise<readonly StoredSource[]> {
    return (await listRows(this.db, SupplierSourcesTable, { clinicId })).map((row) => this.opened(row));
  }

  /** Of all clinics, whose sources they are. */
  async listAll(): Promise<readonly OfSupplier[]> {
    const { rows } = await this.db.query<OfSupplier>(
      'select clinic_id, supplier from supplier_sources order by clinic_id, supplier',
    );
    return rows;
  }

  insert(source: StoredSource): Promise<void> {
    return addRow(this.db, SupplierSourcesTable, this.sealed(source));
  }

  async change({ clinicId, supplier, ...change }: StoredSource): Promise<void> {
    await changeRow(
      this.db,
      SupplierSourcesTable,
      { clinicId, supplier },
      this.sealed({ clinicId, supplier, ...change }),
    );
  }

  /** With what became of its pulls; false where there is none. */
  async remove({ clinicId, supplier }: OfSupplier): Promise<boolean> {
    const { rowCount } = await this.db.query('delete from supplier_sources where clinic_id = $1 and supplier = $2', [
      clinicId,
      supplier,
    ]);
    return rowCount === 1;
  }

  findPull({ clinicId, supplier }: OfSupplier): Promise<LastPull | null> {
    return findRow(this.db, SupplierPullsTable, { clinicId, supplier });
  }

  listPulls(clinicId: string): Promise<readonly LastPull[]> {
    return listRows(this.db, SupplierPullsTable, { clinicId });
  }

  /** In place of the one before. One run writes it at a time. */
  async recordPull(pull: LastPull, before: LastPull | null): Promise<void> {
    const { clinicId, supplier } = pull;
    if (before) await changeRow(this.db, SupplierPullsTable, { clinicId, supplier }, pull);
    else await addRow(this.db, SupplierPullsTable, pull);
  }

  private sealed({ headers, ...source }: StoredSource): Row<SupplierSourcesTable> {
    const isBare = Object.keys(headers).length === 0;
    return {
      ...source,
      headersSealed: isBare ? null : this.keys.sealText(JSON.stringify(headers), headersOf(source)),
    };
  }

  private opened({ headersSealed, ...source }: Row<SupplierSourcesTable>): StoredSource {
    const headers: SourceHeaders =
      headersSealed === null ? {} : JSON.parse(this.keys.openText(headersSealed, headersOf(source)));
    return { ...source, headers };
  }
}

function headersOf({ clinicId, supplier }: OfSupplier): string {
  return fieldOf(SupplierSourcesTable, 'headersSealed', clinicId, supplier);
}
