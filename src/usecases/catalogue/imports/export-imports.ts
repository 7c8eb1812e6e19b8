import type { TableWriter } from '../../../adapters/spreadsheets/port.js';
import type { UserActor } from '../../../domain/actor.js';
import { IMPORT_COLUMNS } from '../../../domain/catalogue/exports/import-columns.js';
import { rowOf, type TableCell } from '../../../domain/table-columns.js';
import type { CatalogueScope } from '../../../models/repositories/catalogue/slice.js';
import type { MatchingImports } from '../../../models/repositories/catalogue/supplier-imports.js';
import type { UnitOfWork } from '../../../models/scope.js';
import type { ListFile } from '../export-products.js';

interface Deps {
  readonly unitOfWork: UnitOfWork<CatalogueScope>;
  readonly tables: TableWriter;
  readonly now: () => Date;
}

/** All imports that match as a file, the latest first, as they are at one moment; each file is a row of the audit. */
export function exportSupplierImports({ unitOfWork, tables, now }: Deps) {
  return (actor: UserActor, matching: MatchingImports, format: 'csv' | 'xlsx'): Promise<ListFile> =>
    unitOfWork.withScope(actor, async (scope) => {
      const at = now();
      const { clinicId, supplier = null, state = null } = matching;
      let rows = 0;
      async function* batches(): AsyncGenerator<readonly (readonly TableCell[])[]> {
        for await (const batch of scope.supplierImports.listInBatches(matching)) {
          rows += batch.length;
          yield batch.map((one) => rowOf(IMPORT_COLUMNS, one));
        }
      }
      const file = await tables.write({ format, name: 'Imports', columns: IMPORT_COLUMNS, batches: batches() });
      const about = { entity: 'clinic', entityId: clinicId, clinicId } as const;
      const details = { format, rows, supplier, state };
      await scope.audit.record({ ...about, action: 'supplier_import.exported', details }, at);
      return { ...file, format, name: `imports-${at.toISOString().slice(0, 10)}.${format}` };
    });
}
