import { findRow, type Row } from '../../rows.js';
import type { Sql } from '../../sql.js';
import { SupplierListsTable } from '../../tables/catalogue/supplier-lists.js';

export type SupplierList = Row<SupplierListsTable>;
/** Whose list in whose catalogue. */
export type OfSupplier = Pick<SupplierList, 'clinicId' | 'supplier'>;

/** What a clinic's catalogue has of a supplier. */
export interface ListStanding extends Pick<SupplierList, 'supplier' | 'effectiveFrom' | 'lastListAt'> {
  readonly productsActive: number;
  /** Of the latest import that stands, of a full or a partial list. */
  readonly lastImportAt: Date | null;
}

/** Which list of a supplier is in force in a clinic's catalogue. */
export class SupplierListRepository {
  constructor(private readonly db: Sql) {}

  find({ clinicId, supplier }: OfSupplier): Promise<SupplierList | null> {
    return findRow(this.db, SupplierListsTable, { clinicId, supplier });
  }

  /** Of every supplier of which an import was ever previewed. */
  async listStandings(clinicId: string): Promise<readonly ListStanding[]> {
    const { rows } = await this.db.query<ListStanding>(
      `select l.supplier, l.effective_from, l.last_list_at,
              (select max(i.applied_at) from supplier_imports i
                where i.clinic_id = l.clinic_id and i.supplier = l.supplier and i.state in ('applied', 'undoing')) as last_import_at,
              (select count(*)::int from supplier_products p
                where p.clinic_id = l.clinic_id and p.supplier = l.supplier and p.active and not p.withdrawn) as products_active
         from supplier_lists l where l.clinic_id = $1`,
      [clinicId],
    );
    return rows;
  }

  /** The row is held until the transaction ends; it is made where there is none. */
  async lock({ clinicId, supplier }: OfSupplier): Promise<SupplierList> {
    const { rows } = await this.db.query<SupplierList>(
      `insert into supplier_lists (clinic_id, supplier, version) values ($1, $2, 0)
       on conflict (clinic_id, supplier) do update set version = supplier_lists.version
       returning clinic_id, supplier, version, effective_from, last_list_at`,
      [clinicId, supplier],
    );
    const [row] = rows;
    if (!row) throw new Error('an upsert returned no row');
    return row;
  }

  /** Another list is in force from now on: every preview of the supplier that was made before is out of date. */
  async replace(of: OfSupplier, list: Pick<SupplierList, 'effectiveFrom' | 'lastListAt'>): Promise<void> {
    await this.db.query(
      'update supplier_lists set version = version + 1, effective_from = $3, last_list_at = $4 where clinic_id = $1 and supplier = $2',
      [of.clinicId, of.supplier, list.effectiveFrom, list.lastListAt],
    );
  }
}
