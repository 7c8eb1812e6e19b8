import pg from 'pg';

// What the driver calls while a query runs, and does not name in its types;
// `tests/integration/models/scoped-query.test.ts` holds it to that.
declare module 'pg' {
  interface Query {
    handleDataRow: (message: unknown) => void;
    handleCommandComplete: (message: unknown, connection: pg.Connection) => void;
  }
}

type Statement = pg.QueryArrayConfig<unknown[]>;
type Answer = pg.QueryArrayResult<unknown[]>;

/** Named: a connection prepares it once. The value is a parameter, so that no other session can read it in `pg_stat_activity`. */
interface Setting {
  readonly name: string;
  readonly text: string;
  /** Connections that have prepared it. */
  readonly knowing: WeakSet<pg.PoolClient>;
}

const SCOPE: Setting = {
  name: 'scope',
  text: "select set_config('app.scope', $1, true)",
  knowing: new WeakSet(),
};

const SCOPE_UNFLUSHED: Setting = {
  name: 'scope_unflushed',
  text: "select set_config('app.scope', $1, true), set_config('synchronous_commit', 'off', true)",
  knowing: new WeakSet(),
};

/** How a single statement commits. */
export interface Commit {
  /** Without waiting for the disk: whoever crashes the server may undo what it did in the last second. */
  readonly unflushed?: boolean;
}

/** Begins a transaction that carries this scope, in one round trip. */
export async function beginScoped(client: pg.PoolClient, scope: string): Promise<void> {
  const { name, text, knowing } = SCOPE;
  await sendAhead(client, { name, text, values: [scope], rowMode: 'array' }, (connection) => {
    connection.parse({ name: '', text: 'begin', types: [] }, true);
    connection.bind({ portal: '', statement: '', values: [] }, true);
  });
  knowing.add(client);
}

/**
 * One statement that carries this scope, in one round trip and without a transaction of its own: what is sent until the
 * next synchronisation is one, so that the setting goes when the statement has ended.
 */
export async function queryScoped(
  client: pg.PoolClient,
  scope: string,
  statement: Statement,
  { unflushed = false }: Commit = {},
): Promise<Answer> {
  const { name, text, knowing } = unflushed ? SCOPE_UNFLUSHED : SCOPE;
  if (!knowing.has(client)) {
    await client.query({ name, text, values: [scope] });
    knowing.add(client);
  }
  return sendAhead(client, statement, (connection) =>
    connection.bind({ portal: '', statement: name, values: [scope] }, true),
  );
}

/** Sends what `bind` binds, and executes it, ahead of a statement; of the two answers only the statement's counts. */
function sendAhead(client: pg.PoolClient, statement: Statement, bind: (connection: pg.Connection) => void) {
  return new Promise<Answer>((resolve, reject) => {
    const query = new pg.Query<unknown[]>(statement, (error, result) =>
      error ? reject(error) : resolve(result as Answer),
    );
    const { submit, handleDataRow, handleCommandComplete } = query;
    let ahead = true;
    query.submit = (connection) => {
      connection.stream.cork();
      try {
        bind(connection);
        connection.execute({ portal: '', rows: '0' }, true);
        return submit.call(query, connection);
      } finally {
        connection.stream.uncork();
      }
    };
    query.handleDataRow = (message) => {
      if (!ahead) handleDataRow.call(query, message);
    };
    query.handleCommandComplete = (message, connection) => {
      if (ahead) ahead = false;
      else handleCommandComplete.call(query, message, connection);
    };
    client.query(query);
  });
}
