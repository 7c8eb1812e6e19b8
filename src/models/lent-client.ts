import type pg from 'pg';
import { BaseError, Transaction } from 'sequelize';
import { type CopiedValue, copyIn } from './copy-in.js';
import type { JustSent } from './repositories/chat/just-sent.js';
import { schema } from './schema.js';
import { type Sql, type Statement, sqlOf } from './sql.js';

// What is used here of Sequelize is not in its types: a transaction that was given its connection, and the place where a
// statement without a transaction asks for one. `tests/integration/models/lent-client.test.ts` holds it to that.
interface Lendable {
  connection: pg.PoolClient;
  finished?: 'commit' | 'rollback';
}

Object.assign(schema.connectionManager, {
  getConnection: () => Promise.reject(new Error('a model was used outside of a unit of work')),
});

/** A unit of work's client: hand-written SQL and the models' statements run in its one transaction. */
export interface Tx extends Sql {
  readonly transaction: Transaction;
  /** Copies rows into a table: `statement` is a `copy … from stdin`. */
  copyIn(statement: string, rows: Iterable<readonly CopiedValue[]>): Promise<void>;
  /** What the transaction ends with: each is asked for its statement when all others have run. */
  readonly closing: (() => Statement)[];
  /** Chat rooms in which something is new once the transaction has committed; with the message, where that alone is. */
  readonly changedRooms: Map<string, JustSent | null>;
  /** People for whom a notice came, or was read, once the transaction has committed. */
  readonly noticed: Set<string>;
  /** Prescriptions that are not as they were once the transaction has committed: `<id>/<patient>/<doctor>`. */
  readonly changedPrescriptions: Set<string>;
  /** Imports of price lists that are not as they were once the transaction has committed: `<id>/<clinic>`. */
  readonly changedImports: Set<string>;
  /** Appointments whose status or payment status is not as it was once the transaction has committed: `<id>/<patient>/<doctor>`. */
  readonly changedAppointments: Set<string>;
}

export function lend(client: pg.PoolClient): Tx {
  const transaction = new Transaction(schema, {});
  Object.assign(transaction, { connection: client } satisfies Lendable);
  const changed = {
    changedRooms: new Map(),
    noticed: new Set<string>(),
    changedPrescriptions: new Set<string>(),
    changedImports: new Set<string>(),
    changedAppointments: new Set<string>(),
  };
  const db = sqlOf(client, transaction);
  const unlessOver = <T>(run: () => Promise<T>): Promise<T> =>
    isOver(transaction) ? Promise.reject(new Error('a statement came after its transaction had ended')) : run();
  const query: Sql['query'] = (text, values) => unlessOver(() => db.query(text, values));
  const copy: Tx['copyIn'] = (statement, rows) => unlessOver(() => copyIn(client, statement, rows));
  return { query, transaction, copyIn: copy, closing: [], ...changed };
}

function isOver(transaction: Transaction): boolean {
  return 'finished' in transaction && transaction.finished !== undefined;
}

/**
 * After this a statement that comes late is refused, instead of running in somebody else's transaction: where one of several reads that were
 * asked for together has failed, another one may still go on.
 */
export function takeBack({ transaction }: Tx, finished: 'commit' | 'rollback'): void {
  Object.assign(transaction, { finished });
}

/**
 * The driver's own error, where Sequelize has wrapped it. What it has added is left out: a statement and its values
 * hold personal data, and errors are logged.
 */
export function driverError(error: unknown): unknown {
  if (!(error instanceof BaseError) || !('parent' in error) || !(error.parent instanceof Error)) return error;
  const { parent } = error;
  for (const member of ['sql', 'parameters']) Reflect.deleteProperty(parent, member);
  return parent;
}
