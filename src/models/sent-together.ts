import type pg from 'pg';

// What a client sends through, and its types do not name; `tests/integration/models/sent-together.test.ts` holds it to that.
declare module 'pg' {
  interface ClientBase {
    readonly connection: pg.Connection;
  }
}

/**
 * Leaves with one write what `ask` asks of a connection before it first waits: a system call costs as much as a short statement, on both
 * sides. The server still answers each statement by itself.
 */
export function sentTogether<T>(client: pg.PoolClient, ask: () => T): T {
  const { stream } = client.connection;
  stream.cork();
  try {
    return ask();
  } finally {
    stream.uncork();
  }
}
