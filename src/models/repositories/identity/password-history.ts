import { insertRow, listRows } from '../../rows.js';
import type { Sql } from '../../sql.js';
import { PasswordHistoryTable } from '../../tables/identity/password-history.js';

/** Hashes of the passwords that accounts had before their present one. */
export class PasswordHistoryRepository {
  constructor(private readonly db: Sql) {}

  /** The last `count` hashes, the latest first. */
  async last(userId: string, count: number): Promise<readonly string[]> {
    const order: [string, string][] = [
      ['replacedAt', 'desc'],
      ['id', 'desc'],
    ];
    const rows = await listRows(this.db, PasswordHistoryTable, { userId }, { order, limit: count });
    return rows.map((row) => row.passwordHash);
  }

  /** Keeps the hash that is being replaced, and of all of them the last `count`. */
  async add(userId: string, passwordHash: string, replacedAt: Date, count: number): Promise<void> {
    await insertRow(this.db, PasswordHistoryTable, { userId, passwordHash, replacedAt });
    await this.db.query(
      `delete from password_history where user_id = $1 and id not in
        (select id from password_history where user_id = $1 order by replaced_at desc, id desc limit $2)`,
      [userId, count],
    );
  }
}
