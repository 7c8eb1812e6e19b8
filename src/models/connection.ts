import pg from 'pg';
import type { Logger } from '../observability/logger.js';

// What the driver understands, and its types do not name.
declare module 'pg' {
  interface ClientConfig {
    pipeline?: boolean;
  }
  interface ClientBase {
    /** Of the server's process that serves the connection. */
    readonly processID: number;
  }
}

export type Pool = pg.Pool;

export interface ConnectionTarget {
  readonly url: string;
  /** As `pg_stat_activity` shows it. */
  readonly applicationName: string;
}

export interface ConnectionOptions extends ConnectionTarget {
  readonly max: number;
  readonly statementTimeoutMs: number;
}

const IDLE_MS = 600_000;

// Money and counts fit a double exactly; a bigint column only ever holds a sequence number.
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => Number(text));
// A day has no zone: as an instant it would be another one wherever the process runs.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

/** Opens a pool; connections that break while idle are logged and replaced, never fatal. TLS unless the URL says otherwise. */
export function openPool(options: ConnectionOptions, logger: Logger): Pool {
  const pool = new pg.Pool({
    ...connectionTo(options),
    max: options.max,
    // What a connection has prepared goes with it.
    idleTimeoutMillis: IDLE_MS,
    statement_timeout: options.statementTimeoutMs,
    idle_in_transaction_session_timeout: options.statementTimeoutMs,
  });
  const onError = (error: Error) => logger.warn('a database connection was lost', { error });
  pool.on('error', onError);
  // Without this, a client that breaks between queries takes the process with it.
  pool.on('connect', (client) => client.on('error', onError));
  return pool;
}

/** Which of the server's processes serve this pool: asked whether this one does. To be called before the pool connects. */
export function backendsOf(pool: Pool): (backend: number) => boolean {
  const backends = new Set<number>();
  pool.on('connect', ({ processID }) => backends.add(processID));
  pool.on('remove', ({ processID }) => backends.delete(processID));
  return (backend) => backends.has(backend);
}

/**
 * A pool of which a library keeps a connection to listen on. When that breaks, the library takes another one and does not
 * release the first, which would keep its place in the pool: here it is released.
 */
export function openListeningPool(options: ConnectionOptions, logger: Logger): Pool {
  const pool = openPool(options, logger);
  const taken = new Set<pg.PoolClient>();
  pool.on('acquire', (client) => taken.add(client));
  pool.on('release', (_error, client) => taken.delete(client));
  pool.on('connect', (client) => {
    // After whoever had a query on it has released it.
    client.on('end', () => setImmediate(() => taken.has(client) && client.release(true)));
  });
  return pool;
}

/** How every connection of ours is opened. */
export function connectionTo({ url, applicationName }: ConnectionTarget): pg.ClientConfig {
  const { searchParams, hostname } = new URL(url);
  const local = ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
  return {
    connectionString: url,
    ...(searchParams.has('sslmode') || local ? {} : { ssl: true }),
    connectionTimeoutMillis: 5_000,
    // What does not wait for an answer is sent at once, and answered in its order.
    pipeline: true,
    keepAlive: true,
    application_name: applicationName,
    // A statement's plan, with the policies of its tables, is dearer than most statements: it is made once for each connection.
    // The server's own rule makes it five times, and anew each time for a list of ids.
    options: '-c plan_cache_mode=force_generic_plan',
  };
}
