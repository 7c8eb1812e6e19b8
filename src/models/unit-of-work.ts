import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import type { KeyRing } from '../config/key-ring.js';
import { type Actor, actorUserId } from '../domain/actor.js';
import type { Pool } from './connection.js';
import { domainErrorOf, isConnectionSpent, isRetryable, isUnavailable, unavailable } from './database-errors.js';
import { driverError, lend, type Tx, takeBack } from './lent-client.js';
import { lazyScopes, type Repositories, type ScopeOf, type ScopeOptions, type UnitOfWork } from './scope.js';

const ATTEMPTS = 6;

/**
 * Runs `fn` in one transaction that knows its actor (`app.user_id`, `app.clinic_ids`: what row-level
 * security will read). Deadlocks and serialization failures repeat the whole of `fn`.
 * @throws DomainError for violated rules; `unavailable` while the database is.
 */
export function unitOfWork<Made extends Repositories>(
  pool: Pool,
  keys: KeyRing,
  repositories: Made,
): UnitOfWork<ScopeOf<Made>> {
  const scopeOf = lazyScopes(repositories);
  return {
    async withScope(actor, fn, options = {}) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await transact(pool, actor, (db) => fn(scopeOf({ db, keys, actor })), options);
        } catch (error) {
          if (isRetryable(error) && attempt < ATTEMPTS) {
            await delay(Math.random() * 20 * attempt);
            continue;
          }
          if (isUnavailable(error)) throw unavailable(error);
          throw domainErrorOf(error) ?? error;
        }
      }
    },
  };
}

async function transact<T>(pool: Pool, actor: Actor, fn: (db: Tx) => Promise<T>, options: ScopeOptions): Promise<T> {
  const client = await pool.connect();
  const tx = lend(client);
  let broken: Error | undefined;
  try {
    await client.query(opening(client, actor, options));
    const result = await fn(tx);
    for (const last of tx.beforeCommit) await last();
    takeBack(tx, 'commit');
    await client.query('commit');
    return result;
  } catch (thrown) {
    takeBack(tx, 'rollback');
    const error = driverError(thrown);
    if (isConnectionSpent(error)) broken = error;
    await client.query('rollback').catch((failure: Error) => {
      // The connection is gone, and its transaction with it: drop it from the pool.
      broken = failure;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

function opening(client: pg.PoolClient, actor: Actor, options: ScopeOptions): string {
  const clinics = actor.kind === 'user' ? actor.clinicIds.join(',') : '*';
  const set = [
    `set_config('app.user_id', ${client.escapeLiteral(actorUserId(actor) ?? '')}, true)`,
    `set_config('app.clinic_ids', ${client.escapeLiteral(clinics)}, true)`,
  ];
  if (options.statementTimeoutMs) {
    set.push(`set_config('statement_timeout', '${Math.round(options.statementTimeoutMs)}', true)`);
  }
  // In the same round trip; what is read afterwards is read under the lock.
  const lock = options.exclusively
    ? `; select pg_advisory_xact_lock(hashtextextended(${client.escapeLiteral(options.exclusively)}, 0))`
    : '';
  return `begin; select ${set.join(', ')}${lock}`;
}
