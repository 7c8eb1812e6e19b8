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
const SET_SCOPE = { name: 'scope', text: "select set_config('app.scope', $1, true)" } as const;

// Connections that have prepared it.
const knowing = new WeakSet<pg.PoolClient>();

/** Begins a transaction that carries this scope, in one round trip. */
export async function beginScoped(client: pg.PoolClient, scope: string): Promise<void> {
  await sendAhead(client, { ...SET_SCOPE, values: [scope], rowMode: 'array' }, (connection) => {
    connection.parse({ name: '', text: 'begin', types: [] }, true);
    connection.bind({ portal: '', statement: '', values: [] }, true);
  });
  knowing.add(client);
}

/**
 * One statement that carries this scope, in one round trip and without a transaction of its own: what is sent until the
 * next synchronisation is one, so that the setting goes when the statement has ended.
 */
export async function queryScoped(client: pg.PoolClient, scope: string, statement: Statement): Promise<Answer> {
  if (!knowing.has(client)) {
    await client.query({ ...SET_SCOPE, values: [scope] });
    knowing.add(client);
  }
  return sendAhead(client, statement, (connection) =>
    connection.bind({ portal: '', statement: SET_SCOPE.name, values: [scope] }, true),
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
