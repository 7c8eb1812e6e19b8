import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { Transaction } from 'sequelize';

/** Runs SQL and names what comes back as TypeScript does: the column `clinic_id` is the member `clinicId`. */
export interface Sql {
  query<Row extends object>(text: string, values?: readonly unknown[]): Promise<SqlResult<Row>>;
  /** What the models' statements run in; null for single statements outside of one, where a model throws. */
  readonly transaction: Transaction | null;
}

/** A statement of ours with its values. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

export interface SqlResult<Row> {
  readonly rows: Row[];
  /** Rows that were read or changed. */
  readonly rowCount: number;
}

/** Sends one statement, rows as arrays. */
export type Send = (statement: pg.QueryArrayConfig<unknown[]>) => Promise<pg.QueryArrayResult<unknown[]>>;

type Client = Pick<pg.Pool, 'query'> | Pick<pg.PoolClient, 'query'>;

/** A statement of ours as a connection knows it. */
interface Prepared {
  /** Follows from the text: the server parses and plans it once for each connection. */
  readonly name: string;
  /** What its columns are called in TypeScript, in their order; known from its first answer on. */
  members?: readonly string[];
}

// By text. The texts are ours, values never stand in them, so there are as many as the code has.
const prepared = new Map<string, Prepared>();

function prepare(text: string): Prepared {
  const known = prepared.get(text) ?? { name: createHash('sha256').update(text).digest('base64url') };
  prepared.set(text, known);
  return known;
}

export function sqlOf(client: Client, transaction: Transaction | null = null): Sql {
  return sqlBy((statement) => (client as pg.PoolClient).query<unknown[]>(statement), transaction);
}

export function sqlBy(send: Send, transaction: Transaction | null = null): Sql {
  return {
    transaction,
    async query<Row extends object>(text: string, values: readonly unknown[] = []) {
      const statement = prepare(text);
      const query = { name: statement.name, text, values: [...values], rowMode: 'array' as const };
      const { fields, rows, rowCount } = await send(query);
      const members = statement.members ?? fields.map(({ name }) => memberName(name));
      statement.members = members;
      return { rows: rows.map((row) => named<Row>(members, row)), rowCount: rowCount ?? 0 };
    },
  };
}

function named<Row extends object>(members: readonly string[], values: readonly unknown[]): Row {
  const row: Record<string, unknown> = {};
  for (const [at, member] of members.entries()) row[member] = values[at];
  return row as Row;
}

function memberName(column: string): string {
  return column.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
