import type pg from 'pg';
import type { Transaction } from 'sequelize';

/** Runs SQL and names what comes back as TypeScript does: the column `clinic_id` is the member `clinicId`. */
export interface Sql {
  query<Row extends object>(text: string, values?: readonly unknown[]): Promise<SqlResult<Row>>;
  /** What the models' statements run in; null for single statements outside of one, where a model throws. */
  readonly transaction: Transaction | null;
}

export interface SqlResult<Row> {
  readonly rows: Row[];
  /** Rows that were read or changed. */
  readonly rowCount: number;
}

type Client = Pick<pg.Pool, 'query'> | Pick<pg.PoolClient, 'query'>;

export function sqlOf(client: Client, transaction: Transaction | null = null): Sql {
  return {
    transaction,
    async query<Row extends object>(text: string, values: readonly unknown[] = []) {
      const query = { text, values: [...values], rowMode: 'array' as const };
      const { fields, rows, rowCount } = await (client as pg.PoolClient).query<unknown[]>(query);
      const names = fields.map(({ name }) => memberName(name));
      return { rows: rows.map((row) => named<Row>(names, row)), rowCount: rowCount ?? 0 };
    },
  };
}

function named<Row extends object>(names: readonly string[], values: readonly unknown[]): Row {
  const row: Record<string, unknown> = {};
  for (const [at, name] of names.entries()) row[name] = values[at];
  return row as Row;
}

function memberName(column: string): string {
  return column.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
