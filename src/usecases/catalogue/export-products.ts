import type { TableFile, TableWriter } from '../../adapters/spreadsheets/port.js';
import type { UserActor } from '../../domain/actor.js';
import { EXPORT_COLUMNS, exportedRow } from '../../domain/catalogue/exports/export-columns.js';
import type { MatchingProducts } from '../../domain/catalogue/products-query.js';
import type { TableCell } from '../../domain/table-columns.js';
import type { CatalogueScope } from '../../models/repositories/catalogue/slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import { supplierNameOf } from './comparable-products.js';
import type { SupplierMappings } from './mappings.js';

interface Deps {
  readonly unitOfWork: UnitOfWork<CatalogueScope>;
  readonly mappings: SupplierMappings;
  readonly tables: TableWriter;
  readonly now: () => Date;
}

/** A list as a file, and under which name a person saves it. */
export interface ListFile extends TableFile {
  readonly name: string;
  readonly format: 'csv' | 'xlsx';
}

const TRANSACTION = { statementTimeoutMs: 60_000 };

/**
 * All products that match as a file, which can be imported again: as they are at one moment, before an import or after it. Products are
 * read from a cursor and written some hundred at a time; each file is a row of the audit.
 */
export function exportProducts({ unitOfWork, mappings, tables, now }: Deps) {
  return (actor: UserActor, query: MatchingProducts, format: 'csv' | 'xlsx'): Promise<ListFile> =>
    unitOfWork.withScope(
      actor,
      async (scope) => {
        const at = now();
        const known = await mappings(scope, query.clinicId);
        let rows = 0;
        async function* batches(): AsyncGenerator<readonly (readonly TableCell[])[]> {
          for await (const batch of scope.supplierProducts.listInBatches(query)) {
            rows += batch.length;
            yield batch.map((row) => exportedRow({ ...row, supplierName: supplierNameOf(row.supplier, known) }));
          }
        }
        const file = await tables.write({ format, name: 'Products', columns: EXPORT_COLUMNS, batches: batches() });
        const supplier = keyOf(query, [...known.keys()]);
        const about = { entity: 'clinic', entityId: query.clinicId, clinicId: query.clinicId } as const;
        const details = { format, rows, supplier, filtered: isFiltered(query) };
        await scope.audit.record({ ...about, action: 'supplier_product.exported', details }, at);
        return { ...file, format, name: fileName(supplier, at, format) };
      },
      TRANSACTION,
    );
}

/** The key of the supplier that is asked for: a filter may be in any case, or of nobody. */
function keyOf({ supplier }: MatchingProducts, keys: readonly string[]): string | null {
  return keys.find((key) => key.toLowerCase() === supplier?.toLowerCase()) ?? null;
}

/** Whether a filter leaves products of the supplier out: such a file is imported again as a part of its list. */
function isFiltered({ clinicId, supplier, active, order, descending, ...others }: MatchingProducts): boolean {
  return active === false || Object.values(others).some((filter) => filter !== undefined && filter !== '');
}

/** `catalogue-alma-2026-11-30.xlsx`: a name that says which, and when. */
function fileName(supplier: string | null, at: Date, format: string): string {
  return `catalogue${supplier === null ? '' : `-${supplier}`}-${at.toISOString().slice(0, 10)}.${format}`;
}
