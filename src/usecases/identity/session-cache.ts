import type { LiveSession } from '../../models/repositories/identity/sessions.js';

/** Remembers for a moment whether a session is live, so that not every request asks the database. */
export interface SessionCache {
  /** Undefined when nothing fresh is known; null when the session is over. */
  get(sessionId: string, now: Date): LiveSession | null | undefined;
  set(sessionId: string, session: LiveSession | null, now: Date): void;
  /** Called where a session ends in this process; another process learns it within the time to live. */
  forget(sessionId: string): void;
}

/** Least recently used entries go first. `ttlMs` bounds how long a revoked session can still be used elsewhere. */
export function sessionCache(ttlMs = 2_000, max = 10_000): SessionCache {
  const entries = new Map<string, { readonly until: number; readonly session: LiveSession | null }>();
  return {
    get(sessionId, now) {
      const entry = entries.get(sessionId);
      if (!entry || entry.until <= now.getTime()) return undefined;
      return entry.session;
    },
    set(sessionId, session, now) {
      entries.delete(sessionId);
      entries.set(sessionId, { until: now.getTime() + ttlMs, session });
      const oldest = entries.size > max ? entries.keys().next().value : undefined;
      if (oldest !== undefined) entries.delete(oldest);
    },
    forget(sessionId) {
      entries.delete(sessionId);
    },
  };
}
