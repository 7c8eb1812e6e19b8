import type { DocumentStore } from '../../../adapters/documents/port.js';
import {
  type OnRows,
  type PriceListReader,
  type RowsProgress,
  SpreadsheetRefused,
} from '../../../adapters/spreadsheets/port.js';
import { SYSTEM } from '../../../domain/actor.js';
import { rowsApplied, rowsStaged } from '../../../domain/catalogue/import-progress.js';
import {
  holdsOf,
  type ImportFailure,
  type ImportLimits,
  type ImportReport,
} from '../../../domain/catalogue/imports.js';
import type { InterpretedList } from '../../../domain/catalogue/interpret.js';
import type { ReadRow, RowProblem } from '../../../domain/catalogue/list.js';
import type { SupplierMapping } from '../../../domain/catalogue/mappings/mapping.js';
import { sentenceOf } from '../../../domain/catalogue/reasons.js';
import { type ClinicPolicy, clinicPolicy } from '../../../domain/clinics/public.js';
import type { Coverage } from '../../../domain/list-imports.js';
import { toDecimal } from '../../../domain/money.js';
import { SPREADSHEET_FAILURES } from '../../../domain/spreadsheet-failures.js';
import type { CatalogueScope } from '../../../models/repositories/catalogue/slice.js';
import type { SupplierImport } from '../../../models/repositories/catalogue/supplier-imports.js';
import type { OfSupplier, SupplierList } from '../../../models/repositories/catalogue/supplier-lists.js';
import type { ClinicsScope } from '../../../models/repositories/clinics/public.js';
import type { UnitOfWork } from '../../../models/scope.js';
import { failPoint } from '../../../observability/fail-points.js';
import { type Attempt, whileAlive } from '../../long-steps/while-alive.js';
import type { SupplierMappings } from '../mappings.js';
import {
  type ImportAttentionDeps,
  type ImportAttentionScope,
  NO_ATTENTION_CHANGE,
  openFailed,
  openHeld,
  passOnAttention,
} from './import-attention.js';
import { landedRows } from './landed-rows.js';
import { noteProgress } from './note-progress.js';

export interface StageSupplierImportDeps extends ImportAttentionDeps {
  readonly unitOfWork: UnitOfWork<ImportAttentionScope>;
  readonly documents: Pick<DocumentStore, 'get'>;
  readonly priceLists: PriceListReader;
  readonly mappings: SupplierMappings;
  readonly now: () => Date;
  readonly maxRows: number;
  /** Of the installation; a clinic may have its own. */
  readonly policy: ClinicPolicy;
}

const TRANSACTION = { statementTimeoutMs: 60_000 };

/**
 * Reads the file of an import and stages what it would change, whole or not at all: a thread reads file and rows, and one transaction
 * writes rows, counts and state against the catalogue as it is. An attempt that dies leaves nothing, and the next one begins anew. A
 * file that cannot be used ends the import with a sentence that helps.
 */
export function stageSupplierImport(deps: StageSupplierImportDeps) {
  return async (importId: string, attempt: Attempt): Promise<void> => {
    const found = await begin(deps, importId);
    if (!found) return;
    const bytes = await deps.documents.get(found.document);
    if (bytes === null) throw new Error('the file of an import is gone');
    const mappings = await deps.unitOfWork.withScope(SYSTEM, (scope) => deps.mappings(scope, found.clinicId));
    const onRows = noteProgress(deps, { id: importId, state: 'reading' }, attempt.heartbeat);
    const read = await whileAlive(
      readList(deps, found, { bytes, mappings, signal: attempt.signal, onRows }),
      attempt.heartbeat,
    );
    attempt.signal.throwIfAborted();
    if ('failure' in read) return end(deps, importId, read.failure);
    const mapping = mappings.get(read.supplier);
    if (!mapping) throw new Error('a list was read by a mapping that nobody has');
    await whileAlive(stage(deps, importId, { ...read, mapping, onRows }), attempt.heartbeat);
    failPoint('import.staged');
  };
}

/** Null: nobody waits for it, because it was cancelled, or another attempt has done it. */
function begin({ unitOfWork, now }: StageSupplierImportDeps, importId: string): Promise<SupplierImport | null> {
  return unitOfWork.withScope(SYSTEM, async ({ supplierImports }) => {
    const found = await supplierImports.lock(importId);
    if (found?.state !== 'received' && found?.state !== 'reading') return null;
    // Of one that is previewed anew, the preview is over.
    const begun = { state: 'reading', rowsProcessed: 0, rowsTotal: null, report: null, previewedAt: null } as const;
    return supplierImports.change(importId, begun, now());
  });
}

interface ToRead {
  readonly bytes: Uint8Array;
  readonly mappings: ReadonlyMap<string, SupplierMapping>;
  readonly signal: AbortSignal;
  readonly onRows: OnRows;
}

async function readList(
  deps: StageSupplierImportDeps,
  { supplier, mode }: SupplierImport,
  { bytes, mappings, signal, onRows }: ToRead,
): Promise<InterpretedList> {
  const limits = {
    ...{ maxRows: deps.maxRows, signal },
    onRows: ({ rowsProcessed: done, rowsTotal }: RowsProgress) =>
      onRows({ rowsProcessed: rowsStaged(mode, 'read', { done, total: rowsTotal }), rowsTotal }),
  };
  try {
    const work = { mappings: Object.fromEntries(mappings), supplier };
    return await deps.priceLists.read(bytes, work, limits);
  } catch (error) {
    if (!(error instanceof SpreadsheetRefused)) throw error;
    return { failure: { code: error.code, ...SPREADSHEET_FAILURES[error.code], details: { ...error.details } } };
  }
}

type Listed = Exclude<InterpretedList, { readonly failure: ImportFailure }> & {
  readonly mapping: SupplierMapping;
  readonly onRows: OnRows;
};

async function stage(deps: StageSupplierImportDeps, id: string, listed: Listed): Promise<void> {
  const { unitOfWork, now } = deps;
  const change = await unitOfWork.withScope(
    SYSTEM,
    async (scope) => {
      const { clinicId } = (await scope.supplierImports.find(id)) ?? {};
      if (!clinicId) return NO_ATTENTION_CHANGE;
      const of = { clinicId, supplier: listed.supplier };
      // The preview is of the catalogue in this version. The list first, then the import, in every transaction that holds both.
      const list = await scope.supplierLists.lock(of);
      const known = await scope.supplierImports.find(id);
      // Cancelled while it was read, or another attempt has staged it.
      if (known?.state !== 'reading') return NO_ATTENTION_CHANGE;
      const coverage = known.coverage ?? listed.mapping.coverage;
      await stageRows(scope, known, { of, coverage, listed });
      // Held as late as this: what is counted meanwhile another transaction writes.
      const found = await scope.supplierImports.lock(id);
      if (found?.state !== 'reading') {
        await scope.stagedPriceLists.clear(id);
        return NO_ATTENTION_CHANGE;
      }
      const limits = await limitsOf(deps, scope, clinicId);
      const report = await reportOf(limits, scope, { found, list, listed });
      const at = now();
      const { effectiveFrom } = listed.summary;
      const next = nextOf(found, { report, failure: listed.unusable, at });
      const total = report.rowsTotal;
      const rowsProcessed = next.state === 'applying' ? rowsApplied(found.mode, { done: 0, total }) : total;
      const progress = { report, rowsProcessed, rowsTotal: total };
      const about = { supplier: listed.supplier, coverage, effectiveFrom, baseVersion: list.version };
      const changed = await scope.supplierImports.change(id, { ...progress, ...about, ...next }, at);
      if (listed.unusable) return openFailed(scope, changed, listed.unusable, at);
      const held = { found: changed, holds: report.heldBy, supplierName: listed.mapping.supplierName };
      return changed.state === 'previewed' ? openHeld(deps, scope, held, at) : NO_ATTENTION_CHANGE;
    },
    TRANSACTION,
  );
  await passOnAttention(deps, change);
}

interface RowsToStage {
  readonly of: OfSupplier;
  readonly coverage: Coverage;
  readonly listed: Listed;
}

async function stageRows(
  scope: CatalogueScope,
  { id, mode }: SupplierImport,
  { of, coverage, listed }: RowsToStage,
): Promise<void> {
  const rows = await landedRows(scope, of, listed);
  const total = rows.length;
  const noting = (step: 'landed' | 'compared') => (done: number) =>
    listed.onRows({ rowsProcessed: rowsStaged(mode, step, { done, total }), rowsTotal: total });
  await scope.stagedPriceLists.stage(id, of, {
    rows,
    // What is of no use must not say that everything else is gone.
    coverage: listed.unusable ? 'partial' : coverage,
    onLanded: noting('landed'),
    onCompared: noting('compared'),
  });
}

/** Applied at once, where its mode says so and nothing holds it; else a person looks at it. One that is of no use has failed. */
function nextOf(
  { mode, requestedBy }: SupplierImport,
  staged: { readonly report: ImportReport; readonly failure: ImportFailure | null; readonly at: Date },
): Partial<SupplierImport> {
  const { report, failure, at } = staged;
  if (failure) return { state: 'failed', failure, finishedAt: at };
  const isApproved = mode === 'apply' && report.heldBy.length === 0;
  return { previewedAt: at, ...(isApproved ? { state: 'applying', decidedBy: requestedBy } : { state: 'previewed' }) };
}

interface Staged {
  readonly found: SupplierImport;
  readonly list: SupplierList;
  readonly listed: Listed;
}

/** Above which percentages a list waits for a person. */
async function limitsOf(
  { policy }: StageSupplierImportDeps,
  scope: ClinicsScope,
  clinicId: string,
): Promise<ImportLimits> {
  const clinic = await scope.clinics.find(clinicId);
  const { importMaxErrors, importMaxDeactivated, importMaxPriceChange } = clinicPolicy(policy, clinic?.policy ?? {});
  return { maxErrors: importMaxErrors, maxDeactivated: importMaxDeactivated, maxPriceChange: importMaxPriceChange };
}

async function reportOf(
  limits: ImportLimits,
  scope: CatalogueScope,
  { found, list, listed: { rows, summary } }: Staged,
): Promise<ImportReport> {
  const { id } = found;
  const jumps = await scope.stagedPriceLists.priceJumps(id, limits.maxPriceChange);
  const warnings = jumps.map((jump) => ({ place: jump.place, problem: priceChangeOf(jump) }));
  await scope.stagedPriceLists.warn(id, warnings);
  const problems = rows.flatMap((row) => row.problems);
  const errorsTotal = problems.filter(({ severity }) => severity === 'error').length;
  const count = (outcome: ReadRow['outcome']) => rows.filter((row) => row.outcome === outcome).length;
  const [rowsTotal, rowsInvalid, rowsSkipped] = [rows.length, count('invalid'), count('skipped')];
  const counted = { rowsTotal, rowsInvalid, rowsSkipped, preview: await scope.stagedPriceLists.preview(id) };
  const guarded = {
    ...counted,
    active: await scope.stagedPriceLists.countActive(list),
    priceJumps: jumps.length,
    effectiveFrom: summary.effectiveFrom,
    inForceFrom: list.effectiveFrom,
    isOvertaken: await scope.supplierImports.isOvertaken(found),
  };
  return {
    ...summary,
    ...counted,
    rowsValid: rowsTotal - rowsInvalid - rowsSkipped,
    errorsTotal,
    warningsTotal: problems.length - errorsTotal + warnings.length,
    heldBy: holdsOf(guarded, limits),
  };
}

function priceChangeOf({
  sheet,
  row,
  before,
  after,
}: {
  readonly sheet: string;
  readonly row: number;
  readonly before: number;
  readonly after: number;
}): RowProblem {
  return {
    ...{ severity: 'warning', sheet, row, column: null, heading: null, field: 'wholesale_price' },
    ...{
      value: toDecimal(after),
      code: 'price_change',
      reason: `${sentenceOf({ code: 'price_change', why: 'is' })} It was ${toDecimal(before)}.`,
    },
  };
}

/** Ends an import whose file cannot be used. */
async function end(deps: StageSupplierImportDeps, importId: string, failure: ImportFailure): Promise<void> {
  const { unitOfWork, now } = deps;
  const change = await unitOfWork.withScope(SYSTEM, async (scope) => {
    const found = await scope.supplierImports.lock(importId);
    if (found?.state !== 'reading') return NO_ATTENTION_CHANGE;
    await scope.supplierImports.change(importId, { state: 'failed', failure, finishedAt: now() }, now());
    return openFailed(scope, found, failure, now());
  });
  await passOnAttention(deps, change);
}
