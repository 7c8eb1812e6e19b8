import { LRUCache } from 'lru-cache';
import type { ApiKeyRow } from '../../models/repositories/identity/api-keys.js';

/** Remembers keys for a moment, so that not every request of an integration asks the database. */
export interface ApiKeyCache {
  /** The key as it was a moment ago, or as `read` finds it; null when there is none that works. */
  live(id: string, read: () => Promise<ApiKeyRow | null>): Promise<ApiKeyRow | null>;
  /** Called where a key is removed or gets another secret, and when another process tells so. */
  forget(id: string): void;
  /** Every key of a clinic that was suspended or resumed; while it is suspended, none was found. */
  forgetClinic(clinicId: string): void;
  forgetAll(): void;
}

/** `ttlMs` bounds how long a removed key still works where the news of it never arrives. */
export function apiKeyCache(now: () => Date, ttlMs = 2_000, max = 1_000): ApiKeyCache {
  const perf = { now: () => now().getTime() };
  const entries = new LRUCache<string, { row: ApiKeyRow | null }>({ max, ttl: ttlMs, ttlResolution: 0, perf });
  // What was read before a key was removed must not be remembered after it.
  let forgotten = 0;
  return {
    async live(id, read) {
      const known = entries.get(id);
      if (known) return known.row;
      const before = forgotten;
      const row = await read();
      if (forgotten === before) entries.set(id, { row });
      return row;
    },
    forget(id) {
      forgotten += 1;
      entries.delete(id);
    },
    forgetClinic(clinicId) {
      forgotten += 1;
      for (const [id, { row }] of entries.entries()) if (row === null || row.clinicId === clinicId) entries.delete(id);
    },
    forgetAll() {
      forgotten += 1;
      entries.clear();
    },
  };
}
