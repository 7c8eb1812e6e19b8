import type { Pool, Queryable } from './connection.js';
import { isUnavailable, unavailable } from './database-errors.js';

/** Single statements outside a scope, with its manners: a database out of reach is `unavailable`, not an unknown error. */
export function directQueries(pool: Pool): Queryable {
  const db: Queryable = pool;
  return {
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
