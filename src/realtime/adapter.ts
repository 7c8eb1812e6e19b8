import { createAdapter } from '@socket.io/postgres-adapter';
import type { Logger } from '../observability/logger.js';

type Pool = Parameters<typeof createAdapter>[0];

const QUIET_MS = 60_000;
/** The longest that a timer can wait. */
const NEVER_MS = 2 ** 31 - 1;

/**
 * What socket.io tells between processes (typing, and who is in which room), over NOTIFY. It may be lost: while the database is
 * unreachable it reaches the own process alone.
 */
export function postgresAdapter(pool: Pool, logger: Logger) {
  let quietUntil = 0;
  return createAdapter(pool, {
    channelPrefix: 'keepwell_live',
    // The table of what is too large for a notification, which this would clear, is not there: nothing of ours is so large.
    cleanupInterval: NEVER_MS,
    errorHandler: (error) => {
      // Each beat fails while the database is unreachable: one line a minute says so.
      if (Date.now() < quietUntil) return;
      quietUntil = Date.now() + QUIET_MS;
      logger.warn('typing and presence do not reach other processes', { error });
    },
  });
}
