import type { Sql, Statement } from './sql.js';

/** Rows that are held at a time: some milliseconds of work, in which nobody else is answered. */
const BATCH = 250;

/**
 * The rows of a select some hundred at a time, as they are at one moment: from a cursor, which lives as long as the transaction.
 * @param cursor a name for these columns alone: a connection knows by the text of a statement what its columns are called
 */
export async function* readInBatches<Found extends object>(
  db: Sql,
  cursor: string,
  { text, values }: Statement,
): AsyncGenerator<readonly Found[]> {
  await db.query(`declare ${cursor} no scroll cursor for ${text}`, values);
  for (;;) {
    const { rows } = await db.query<Found>(`fetch ${BATCH} from ${cursor}`);
    if (rows.length > 0) yield rows;
    if (rows.length < BATCH) break;
  }
  await db.query(`close ${cursor}`);
}
