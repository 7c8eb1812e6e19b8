import { LRUCache } from 'lru-cache';
import type { LiveSession } from '../../models/repositories/identity/sessions.js';

/** Remembers for a moment whether a session is live, so that not every request asks the database. */
export interface SessionCache {
  /** Undefined when nothing fresh is known; null when the session is over. */
  get(sessionId: string): LiveSession | null | undefined;
  set(sessionId: string, session: LiveSession | null): void;
  /** Called where a session ends in this process; another process learns it within the time to live. */
  forget(sessionId: string): void;
}

/** Least recently used entries go first. `ttlMs` bounds how long a revoked session can still be used elsewhere. */
export function sessionCache(now: () => Date, ttlMs = 2_000, max = 10_000): SessionCache {
  const perf = { now: () => now().getTime() };
  const entries = new LRUCache<string, { session: LiveSession | null }>({ max, ttl: ttlMs, ttlResolution: 0, perf });
  return {
    get: (sessionId) => entries.get(sessionId)?.session,
    set: (sessionId, session) => void entries.set(sessionId, { session }),
    forget: (sessionId) => void entries.delete(sessionId),
  };
}
