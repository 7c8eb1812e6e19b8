import pg from 'pg';
import type { Logger } from '../observability/logger.js';

export type Pool = pg.Pool;

export interface ConnectionOptions {
  readonly url: string;
  readonly max: number;
  readonly statementTimeoutMs: number;
  readonly applicationName: string;
  /** Database role that every connection takes on; the connecting user has to be a member of it. */
  readonly role?: string | undefined;
}

// Money and counts fit a double exactly; a bigint column only ever holds a sequence number.
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => Number(text));

/** Opens a pool; connections that break while idle are logged and replaced, never fatal. TLS unless the URL says otherwise. */
export function openPool(options: ConnectionOptions, logger: Logger): Pool {
  const url = new URL(options.url);
  const local = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  const pool = new pg.Pool({
    connectionString: options.url,
    ...(url.searchParams.has('sslmode') || local ? {} : { ssl: true }),
    max: options.max,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: options.statementTimeoutMs,
    idle_in_transaction_session_timeout: options.statementTimeoutMs,
    application_name: options.applicationName,
    ...(options.role ? { options: `-c role=${options.role}` } : {}),
    keepAlive: true,
  });
  const onError = (error: Error) => logger.warn('a database connection was lost', { error });
  pool.on('error', onError);
  // Without this, a client that breaks between queries takes the process with it.
  pool.on('connect', (client) => client.on('error', onError));
  return pool;
}
