import type { Pool } from './connection.js';
import { isUnavailable, unavailable } from './database-errors.js';
import { type Sql, sqlOf } from './sql.js';

/** Single statements outside a scope, with its manners: a database that cannot be reached is `unavailable`, not an unknown error. */
export function directQueries(pool: Pool): Sql {
  const db = sqlOf(pool);
  return {
    transaction: null,
    async query(sql, values) {
      try {
        return await db.query(sql, values);
      } catch (error) {
        if (isUnavailable(error)) throw unavailable(error);
        throw error;
      }
    },
  };
}
