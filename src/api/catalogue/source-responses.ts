import type { PullResult } from '../../domain/catalogue/sources/source.js';
import type { Coverage, ImportMode } from '../../domain/list-imports.js';
import type { Instant, Url, Uuid } from '../http/wire-formats.js';

/** What became of the last time that a list was fetched. */
export interface LastSourceRun {
  at: Instant;
  /** `unchanged`: the list is the one that was imported last, and nothing was imported. */
  result: PullResult;
  /** Of `imported`: what became of the list. */
  import_id: Uuid | null;
  /** Of `failed`: why, in a sentence. */
  error: string | null;
}

/** Where the price lists of a supplier are fetched from, and how that goes. */
export interface SupplierSourceView {
  url: Url;
  /** `24h`, `7d`. */
  every: string;
  /** Names of the headers that are sent; their values are never shown. */
  headers: string[];
  mode: ImportMode;
  coverage: Coverage;
  enabled: boolean;
  /** Null before the first time, and since address or headers were changed. */
  last_run: LastSourceRun | null;
  /** Null where it is not enabled. */
  next_run_at: Instant | null;
}
