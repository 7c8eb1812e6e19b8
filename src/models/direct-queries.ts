import type { KeyRing } from '../config/key-ring.js';
import type { Actor } from '../domain/actor.js';
import type { Pool } from './connection.js';
import { isConnectionSpent, isUnavailable, unavailable } from './database-errors.js';
import { type Commit, queryScoped } from './scoped-query.js';
import { signedScope } from './signed-scope.js';
import { type Send, type Sql, sqlBy } from './sql.js';

/** Single statements of one actor. */
export type DirectQueries = (actor: Actor) => Sql;

/**
 * Single statements outside of a transaction, each in one round trip with its actor's scope, and with the manners of a unit
 * of work: a database that cannot be reached is `unavailable`, not an unknown error.
 */
export function directQueries(pool: Pool, keys: KeyRing, commit: Commit = {}): DirectQueries {
  return (actor) => {
    const db = sqlBy(scopedSend(pool, () => signedScope(keys, actor), commit));
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
  };
}

function scopedSend(pool: Pool, sign: () => string, commit: Commit): Send {
  return async (statement) => {
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      return await queryScoped(client, sign(), statement, commit);
    } catch (error) {
      if (isConnectionSpent(error) || (error instanceof Error && !('code' in error))) broken = error;
      throw error;
    } finally {
      client.release(broken);
    }
  };
}
