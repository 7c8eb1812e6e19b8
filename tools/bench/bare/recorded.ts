import type { Sql } from '../../../src/models/sql.js';

export interface Statement {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/** What a repository of the product asks, recorded, so that it cannot drift from what it runs. */
export async function recorded(asking: (db: Sql) => Promise<unknown>): Promise<Statement> {
  let statement: Statement | undefined;
  await asking({
    transaction: null,
    query: async (sql: string, values: readonly unknown[] = []) => {
      statement = { sql, values };
      return { rows: [], rowCount: 0 };
    },
  });
  if (!statement) throw new Error('the repository asked nothing');
  return statement;
}
