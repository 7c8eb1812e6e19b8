import type { ServerOptions } from 'socket.io';
import type { Logger } from '../observability/logger.js';

/** By what API processes tell each other what may be lost: typing, and who is in which room. */
export interface ProcessLink {
  readonly adapter: NonNullable<ServerOptions['adapter']>;
  /** Lets what was told last go out, for a moment, and disconnects. To be called when the live channel is closed. */
  close(): Promise<void>;
}

const QUIET_MS = 60_000;

/** Logs that a link is down, once a minute: each beat fails while it is. */
export function linkFailures(logger: Logger): (error: unknown) => void {
  let quietUntil = 0;
  return (error) => {
    if (Date.now() < quietUntil) return;
    quietUntil = Date.now() + QUIET_MS;
    logger.warn('typing and presence do not reach other processes', { error });
  };
}
