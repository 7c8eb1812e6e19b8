import { randomUUID } from 'node:crypto';
import type { DocumentStore } from '../../../adapters/documents/port.js';
import { type Spreadsheet, type SpreadsheetReader, SpreadsheetRefused } from '../../../adapters/spreadsheets/port.js';
import { SYSTEM } from '../../../domain/actor.js';
import { holdsOf, type ImportFailure, type ImportReport, MOST_ROWS } from '../../../domain/formulary/imports/import.js';
import type { ListSummary, ReadRow } from '../../../domain/formulary/imports/list.js';
import { planRow } from '../../../domain/formulary/imports/planned-row.js';
import { readList } from '../../../domain/formulary/imports/read-list.js';
import { SPREADSHEET_FAILURES } from '../../../domain/spreadsheet-failures.js';
import type { DrugImport } from '../../../models/repositories/formulary/drug-imports.js';
import type { FormularyScope } from '../../../models/repositories/formulary/slice.js';
import type { StagedRow } from '../../../models/repositories/formulary/staged-lists.js';
import type { UnitOfWork } from '../../../models/scope.js';
import { type Attempt, whileAlive } from '../../long-steps/while-alive.js';

export interface StageImportDeps {
  readonly unitOfWork: UnitOfWork<FormularyScope>;
  readonly documents: Pick<DocumentStore, 'get'>;
  readonly reader: SpreadsheetReader;
  readonly now: () => Date;
  /** Lets everything else that waits happen first. */
  readonly breathe: () => Promise<unknown>;
}

/** Rows between two breaths: some milliseconds of work. */
const BREATH = 100;
/** Rows that are looked up and staged together. */
const BATCH = 1_000;
const TRANSACTION = { statementTimeoutMs: 60_000 };

/**
 * Reads the file of an import and stages what it would change, whole or not at all: the file is read in a thread, each row against
 * the clinic's formulary, and one transaction writes rows, counts and state. An attempt that dies leaves nothing, and the next one
 * begins anew. A file that cannot be used ends the import with a sentence that helps.
 */
export function stageImport(deps: StageImportDeps) {
  return async (importId: string, attempt: Attempt): Promise<void> => {
    const found = await begin(deps, importId);
    if (!found) return;
    const bytes = await deps.documents.get(found.document);
    if (bytes === null) throw new Error('the file of an import is gone');
    const read = await whileAlive(readFile(deps, bytes, attempt), attempt.heartbeat);
    if ('failure' in read) return end(deps, importId, read.failure);
    const { rows, summary } = await listed(deps, found, read.spreadsheet, attempt);
    const staged = await planned(deps, found, rows, attempt);
    await stage(deps, found, { rows: staged, summary }, attempt);
  };
}

/** Null: nobody waits for it, because it was cancelled, or another attempt has done it. */
function begin({ unitOfWork, now }: StageImportDeps, importId: string): Promise<DrugImport | null> {
  return unitOfWork.withScope(SYSTEM, async ({ drugImports }) => {
    const found = await drugImports.lock(importId);
    if (found?.state !== 'received' && found?.state !== 'reading') return null;
    return drugImports.change(importId, { state: 'reading', rowsProcessed: 0, rowsTotal: null }, now());
  });
}

type FileRead = { readonly spreadsheet: Spreadsheet } | { readonly failure: ImportFailure };

async function readFile({ reader }: StageImportDeps, bytes: Uint8Array, { signal }: Attempt): Promise<FileRead> {
  try {
    return { spreadsheet: await reader.read(bytes, { maxRows: MOST_ROWS, signal }) };
  } catch (error) {
    if (!(error instanceof SpreadsheetRefused)) throw error;
    return { failure: { code: error.code, ...SPREADSHEET_FAILURES[error.code], details: { ...error.details } } };
  }
}

async function listed(deps: StageImportDeps, { id, createdAt }: DrugImport, { sheets }: Spreadsheet, attempt: Attempt) {
  const total = sheets.reduce((sum, { rows }) => sum + rows.length, 0);
  const reading = readList(sheets, dayOf(createdAt));
  const rows: ReadRow[] = [];
  for (;;) {
    const next = reading.next();
    if (next.done) return { rows, summary: next.value };
    rows.push(next.value);
    if (rows.length % BREATH === 0) await goOn(deps, attempt);
    if (rows.length % BATCH === 0)
      await report(deps, id, { rowsProcessed: Math.floor(rows.length / 2), rowsTotal: total });
  }
}

/** Each row with what it does to the clinic's formulary. */
async function planned(
  deps: StageImportDeps,
  { id, clinicId, createdAt }: DrugImport,
  rows: readonly ReadRow[],
  attempt: Attempt,
): Promise<readonly StagedRow[]> {
  const staged: StagedRow[] = [];
  for (let first = 0; first < rows.length; first += BATCH) {
    const batch = rows.slice(first, first + BATCH);
    const keys = batch.flatMap(({ outcome, key }) => (typeof outcome === 'object' && key !== null ? [key] : []));
    const known = await deps.unitOfWork.withScope(SYSTEM, (scope) => scope.drugs.listKnown(clinicId, keys));
    for (const read of batch) {
      const row = planRow(read, known.get(read.key ?? '') ?? [], dayOf(createdAt));
      const drugId = row.item && (row.item.known?.rowId ?? randomUUID());
      staged.push({ ...row, sheet: read.sheet, row: read.row, drugId });
      if (staged.length % BREATH === 0) await goOn(deps, attempt);
    }
    await report(deps, id, { rowsProcessed: Math.floor((rows.length + staged.length) / 2), rowsTotal: rows.length });
  }
  return staged;
}

interface Staged {
  readonly rows: readonly StagedRow[];
  readonly summary: ListSummary;
}

async function stage(
  deps: StageImportDeps,
  { id, clinicId }: DrugImport,
  staged: Staged,
  attempt: Attempt,
): Promise<void> {
  const { rows, summary } = staged;
  await deps.unitOfWork.withScope(
    SYSTEM,
    async (scope) => {
      const found = await scope.drugImports.lock(id);
      // Cancelled while it was read.
      if (found?.state !== 'reading') return;
      await scope.stagedLists.clear(id);
      const of = { importId: id, clinicId };
      for (let first = 0; first < rows.length; first += BATCH) {
        await scope.stagedLists.add(of, first, rows.slice(first, first + BATCH));
        await goOn(deps, attempt);
      }
      const counted = (async () => {
        if (found.coverage === 'full' && !summary.failure) await scope.stagedLists.addMissing(of, rows.length);
        await scope.stagedLists.analyze();
        return reportOf(scope, clinicId, id, staged);
      })();
      const report = await whileAlive(counted, attempt.heartbeat);
      const at = deps.now();
      const progress = { report, rowsProcessed: rows.length, rowsTotal: rows.length };
      if (summary.failure) {
        await scope.drugImports.change(
          id,
          { ...progress, state: 'failed', failure: summary.failure, finishedAt: at },
          at,
        );
        return;
      }
      const isApproved = found.mode === 'apply' && report.heldBy.length === 0;
      const next = isApproved ? { state: 'applying', decidedBy: found.requestedBy } : { state: 'previewed' };
      await scope.drugImports.change(id, { ...progress, ...(next as Pick<DrugImport, 'state'>), previewedAt: at }, at);
    },
    TRANSACTION,
  );
}

async function reportOf(
  scope: FormularyScope,
  clinicId: string,
  importId: string,
  { rows, summary }: Staged,
): Promise<ImportReport> {
  const { failure: _, ...said } = summary;
  const of = (kind: StagedRow['kind']) => rows.filter((one) => one.kind === kind).length;
  const problems = rows.flatMap((row) => row.problems);
  const errorsTotal = problems.filter(({ severity }) => severity === 'error').length;
  const [rowsTotal, rowsInvalid, rowsSkipped] = [rows.length, of('invalid'), of('skipped')];
  const counted = { rowsTotal, rowsInvalid, rowsSkipped, preview: await scope.stagedLists.counts(importId) };
  return {
    ...said,
    ...counted,
    rowsValid: rowsTotal - rowsInvalid - rowsSkipped,
    errorsTotal,
    warningsTotal: problems.length - errorsTotal,
    heldBy: holdsOf(counted, await scope.stagedLists.countListed(clinicId)),
  };
}

/** Ends an import whose file cannot be used, or that no attempt could read. */
async function end({ unitOfWork, now }: StageImportDeps, importId: string, failure: ImportFailure): Promise<void> {
  await unitOfWork.withScope(SYSTEM, async ({ drugImports }) => {
    const found = await drugImports.lock(importId);
    if (found?.state !== 'reading') return;
    await drugImports.change(importId, { state: 'failed', failure, finishedAt: now() }, now());
  });
}

async function goOn({ breathe }: StageImportDeps, { heartbeat, signal }: Attempt): Promise<void> {
  heartbeat();
  await breathe();
  signal.throwIfAborted();
}

function report(
  { unitOfWork, now }: StageImportDeps,
  id: string,
  progress: Pick<DrugImport, 'rowsProcessed' | 'rowsTotal'>,
) {
  return unitOfWork.withScope(SYSTEM, ({ drugImports }) => drugImports.change(id, progress, now()));
}

const dayOf = (at: Date) => at.toISOString().slice(0, 10);
