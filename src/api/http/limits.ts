import type { Request } from 'express';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateLimit } from '../../config/schema.js';
import { DomainError, type LimitType } from '../../domain/errors.js';

/** One kind of limit. What is left of it is shown to the caller in RateLimit-* headers. */
export interface Limiter {
  /** Uses one point of `key`. @throws DomainError rate_limited with `retry_after` (seconds) and `limit_type`. */
  consume(request: Request, key: string): Promise<void>;
  /** Adds one point again: what used it turned out not to count. */
  restore(key: string): Promise<void>;
}

export interface Limits {
  /** Per user, or per address without a login. */
  readonly api: Limiter;
  /** Per address and account; attempts that succeed do not count. */
  readonly login: Limiter;
}

const OFF: Limiter = { consume: async () => {}, restore: async () => {} };

/** Counts in this process' memory. `null` switches the limit off. */
export function limiter(type: LimitType, limit: RateLimit | null): Limiter {
  if (!limit) return OFF;
  const counter = new RateLimiterMemory({ points: limit.points, duration: limit.perMs / 1000 });
  const show = (request: Request, state: RateLimiterRes) => {
    // A request can count against several limits: the headers are those of the tightest.
    const shown = request.res?.getHeader('RateLimit-Remaining');
    if (shown !== undefined && Number(shown) < state.remainingPoints) return;
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
