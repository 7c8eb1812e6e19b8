import { LRUCache } from 'lru-cache';
import type { LiveSession } from '../../models/repositories/identity/sessions.js';

/** Remembers for a moment whether a session is live, so that not every request asks the database. */
export interface SessionCache {
  /** The session as it was a moment ago, or as `read` finds it; null when it is over. */
  live(sessionId: string, read: () => Promise<LiveSession | null>): Promise<LiveSession | null>;
  /** Called where a session ends or changes, and when another process tells so. */
  forget(sessionId: string): void;
  /** Every session of somebody whose account or role has changed. */
  forgetPerson(userId: string): void;
  /** Every session that acts in a clinic that was suspended or resumed; while it is suspended, they were found to be over. */
  forgetClinic(clinicId: string): void;
  /** Nobody knows what was missed. */
  forgetAll(): void;
}

/**
 * Least recently used entries go first. `ttlMs` bounds how long a revoked session can still be used where the news of it
 * never arrives.
 */
export function sessionCache(now: () => Date, ttlMs = 2_000, max = 10_000): SessionCache {
  const perf = { now: () => now().getTime() };
  const entries = new LRUCache<string, { session: LiveSession | null }>({ max, ttl: ttlMs, ttlResolution: 0, perf });
  // What was read before a session ended must not be remembered after it.
  let forgotten = 0;
  return {
    async live(sessionId, read) {
      const known = entries.get(sessionId);
      if (known) return known.session;
      const before = forgotten;
      const session = await read();
      if (forgotten === before) entries.set(sessionId, { session });
      return session;
    },
    forget(sessionId) {
      forgotten += 1;
      entries.delete(sessionId);
    },
    forgetPerson(userId) {
      forgotten += 1;
      for (const [id, { session }] of entries.entries()) if (session?.userId === userId) entries.delete(id);
    },
    forgetClinic(clinicId) {
      forgotten += 1;
      for (const [id, { session }] of entries.entries()) {
        if (session === null || session.clinicIds.includes(clinicId)) entries.delete(id);
      }
    },
    forgetAll() {
      forgotten += 1;
      entries.clear();
    },
  };
}
