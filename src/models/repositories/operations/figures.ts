import type { Sql } from '../../sql.js';

/** One figure with its labels, as a scrape shows it. */
export interface Figure {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** The figures of business and operation, read for a scrape. In one round trip, without an actor or a transaction. */
export class FigureRepository {
  constructor(private readonly db: Sql) {}

  async read(): Promise<readonly Figure[]> {
    const { rows } = await this.db.query<{ name: string; labels: Record<string, string>; value: number }>(
      'select name, labels, value from figures',
    );
    return rows.map((row) => ({ ...row, value: Number(row.value) }));
  }
}
