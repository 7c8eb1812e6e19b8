import type { Request } from 'express';
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRes,
} from 'rate-limiter-flexible';
import type { RateLimit } from '../../config/schema.js';
import { DomainError, type LimitType } from '../../domain/errors.js';
import type { CounterStore } from './counter-store.js';
import type { SharedCounters } from './shared-counters.js';

/** One kind of limit. What is left of it is shown to the caller in RateLimit-* headers. */
export interface Limiter {
  /** Uses one point of `key`. @throws DomainError rate_limited with `retry_after` (seconds) and `limit_type`. */
  consume(request: Request, key: string): Promise<void>;
  /** Adds one point again: what used it turned out not to count. */
  restore(key: string): Promise<void>;
}

const COUNTERS_TABLE = 'limit_counters';

const OFF: Limiter = { consume: async () => {}, restore: async () => {} };

/**
 * Counts in this process' memory, so that an attempt costs no statement. With `shared`, other processes learn of it within
 * a second, and one that is started anew learns what was counted before. `null` switches the limit off.
 */
export function limiter(
  type: LimitType,
  purpose: string,
  limit: RateLimit | null,
  shared: SharedCounters | null,
): Limiter {
  if (!limit) return OFF;
  const counter =
    shared?.counter(purpose, limit) ?? new RateLimiterMemory({ points: limit.points, duration: limit.perMs / 1000 });
  return shown(type, limit, counter);
}

/**
 * Counts in the database, one statement for each attempt: exact over all processes and restarts. A key that goes on when
 * it is refused is soon refused from memory, so that a flood costs no statements. `purpose` keeps limits apart. Without a
 * store, one process counts for itself.
 */
export function exactLimiter(
  type: LimitType,
  purpose: string,
  limit: RateLimit | null,
  store: CounterStore | null,
): Limiter {
  if (!limit) return OFF;
  if (!store) return limiter(type, purpose, limit, null);
  const counter = new RateLimiterPostgres({
    storeClient: store,
    storeType: 'pool',
    tableName: COUNTERS_TABLE,
    tableCreated: true,
    keyPrefix: purpose,
    points: limit.points,
    duration: limit.perMs / 1000,
    inMemoryBlockOnConsumed: limit.points * 2,
  });
  const { consume, restore } = shown(type, limit, counter);
  return {
    consume: (request, key) => consume(request, store.hashKey(key)),
    restore: (key) => restore(store.hashKey(key)),
  };
}

function shown(type: LimitType, limit: RateLimit, counter: RateLimiterAbstract): Limiter {
  const show = (request: Request, state: RateLimiterRes) => {
    // A request can count against several limits: the headers are those of the tightest.
    const present = request.res?.getHeader('RateLimit-Remaining');
    if (present !== undefined && Number(present) < state.remainingPoints) return;
    const headers = {
      'RateLimit-Limit': String(limit.points),
      'RateLimit-Remaining': String(Math.max(0, state.remainingPoints)),
      'RateLimit-Reset': String(seconds(state)),
    };
    for (const [name, value] of Object.entries(headers)) request.res?.setHeader(name, value);
  };
  return {
    async consume(request, key) {
      try {
        show(request, await counter.consume(key));
      } catch (state) {
        if (!(state instanceof RateLimiterRes)) throw state;
        request.res?.removeHeader('RateLimit-Remaining');
        show(request, state);
        throw new DomainError('rate_limited', 'Rate limit exceeded', { retryAfter: seconds(state), limitType: type });
      }
    },
    async restore(key) {
      await counter.reward(key, 1);
    },
  };
}

function seconds(state: RateLimiterRes): number {
  return Math.max(1, Math.ceil(state.msBeforeNext / 1000));
}
