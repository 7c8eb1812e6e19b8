import type { WorkbookWriter } from '../../../adapters/spreadsheets/port.js';
import type { UserActor } from '../../../domain/actor.js';
import { errorCsv, errorSheets } from '../../../domain/catalogue/error-sheets.js';
import type { CatalogueScope } from '../../../models/repositories/catalogue/slice.js';
import type { UnitOfWork } from '../../../models/scope.js';
import type { SupplierMappings } from '../mappings.js';
import { importOf } from './read-imports.js';

interface Deps {
  readonly unitOfWork: UnitOfWork<CatalogueScope>;
  readonly mappings: SupplierMappings;
  readonly workbooks: WorkbookWriter;
  readonly now: () => Date;
}

/** Which import's rows in error, and as which file. */
export interface WantedErrorFile {
  readonly clinicId: string;
  readonly id: string;
  readonly format: 'csv' | 'xlsx';
}

/** A file of rows in error; a CSV is text, to be written as UTF-8. */
export type ErrorFile = { readonly name: string } & (
  | { readonly format: 'csv'; readonly text: string }
  | { readonly format: 'xlsx'; readonly bytes: Uint8Array }
);

/**
 * The rows in error of an import, to be corrected and imported again as a partial list; each download is a row of the audit.
 * @throws DomainError not_found
 */
export function readErrorFile({ unitOfWork, mappings, workbooks, now }: Deps) {
  return async (actor: UserActor, { clinicId, id, format }: WantedErrorFile): Promise<ErrorFile> => {
    const found = await unitOfWork.withScope(actor, async (scope) => {
      const { supplier, report } = await importOf(scope, id, clinicId);
      const rows = await scope.stagedPriceLists.listInError(id);
      const about = { entity: 'supplier_import', entityId: id, clinicId } as const;
      const details = { format, rows: rows.length };
      await scope.audit.record({ ...about, action: 'supplier_import.errors_read', details }, now());
      const mapping = supplier === null ? null : ((await mappings(scope, clinicId)).get(supplier) ?? null);
      return { supplier, mapping, sheets: errorSheets(report?.sheets ?? [], rows) };
    });
    const name = `${found.supplier ?? 'price-list'}-errors.${format}`;
    if (format === 'xlsx') return { name, format, bytes: await workbooks.write(found.sheets) };
    return { name, format, text: errorCsv(found.sheets, found.mapping) };
  };
}
