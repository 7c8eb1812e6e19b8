import { setTimeout as pause } from 'node:timers/promises';
import { createAdapter } from '@socket.io/postgres-adapter';
import type { Logger } from '../observability/logger.js';
import { linkFailures, type ProcessLink } from './process-link.js';

/** A pool whose connection that listens comes back when it breaks. */
type ListeningPool = Parameters<typeof createAdapter>[0] & { readonly ending: boolean };

/** The longest that a timer can wait. */
const NEVER_MS = 2 ** 31 - 1;
const CLOSE_MS = 1_000;

/**
 * Over NOTIFY: while the database is unreachable, what is told reaches the own process alone. The pool is the link's own.
 */
export function postgresLink(pool: ListeningPool, logger: Logger): ProcessLink {
  return {
    adapter: createAdapter(pool, {
      channelPrefix: 'keepwell_live',
      // The table of what is too large for a notification, which this would clear, is not there: nothing of ours is so large.
      cleanupInterval: NEVER_MS,
      errorHandler: linkFailures(logger),
    }),
    async close() {
      // What was told last is under way; a connection that is being opened is not waited for.
      if (!pool.ending) await Promise.race([endPool(pool), pause(CLOSE_MS)]);
    },
  };
}

async function endPool(pool: ListeningPool): Promise<void> {
  // Served after what was asked for before: the pool would drop what waits. While the database is unreachable it fails.
  await pool.query('select').catch(() => undefined);
  await pool.end();
}
