import { createHash } from 'node:crypto';
import { DownloadFailed, type Downloads, type FetchedFile } from '../../../adapters/downloads/port.js';
import { SYSTEM } from '../../../domain/actor.js';
import type { PullFailureCode } from '../../../domain/catalogue/sources/pull-failures.js';
import { DomainError } from '../../../domain/errors.js';
import type { CatalogueScope } from '../../../models/repositories/catalogue/slice.js';
import type { SupplierImport } from '../../../models/repositories/catalogue/supplier-imports.js';
import type { LastPull, StoredSource } from '../../../models/repositories/catalogue/supplier-sources.js';
import { failPoint } from '../../../observability/fail-points.js';
import { type Attempt, whileAlive } from '../../long-steps/while-alive.js';
import { type SubmitPriceListDeps, submitPriceList, submittedImportId } from '../imports/submit-price-list.js';
import { type PullOutcome, type PullRun, type RecordPullDeps, recordPull } from './record-pull.js';

export interface PullDeps extends SubmitPriceListDeps, RecordPullDeps {
  readonly unitOfWork: RecordPullDeps['unitOfWork'];
  readonly downloads: Downloads;
}

/** There is no list to be had; `version` is that of the source which was asked. */
export class PullFailed extends Error {
  override readonly name = 'PullFailed';
  readonly code: PullFailureCode;

  constructor(
    cause: DownloadFailed,
    readonly version: number,
  ) {
    super(cause.code, { cause });
    this.code = cause.code;
  }
}

/** What a run begins with. */
interface Known {
  readonly source: StoredSource;
  /** Of the source as it is now; null where it was changed since. */
  readonly pull: LastPull | null;
  /** The import of this run, where an attempt before this one has come so far. */
  readonly earlier: SupplierImport | null;
  /** Imports whose file is nothing new: that of the last pull, unless it failed, and the one whose list is in force. */
  readonly fetched: SupplierImport | null;
  readonly inForce: SupplierImport | null;
}

/**
 * Fetches the list of a supplier from its source and has it imported as an upload would be; where it is the one that was imported
 * last, nothing is. An attempt that dies is repeated, and a run makes at most one import: its id follows from the run. Null: there is no such
 * source any more.
 * @throws PullFailed when there is no list to be had: whoever repeats asks first whether it is worth it
 */
export function pullPriceList(deps: PullDeps) {
  return async (run: PullRun, attempt: Attempt): Promise<PullOutcome | null> => {
    const known = await deps.unitOfWork.withScope(SYSTEM, (scope) => readKnown(scope, run));
    if (known === null) return null;
    const { source, pull, earlier } = known;
    if (pull?.run === run.run) return outcomeOf(pull);
    try {
      if (earlier) return await imported(deps, run, { importId: earlier.id, source, file: null });
      return await fetched(deps, run, known, attempt);
    } catch (error) {
      throw error instanceof DownloadFailed ? new PullFailed(error, source.version) : error;
    }
  };
}

const UNCHANGED: PullOutcome = { result: 'unchanged', importId: null, error: null };

/** Of the row alone what the engine may keep: the rest of it is nothing for a history. */
function outcomeOf({ result, importId, error }: PullOutcome): PullOutcome {
  return { result, importId, error };
}

async function fetched(deps: PullDeps, run: PullRun, known: Known, attempt: Attempt): Promise<PullOutcome> {
  const { source } = known;
  const file = await whileAlive(deps.downloads.download(wantedOf(known), attempt.signal), attempt.heartbeat);
  failPoint('pull.fetched');
  const same = file ? sameAs(known, file) : undefined;
  if (file === null || same) {
    const found = same && { knownImportId: same.id, ...validatorsOf(file) };
    await recordPull(deps)(run, UNCHANGED, { from: source, file: found });
    return UNCHANGED;
  }
  const importId = await whileAlive(submit(deps, run, source, file), attempt.heartbeat);
  failPoint('pull.submitted');
  return imported(deps, run, { importId, source, file });
}

interface Imported {
  readonly importId: string;
  readonly source: StoredSource;
  /** Null: an attempt before this one has fetched it. */
  readonly file: FetchedFile | null;
}

async function imported(deps: PullDeps, run: PullRun, { importId, source, file }: Imported): Promise<PullOutcome> {
  // An attempt before this one may have died before the import had its workflow.
  await deps.workflows.follow(importId);
  const outcome = { result: 'imported', importId, error: null } as const;
  await recordPull(deps)(run, outcome, { from: source, file: { knownImportId: importId, ...validatorsOf(file) } });
  return outcome;
}

/** How the last attempt of a run has failed. */
interface FailedRun extends PullRun {
  readonly error: PullFailureCode;
  /** Of the source that was asked; null where nobody knows. */
  readonly version?: number | null;
}

/** Ends a run whose attempts have all failed: without a list, unless one of them had its import made and could not record it. */
export function failSupplierPull(deps: RecordPullDeps) {
  return async ({ error, version = null, ...run }: FailedRun): Promise<PullOutcome> => {
    const from = version === null ? undefined : { version };
    const made = await deps.unitOfWork.withScope(SYSTEM, (scope) => findMade(scope, run));
    const outcome: PullOutcome = made
      ? { result: 'imported', importId: made.id, error: null }
      : { result: 'failed', importId: null, error };
    const file = made ? { knownImportId: made.id, ...validatorsOf(null) } : undefined;
    await recordPull(deps)(run, outcome, { from, file });
    return outcome;
  };
}

/** The import that an attempt of this run has made. */
function findMade({ supplierImports }: CatalogueScope, run: PullRun): Promise<SupplierImport | null> {
  return supplierImports.find(submittedImportId(keyOf(run)));
}

async function readKnown(scope: CatalogueScope, run: PullRun): Promise<Known | null> {
  const { supplierSources, supplierImports } = scope;
  const source = await supplierSources.find(run);
  if (!source) return null;
  const last = await supplierSources.findPull(run);
  const pull = last?.version === source.version ? last : null;
  const fetched = pull?.knownImportId ? await supplierImports.find(pull.knownImportId) : null;
  return {
    source,
    pull,
    earlier: await findMade(scope, run),
    fetched: fetched?.state === 'failed' ? null : fetched,
    inForce: await supplierImports.findLastApplied(run),
  };
}

/** A file whose import has failed is fetched again: with the validators of it, its server would say that there is nothing new. */
function wantedOf({ source: { url, headers }, pull, fetched }: Known) {
  const validators = fetched && pull ? pull : { etag: null, lastModified: null };
  return { url, headers, etag: validators.etag, lastModified: validators.lastModified };
}

function validatorsOf(file: FetchedFile | null): Pick<LastPull, 'etag' | 'lastModified'> {
  return { etag: file?.etag ?? null, lastModified: file?.lastModified ?? null };
}

/** The import that had the same bytes, of those that are nothing new. */
function sameAs({ fetched, inForce }: Known, { bytes }: FetchedFile): SupplierImport | undefined {
  const digest = createHash('sha256').update(bytes).digest('hex');
  return [inForce, fetched].find((one) => one?.fileSha256 === digest) ?? undefined;
}

async function submit(deps: PullDeps, run: PullRun, source: StoredSource, file: FetchedFile): Promise<string> {
  const { clinicId, supplier, mode, coverage } = source;
  const { name, bytes } = file;
  const list = { clinicId, supplier, mode, coverage, name, bytes, source: 'pull' } as const;
  try {
    return (await submitPriceList(deps)(SYSTEM, list, keyOf(run))).id;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    if (error.code === 'upload_rejected') throw new DownloadFailed('not_safe', error);
    if (error.code === 'payload_too_large') throw new DownloadFailed('too_large', error);
    throw error;
  }
}

/** By what a repeat of the run finds the import that it has made. */
function keyOf({ clinicId, supplier, run }: PullRun) {
  return { caller: `supplier-pull/${clinicId}/${supplier}`, key: run };
}
