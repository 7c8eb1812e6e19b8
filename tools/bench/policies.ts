import pg from 'pg';

/** The policies of all tables, which the bench takes away for a moment: what is left is the same build without them. */
export class Policies {
  constructor(private readonly ownerUrl: string) {}

  /** Runs `measure` while no table has its policies in force; they are back before it answers. */
  async without<T>(measure: () => Promise<T>): Promise<T> {
    const tables = await this.tables();
    await this.alter(tables, 'disable');
    try {
      return await measure();
    } finally {
      await this.alter(tables, 'enable');
    }
  }

  private async tables(): Promise<readonly string[]> {
    return this.as(async (owner) => {
      const { rows } = await owner.query<{ name: string }>(
        "select quote_ident(relname) as name from pg_class where relrowsecurity and relnamespace = 'public'::regnamespace",
      );
      if (rows.length === 0) throw new Error('no table has policies');
      return rows.map(({ name }) => name);
    });
  }

  /** One table after the other: whatever the worker does at the moment, there is no deadlock with it. */
  private async alter(tables: readonly string[], how: 'enable' | 'disable'): Promise<void> {
    await this.as(async (owner) => {
      for (const table of tables) await owner.query(`alter table ${table} ${how} row level security`);
    });
  }

  private async as<T>(work: (owner: pg.Client) => Promise<T>): Promise<T> {
    const owner = new pg.Client({ connectionString: this.ownerUrl });
    await owner.connect();
    try {
      return await work(owner);
    } finally {
      await owner.end();
    }
  }
}
