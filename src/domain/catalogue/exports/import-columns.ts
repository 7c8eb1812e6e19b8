import type { Day } from '../../days.js';
import type { ImportState } from '../../list-import-states.js';
import type { Coverage, ImportMode } from '../../list-imports.js';
import type { ColumnOf, TableCell } from '../../table-columns.js';
import type { ImportCounts, ImportFailure, ImportReport, ImportSource } from '../imports.js';

/** An import as a file of imports has it. */
export interface ExportedImport {
  readonly id: string;
  /** The key of the supplier; null: not recognised. */
  readonly supplier: string | null;
  readonly fileName: string;
  readonly state: ImportState;
  readonly mode: ImportMode;
  readonly coverage: Coverage | null;
  readonly source: ImportSource;
  readonly requestedBy: string | null;
  readonly report: ImportReport | null;
  /** What was done; null: nothing so far. */
  readonly done: ImportCounts | null;
  readonly failure: ImportFailure | null;
  readonly effectiveFrom: Day | null;
  readonly createdAt: Date;
  readonly appliedAt: Date | null;
  readonly finishedAt: Date | null;
}

type ImportColumn = ColumnOf<ExportedImport>;

const text = (heading: string, value: (one: ExportedImport) => TableCell): ImportColumn => ({
  heading,
  format: 'text',
  value,
});
const counted = (heading: string, member: keyof ImportReport & `rows${string}`): ImportColumn => ({
  heading,
  format: 'figure',
  value: ({ report }) => report?.[member] ?? null,
});
/** Of what was done: 0 before. */
const changed = (heading: string, member: keyof ImportCounts): ImportColumn => ({
  heading,
  format: 'figure',
  value: ({ done }) => done?.[member] ?? 0,
});

/** The columns of a file of imports: members of the API's object that are one value, under their names. */
export const IMPORT_COLUMNS: readonly ImportColumn[] = [
  text('id', ({ id }) => id),
  text('supplier', ({ supplier }) => supplier),
  text('file_processed', ({ fileName }) => fileName),
  text('state', ({ state }) => state),
  text('mode', ({ mode }) => mode),
  text('coverage', ({ coverage }) => coverage),
  text('source', ({ source }) => source),
  text('requested_by', ({ requestedBy }) => requestedBy),
  counted('rows_total', 'rowsTotal'),
  counted('rows_valid', 'rowsValid'),
  counted('rows_invalid', 'rowsInvalid'),
  counted('rows_skipped', 'rowsSkipped'),
  changed('products_created', 'created'),
  changed('products_updated', 'updated'),
  changed('products_deactivated', 'deactivated'),
  changed('products_reactivated', 'reactivated'),
  changed('unchanged', 'unchanged'),
  changed('categories_created', 'categoriesCreated'),
  text('held_by', ({ report }) => report?.heldBy.map(({ code }) => code).join('; ') || null),
  text('failure', ({ failure }) => failure?.code ?? null),
  text('effective_from', ({ effectiveFrom }) => effectiveFrom),
  text('created_at', ({ createdAt }) => createdAt.toISOString()),
  text('applied_at', ({ appliedAt }) => appliedAt?.toISOString() ?? null),
  text('finished_at', ({ finishedAt }) => finishedAt?.toISOString() ?? null),
];
