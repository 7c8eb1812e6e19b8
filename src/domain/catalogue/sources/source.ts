import type { Coverage, ImportMode } from '../../list-imports.js';

/** Where the price lists of a supplier are fetched from, as somebody who manages the catalogue has said. */
export interface SupplierSource {
  readonly url: string;
  /** `24h`, `7d`; in milliseconds by `everyMsOf`. */
  readonly every: string;
  readonly mode: ImportMode;
  readonly coverage: Coverage;
  /** False: nothing is fetched by itself. */
  readonly enabled: boolean;
}

/** Headers of a request, by their names in lower case. */
export type SourceHeaders = Readonly<Record<string, string>>;

/** What became of the last time that a list was fetched. */
export const PULL_RESULTS = ['imported', 'unchanged', 'failed'] as const;
export type PullResult = (typeof PULL_RESULTS)[number];

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const SHORTEST_MS = 60_000;
const LONGEST_MS = 366 * 86_400_000;

/** Milliseconds of `24h`, `30m`, `7d`; null where a text is no such time, shorter than a minute or longer than a year. */
export function everyMsOf(text: string): number | null {
  const [, count, unit = ''] = /^(\d{1,8})([smhd])$/.exec(text.trim()) ?? [];
  const ms = Number(count) * (UNITS[unit] ?? Number.NaN);
  return ms >= SHORTEST_MS && ms <= LONGEST_MS ? ms : null;
}

/**
 * When a list is fetched next: sources do not all begin at the full hour, each has its own share of its period. The engine counts
 * periods from the epoch, as this does.
 * @param offsetMs of the source, by `offsetMsOf`
 */
export function nextRunAt(
  { everyMs, offsetMs }: { readonly everyMs: number; readonly offsetMs: number },
  now: Date,
): Date {
  const periods = Math.floor((now.getTime() - offsetMs) / everyMs) + 1;
  return new Date(periods * everyMs + offsetMs);
}

/** By how much a source is behind the beginning of each period, in whole seconds: always the same for the same source. */
export function offsetMsOf(name: string, everyMs: number): number {
  let hash = 0;
  for (const character of name) hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) >>> 0;
  return (hash % (everyMs / 1_000)) * 1_000;
}

/** Failures in a row after which a person is asked to look. */
export const FAILURES_TO_SHOW = 3;
