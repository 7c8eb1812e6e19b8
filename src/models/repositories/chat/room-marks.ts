import type { Sql } from '../../sql.js';

/** What rooms are known by: another value once anything in them has changed that those who follow them are to learn. */
export class RoomMarks {
  constructor(private readonly db: Sql) {}

  /** Of the rooms that the scope opens, by their ids; one that is no more has none. */
  async all(now: Date): Promise<ReadonlyMap<string, string>> {
    const { rows } = await this.db.query<{ roomId: string; mark: string }>('select room_id, mark from room_marks($1)', [
      now,
    ]);
    return new Map(rows.map(({ roomId, mark }) => [roomId, mark]));
  }
}
