import { PULL_FAILURES } from '../../../domain/catalogue/sources/pull-failures.js';
import { everyMsOf, nextRunAt, offsetMsOf, type PullResult } from '../../../domain/catalogue/sources/source.js';
import { notFound } from '../../../domain/errors.js';
import { supplierPullScheduleId } from '../../../domain/ids.js';
import type { CatalogueScope } from '../../../models/repositories/catalogue/slice.js';
import type { OfSupplier } from '../../../models/repositories/catalogue/supplier-lists.js';
import type { LastPull, StoredSource } from '../../../models/repositories/catalogue/supplier-sources.js';

/** Where the lists of a supplier are fetched from, and how that goes. No value of a header is in it. */
export interface SourceView extends Pick<StoredSource, 'url' | 'every' | 'mode' | 'coverage' | 'enabled'> {
  readonly headerNames: readonly string[];
  /** Null before the first time, and since its address or headers were changed. */
  readonly lastRun: {
    readonly at: Date;
    readonly result: PullResult;
    readonly importId: string | null;
    /** A sentence for whoever manages the catalogue. */
    readonly error: string | null;
  } | null;
  /** Null where nothing is fetched by itself. */
  readonly nextRunAt: Date | null;
}

export function sourceView(source: StoredSource, pull: LastPull | null, now: Date): SourceView {
  const { url, every, mode, coverage, enabled, headers, version } = source;
  const { at, result, importId, error } = pull ?? {};
  const isOfThis = at && result && pull?.version === version;
  return {
    ...{ url, every, mode, coverage, enabled, headerNames: Object.keys(headers).sort() },
    lastRun: isOfThis
      ? { at, result, importId: importId ?? null, error: error ? PULL_FAILURES[error].message : null }
      : null,
    nextRunAt: enabled ? nextRunAt(timetableOf(source), now) : null,
  };
}

/** The source as it is now, with its last pull. @throws DomainError not_found */
export async function readView(scope: CatalogueScope, of: OfSupplier, now: Date): Promise<SourceView> {
  const source = await scope.supplierSources.find(of);
  if (!source) throw notFound('Source');
  return sourceView(source, await scope.supplierSources.findPull(of), now);
}

/** When a source is fetched: every so many milliseconds, so many behind the beginning of each period. */
export function timetableOf({ clinicId, supplier, every }: OfSupplier & Pick<StoredSource, 'every'>) {
  const everyMs = everyMsOf(every);
  if (everyMs === null) throw new Error('a stored source has no period');
  return { everyMs, offsetMs: offsetMsOf(supplierPullScheduleId(clinicId, supplier), everyMs) };
}
