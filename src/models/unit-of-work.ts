import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import type { KeyRing } from '../config/key-ring.js';
import type { Pool } from './connection.js';
import { domainErrorOf, isConnectionSpent, isRetryable, isUnavailable, unavailable } from './database-errors.js';
import { driverError, lend, type Tx, takeBack } from './lent-client.js';
import { type Changed, isAnything, poke } from './pokes.js';
import { lazyScopes, type Repositories, type ScopeOf, type ScopeOptions, type UnitOfWork } from './scope.js';
import { beginScoped } from './scoped-query.js';
import { sentTogether } from './sent-together.js';
import { signedScope } from './signed-scope.js';

const ATTEMPTS = 6;

/**
 * Runs `fn` in one transaction that carries its actor's scope, signed, for the policies of the tables. Deadlocks and serialization failures repeat the whole of `fn`.
 * `tell` learns what committed transactions have made new, before anybody else does.
 * @throws DomainError for violated rules; `unavailable` while the database is.
 */
export function unitOfWork<Made extends Repositories>(
  pool: Pool,
  keys: KeyRing,
  repositories: Made,
  tell: (changed: Changed) => void = () => undefined,
): UnitOfWork<ScopeOf<Made>> {
  const scopeOf = lazyScopes(repositories);
  return {
    async withScope(actor, fn, options = {}) {
      const { value, changed } = await repeated(() =>
        transact(
          pool,
          () => signedScope(keys, actor, options.opens),
          (db) => fn(scopeOf({ db, keys, actor })),
          options,
        ),
      );
      // Behind the repeats: whatever becomes of it, what has committed is not done again.
      if (isAnything(changed)) tell(changed);
      return value;
    },
  };
}

async function repeated<T>(once: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once();
    } catch (error) {
      if (isRetryable(error) && attempt < ATTEMPTS) {
        await delay(Math.random() * 20 * attempt);
        continue;
      }
      if (isUnavailable(error)) throw unavailable(error);
      throw domainErrorOf(error) ?? error;
    }
  }
}

async function transact<T>(
  pool: Pool,
  sign: () => string,
  fn: (db: Tx) => Promise<T>,
  options: ScopeOptions,
): Promise<{ readonly value: T; readonly changed: Changed }> {
  const client = await pool.connect();
  const tx = lend(client);
  let broken: Error | undefined;
  let poked: Promise<void> | null = null;
  try {
    // Signed when there is a connection: it may have been waited for. What `fn` asks first is sent behind it: where the
    // beginning fails, the server refuses all that follows.
    const [began, done] = await Promise.allSettled(
      sentTogether(client, () => [begin(client, sign(), options), fn(tx)]),
    );
    if (began.status === 'rejected') throw began.reason;
    if (done.status === 'rejected') throw done.reason;
    const committed = commit(client, tx);
    // Behind the commit and outside of it, and nobody waits for it. Where the commit fails, whoever looks finds nothing new.
    if (isAnything(tx)) poked = poke(client, tx).catch(() => undefined);
    await committed;
    return { value: done.value, changed: tx };
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
    if (poked === null || broken) client.release(broken);
    else void poked.then(() => client.release());
  }
}

/** Begins it with its scope and its limits: sent together, and nobody need wait before the next statement. */
async function begin(client: pg.PoolClient, scope: string, options: ScopeOptions): Promise<void> {
  const limits = limitsOf(client, options);
  await Promise.all([beginScoped(client, scope), limits === null ? null : client.query(limits)]);
}

/** Sends what the transaction ends with and its commit, in one round trip: where one of them fails, a commit changes nothing. */
async function commit(client: pg.PoolClient, tx: Tx): Promise<void> {
  const sent = sentTogether(client, () => {
    const closing = tx.closing.map((last) => {
      const { text, values } = last();
      return tx.query(text, values);
    });
    takeBack(tx, 'commit');
    return [...closing, client.query('commit')];
  });
  await Promise.all(sent);
}

/** What a transaction asks for beside its scope, in one round trip; null when it is nothing. */
function limitsOf(client: pg.PoolClient, { statementTimeoutMs, exclusively }: ScopeOptions): string | null {
  const statements = [];
  if (statementTimeoutMs) {
    statements.push(`select set_config('statement_timeout', '${Math.round(statementTimeoutMs)}', true)`);
  }
  // What is read afterwards is read under the lock.
  if (exclusively) {
    statements.push(`select pg_advisory_xact_lock(hashtextextended(${client.escapeLiteral(exclusively)}, 0))`);
  }
  return statements.length === 0 ? null : statements.join('; ');
}
