import type { TableWriter } from '../../../adapters/spreadsheets/port.js';
import type { UserActor } from '../../../domain/actor.js';
import { CHANGE_COLUMNS } from '../../../domain/catalogue/exports/change-columns.js';
import type { ChangeKind } from '../../../domain/catalogue/imports.js';
import { rowOf, type TableCell } from '../../../domain/table-columns.js';
import type { CatalogueScope } from '../../../models/repositories/catalogue/slice.js';
import type { UnitOfWork } from '../../../models/scope.js';
import type { ListFile } from '../export-products.js';
import { withProduct } from './list-changes.js';
import { importOf } from './read-imports.js';

interface Deps {
  readonly unitOfWork: UnitOfWork<CatalogueScope>;
  readonly tables: TableWriter;
  readonly now: () => Date;
}

/** Which changes of which import. */
export interface MatchingChanges {
  readonly clinicId: string;
  readonly id: string;
  readonly kind: ChangeKind | undefined;
}

/**
 * What an import would change, or has changed, as a file with a row for each product; each file is a row of the audit.
 * @throws DomainError not_found
 */
export function exportImportChanges({ unitOfWork, tables, now }: Deps) {
  return (actor: UserActor, { clinicId, id, kind }: MatchingChanges, format: 'csv' | 'xlsx'): Promise<ListFile> =>
    unitOfWork.withScope(actor, async (scope) => {
      const { state, supplier } = await importOf(scope, id, clinicId);
      let rows = 0;
      async function* batches(): AsyncGenerator<readonly (readonly TableCell[])[]> {
        for await (const batch of scope.stagedPriceLists.listChangesInBatches(id, kind)) {
          rows += batch.length;
          yield batch.map((one) => rowOf(CHANGE_COLUMNS, withProduct(one, state)));
        }
      }
      const file = await tables.write({ format, name: 'Changes', columns: CHANGE_COLUMNS, batches: batches() });
      const about = { entity: 'supplier_import', entityId: id, clinicId } as const;
      const details = { format, rows, kind: kind ?? null };
      await scope.audit.record({ ...about, action: 'supplier_import.changes_exported', details }, now());
      return { ...file, format, name: `${supplier ?? 'price-list'}-changes.${format}` };
    });
}
