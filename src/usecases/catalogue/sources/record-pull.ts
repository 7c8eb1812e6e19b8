import { SYSTEM } from '../../../domain/actor.js';
import type { PullFailureCode } from '../../../domain/catalogue/sources/pull-failures.js';
import { FAILURES_TO_SHOW, type PullResult } from '../../../domain/catalogue/sources/source.js';
import { isSame } from '../../../domain/same.js';
import type { CatalogueScope } from '../../../models/repositories/catalogue/slice.js';
import type { OfSupplier } from '../../../models/repositories/catalogue/supplier-lists.js';
import type { LastPull, StoredSource } from '../../../models/repositories/catalogue/supplier-sources.js';
import type { SupportScope } from '../../../models/repositories/support/public.js';
import type { UnitOfWork } from '../../../models/scope.js';
import type { ShowEntry } from '../../payments/public.js';

type Scope = CatalogueScope & SupportScope;

export interface RecordPullDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly showEntry: ShowEntry;
  readonly now: () => Date;
}

/** A run of a source. */
export interface PullRun extends OfSupplier {
  /** Of the workflow: what a repeat of a step has in common with the one before. */
  readonly run: string;
}

/** How a run has ended. */
export interface PullOutcome {
  readonly result: PullResult;
  readonly importId: string | null;
  readonly error: PullFailureCode | null;
}

/** What a run has fetched from: a source that is removed and made again begins anew with its versions. */
type FetchedFrom = Pick<StoredSource, 'version'> & Partial<Pick<StoredSource, 'url' | 'headers'>>;

/** What a run has met. */
export interface PullFound {
  /** Left out where nobody knows what was fetched from: it counts as the source of now. */
  readonly from?: FetchedFrom | undefined;
  /** What a file is recognised by the next time; left out, as before. */
  readonly file?: Pick<LastPull, 'knownImportId' | 'etag' | 'lastModified'> | undefined;
}

/** The entry that asks a person to look at a source. */
export function failedPullsOf({ clinicId, supplier }: OfSupplier) {
  return { subjectId: clinicId, code: 'supplier_pull_failed', about: `supplier/${supplier}` } as const;
}

/**
 * Records how a run has ended, once, whoever repeats it. The third failure in a row is shown to a person, and no later one; a run that
 * succeeds takes the entry back. Of a source that is gone, or that names another address or headers by now, nothing is recorded: another
 * server is to inherit neither validators nor failures.
 */
export function recordPull({ unitOfWork, showEntry, now }: RecordPullDeps) {
  return async (of: PullRun, outcome: PullOutcome, found: PullFound): Promise<void> => {
    const { opened, resolved } = await unitOfWork.withScope(SYSTEM, async (scope) => {
      const pull = await nextPull(scope, of, { at: now(), outcome, found });
      if (pull === null) return { opened: null, resolved: [] };
      const isThird = pull.failures === FAILURES_TO_SHOW;
      return {
        opened: isThird ? await openEntry(scope, of, outcome.error, now()) : null,
        resolved: pull.failures === 0 ? await closeEntry(scope, of, now()) : [],
      };
    });
    if (opened !== null) await showEntry(opened, 'opened');
    for (const entry of resolved) await showEntry(entry, 'resolved');
  };
}

interface Ended extends Pick<LastPull, 'at'> {
  readonly outcome: PullOutcome;
  readonly found: PullFound;
}

const NOTHING = { knownImportId: null, etag: null, lastModified: null, failures: 0 } as const;

/** Null where there is nothing to record: it is recorded, or the source is gone, or another one. */
async function nextPull(
  { supplierSources }: Scope,
  of: PullRun,
  { at, outcome, found }: Ended,
): Promise<LastPull | null> {
  const source = await supplierSources.find(of);
  const before = await supplierSources.findPull(of);
  if (!source || before?.run === of.run || (found.from && !isFrom(source, found.from))) return null;
  const { clinicId, supplier, run } = of;
  const { version } = source;
  // Another address, or other headers: nothing is known of it yet.
  const { knownImportId, etag, lastModified, failures } = before?.version === version ? before : NOTHING;
  const pull = {
    ...{ clinicId, supplier, run, version, at, ...outcome },
    ...{ knownImportId, etag, lastModified, ...found.file },
    failures: outcome.result === 'failed' ? failures + 1 : 0,
  };
  await supplierSources.recordPull(pull, before);
  return pull;
}

function isFrom(source: StoredSource, { version, url = source.url, headers = source.headers }: FetchedFrom): boolean {
  return source.version === version && source.url === url && isSame(source.headers, headers);
}

async function openEntry(
  scope: Scope,
  of: OfSupplier,
  error: PullFailureCode | null,
  now: Date,
): Promise<string | null> {
  const { clinicId, supplier } = of;
  const { code, ...entry } = failedPullsOf(of);
  const id = await scope.attention.open({ ...entry, code, clinicId, context: { supplier, error } }, now);
  if (id === null) return null;
  const about = { action: 'attention.opened', entity: 'attention', entityId: id, clinicId } as const;
  await scope.audit.record({ ...about, details: { code, supplier, error } }, now);
  return id;
}

function closeEntry(scope: Scope, of: OfSupplier, now: Date): Promise<readonly string[]> {
  return scope.attention.resolveAbout(failedPullsOf(of), SYSTEM.label, 'A list has been fetched again.', now);
}
