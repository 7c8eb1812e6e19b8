import type { ImportCounts, ImportFailure } from '../../domain/formulary/imports/import.js';
import type { ListProblem } from '../../domain/formulary/imports/list.js';
import type { ImportView } from '../../usecases/formulary/imports/read-import.js';
import type { DrugImportView, ImportCountsView, ImportFailureView, ListProblemView } from './import-responses.js';

const NOTHING: ImportCounts = { created: 0, updated: 0, deactivated: 0, reactivated: 0, unchanged: 0, needsReview: 0 };

export function drugImportView(found: ImportView): DrugImportView {
  const { report, done, problems } = found;
  const durationMs = durationOf(found);
  return {
    id: found.id,
    file_processed: found.fileName,
    file_sha256: found.fileSha256,
    file_size: found.fileSize,
    mode: found.mode,
    coverage: found.coverage,
    source: 'upload',
    requested_by: found.requestedBy,
    state: found.state,
    progress: progressOf(found),
    rows_processed: found.rowsProcessed,
    rows_total: report?.rowsTotal ?? found.rowsTotal,
    rows_valid: report?.rowsValid ?? 0,
    rows_invalid: report?.rowsInvalid ?? 0,
    rows_skipped: report?.rowsSkipped ?? 0,
    preview: report && countsView(report.preview),
    ...countsView(done ?? NOTHING),
    kept_on_undo: done?.kept ?? 0,
    errors: problems.errors.map(problemView),
    errors_total: report?.errorsTotal ?? 0,
    warnings: problems.warnings.map(problemView),
    warnings_total: report?.warningsTotal ?? 0,
    sheets: (report?.sheets ?? []).map(({ headerRow, ...sheet }) => ({ ...sheet, header_row: headerRow })),
    columns: (report?.columns ?? []).map((column) => ({ ...column })),
    absent_fields: [...(report?.absentFields ?? [])],
    held_by: (report?.heldBy ?? []).map((hold) => ({ ...hold })),
    failure: found.failure && failureView(found.failure),
    created_at: found.createdAt.toISOString(),
    finished_at: found.finishedAt?.toISOString() ?? null,
    applied_at: found.appliedAt?.toISOString() ?? null,
    execution_time: durationMs === null ? null : `${(durationMs / 1_000).toFixed(1)} seconds`,
    duration_ms: durationMs,
  };
}

/** Of the first look at the file; applying it is one transaction. */
function durationOf({ createdAt, previewedAt, finishedAt }: ImportView): number | null {
  const end = previewedAt ?? finishedAt;
  return end && Math.max(0, end.getTime() - createdAt.getTime());
}

function progressOf({ state, rowsProcessed, rowsTotal }: ImportView): number {
  if (state === 'received') return 0;
  if (state !== 'reading') return 100;
  return rowsTotal ? Math.min(99, Math.floor((rowsProcessed * 100) / rowsTotal)) : 0;
}

function countsView({
  created,
  updated,
  deactivated,
  reactivated,
  unchanged,
  needsReview,
}: ImportCounts): ImportCountsView {
  return {
    products_created: created,
    products_updated: updated,
    products_deactivated: deactivated,
    products_reactivated: reactivated,
    unchanged,
    needs_review: needsReview,
  };
}

function problemView({ severity: _, ...problem }: ListProblem): ListProblemView {
  return problem;
}

function failureView({ details = {}, ...failure }: ImportFailure): ImportFailureView {
  return { ...failure, ...(details as Pick<ImportFailureView, 'detected' | 'row' | 'limit'>) };
}
