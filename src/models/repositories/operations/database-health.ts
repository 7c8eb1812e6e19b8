import type { Sql } from '../../sql.js';

/** How the database does, asked on the pool: no actor, no transaction. */
export class DatabaseHealthRepository {
  constructor(private readonly db: Sql) {}

  /**
   * Fails unless this process can write now: a standby and a read-only database refuse an update even where no row
   * matches. Answers the connections of the whole database and how many it allows.
   */
  async write(): Promise<{ readonly activeConnections: number; readonly maxConnections: number }> {
    await this.db.query('update idempotency_keys set status = status where false');
    const { rows } = await this.db.query<{ active: number; most: number }>(
      `select (select count(*)::int from pg_stat_activity where datname = current_database()) as active,
              current_setting('max_connections')::int as most`,
    );
    return { activeConnections: rows[0]?.active ?? 0, maxConnections: rows[0]?.most ?? 0 };
  }

  async clock(): Promise<Date> {
    const { rows } = await this.db.query<{ at: Date }>('select clock_timestamp() as at');
    return rows[0]?.at ?? new Date(0);
  }
}
