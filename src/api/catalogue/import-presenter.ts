import { priceChangePercent } from '../../domain/catalogue/exports/change-columns.js';
import type { ImportCounts, ImportFailure, ImportPreview } from '../../domain/catalogue/imports.js';
import type { RowProblem } from '../../domain/catalogue/list.js';
import type { StagedChange } from '../../usecases/catalogue/imports/list-changes.js';
import type { ImportView } from '../../usecases/catalogue/imports/read-imports.js';
import type {
  PriceListFailure,
  PriceListProblem,
  ProductChange,
  ProductFieldChange,
  SupplierImportCounts,
  SupplierImportPreview,
  SupplierImportView,
} from './import-responses.js';
import { contentView } from './presenter.js';

const NOTHING: ImportCounts = {
  created: 0,
  updated: 0,
  deactivated: 0,
  reactivated: 0,
  unchanged: 0,
  categoriesCreated: 0,
};

export function supplierImportView(found: ImportView): SupplierImportView {
  const { report, done, problems } = found;
  const durationMs = durationOf(found);
  return {
    id: found.id,
    supplier: found.supplier,
    file_processed: found.fileName,
    file_sha256: found.fileSha256,
    file_size: found.fileSize,
    mode: found.mode,
    coverage: found.coverage,
    source: found.source,
    requested_by: found.requestedBy,
    state: found.state,
    progress: progressOf(found),
    rows_processed: found.rowsProcessed,
    rows_total: report?.rowsTotal ?? found.rowsTotal,
    rows_valid: report?.rowsValid ?? 0,
    rows_invalid: report?.rowsInvalid ?? 0,
    rows_skipped: report?.rowsSkipped ?? 0,
    preview: report && previewView(report.preview),
    ...countsView(done ?? NOTHING),
    errors: problems.errors.map(problemView),
    errors_total: report?.errorsTotal ?? 0,
    warnings: problems.warnings.map(problemView),
    warnings_total: report?.warningsTotal ?? 0,
    sheets: (report?.sheets ?? []).map(({ name, state, headerRow, rows }) => ({
      name,
      state,
      header_row: headerRow,
      rows,
    })),
    columns: (report?.columns ?? []).map((column) => ({ ...column })),
    absent_fields: [...(report?.absentFields ?? [])],
    effective_from: found.effectiveFrom,
    held_by: (report?.heldBy ?? []).map((hold) => ({ ...hold })),
    failure: found.failure && failureView(found.failure),
    created_at: found.createdAt.toISOString(),
    finished_at: found.finishedAt?.toISOString() ?? null,
    applied_at: found.appliedAt?.toISOString() ?? null,
    execution_time: durationMs === null ? null : `${(durationMs / 1_000).toFixed(1)} seconds`,
    duration_ms: durationMs,
  };
}

/** Without the time that it waited for a person; applying it is one transaction. */
function durationOf({ createdAt, previewedAt, finishedAt }: ImportView): number | null {
  const end = previewedAt ?? finishedAt;
  return end && Math.max(0, end.getTime() - createdAt.getTime());
}

/** How it stands, for who follows it live. */
export function importChangedView({ id, supplier, state, rowsProcessed, rowsTotal }: Omit<ImportView, 'problems'>) {
  const progress = progressOf({ state, rowsProcessed, rowsTotal });
  return { id, supplier, state, progress, rows_processed: rowsProcessed, rows_total: rowsTotal };
}

/** Percent of its rows that are done, on the way to where it rests. */
export function progressOf({
  state,
  rowsProcessed,
  rowsTotal,
}: Pick<ImportView, 'state' | 'rowsProcessed' | 'rowsTotal'>): number {
  if (state === 'received') return 0;
  if (state !== 'reading' && state !== 'applying') return 100;
  return rowsTotal ? Math.min(99, Math.floor((rowsProcessed * 100) / rowsTotal)) : 0;
}

function previewView({ priceChanges, ...counts }: ImportPreview): SupplierImportPreview {
  return { ...countsView(counts), price_changes: priceChanges };
}

function countsView(counts: ImportCounts): SupplierImportCounts {
  return {
    products_created: counts.created,
    products_updated: counts.updated,
    products_deactivated: counts.deactivated,
    products_reactivated: counts.reactivated,
    unchanged: counts.unchanged,
    categories_created: counts.categoriesCreated,
  };
}

export function problemView({ severity: _, ...problem }: RowProblem): PriceListProblem {
  return problem;
}

function failureView({ details = {}, ...failure }: ImportFailure): PriceListFailure {
  const { layout, ...others } = details;
  const view: PriceListFailure = { ...failure, ...others };
  if (layout) {
    const { headerRow, headings, sheet, proposed } = layout;
    view.layout = { sheet, header_row: headerRow, headings: [...headings], proposed: { ...proposed } };
  }
  return view;
}

export function changeView({ kind, productId, content, before }: StagedChange): ProductChange {
  const view = { ...contentView(content), stock_status: content.stockStatus };
  const earlier = before && { ...contentView(before), stock_status: before.stockStatus };
  const { product_code, product_name } = view;
  return {
    kind,
    product: productId,
    product_code,
    product_name,
    changes: changesBetween(earlier, view),
    price_change_percent: priceChangePercent({ before, content }),
  };
}

function changesBetween(before: object | null, after: object): ProductFieldChange[] {
  const earlier: Readonly<Record<string, unknown>> = { ...before };
  return Object.entries(after).flatMap(([field, to]) => {
    const from = earlier[field] ?? null;
    return JSON.stringify(from) === JSON.stringify(to) ? [] : [{ field, from, to }];
  });
}
