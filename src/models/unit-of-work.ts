import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import type { KeyRing } from '../config/key-ring.js';
import { type Actor, actorUserId } from '../domain/actor.js';
import type { Pool } from './connection.js';
import { domainErrorOf, isConnectionSpent, isRetryable, isUnavailable, unavailable } from './database-errors.js';
import { driverError, lend, type Tx, takeBack } from './lent-client.js';
import type { AppointmentsScope } from './repositories/appointments/slice.js';
import type { ChatScope } from './repositories/chat/slice.js';
import type { ClinicsScope } from './repositories/clinics/slice.js';
import type { IdentityScope } from './repositories/identity/slice.js';
import type { MessagingScope } from './repositories/messaging/slice.js';
import type { PaymentsScope } from './repositories/payments/slice.js';
import type { SchedulingScope } from './repositories/scheduling/slice.js';
import type { SupportScope } from './repositories/support/slice.js';
import { lazyScopes, type Repositories, type ScopeOf } from './scope.js';

export interface ScopeOptions {
  /** Server-side limit of each statement, where it must be tighter than the pool's. */
  readonly statementTimeoutMs?: number;
  /** Something to wait for that has no row yet: held by this transaction alone, from its first statement on. */
  readonly exclusively?: string;
}

export type Scope = AppointmentsScope &
  ChatScope &
  ClinicsScope &
  IdentityScope &
  MessagingScope &
  PaymentsScope &
  SchedulingScope &
  SupportScope;

/** Where use cases get their transactions from; `Scope` is what they touch in one. */
export interface UnitOfWork<S = Scope> {
  withScope<T>(actor: Actor, fn: (scope: S) => Promise<T>, options?: ScopeOptions): Promise<T>;
}

const ATTEMPTS = 6;

/**
 * Runs `fn` in one transaction that knows its actor (`app.user_id`, `app.clinic_ids`: what row-level
 * security will read). Deadlocks and serialization failures repeat the whole of `fn`.
 * @throws DomainError for violated rules; `unavailable` when the database is out of reach.
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
