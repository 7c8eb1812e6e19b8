import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { DomainError } from '../domain/errors.js';

const EVENTS = { points: 100, duration: 10 };

/** How many events of one person a process takes, over all of their sockets. What a message costs is limited by its own rule. */
export function eventLimit(): (userId: string) => Promise<void> {
  const counter = new RateLimiterMemory(EVENTS);
  return async (userId) => {
    try {
      await counter.consume(userId);
    } catch (state) {
      if (!(state instanceof RateLimiterRes)) throw state;
      const retryAfter = Math.max(1, Math.ceil(state.msBeforeNext / 1000));
      throw new DomainError('rate_limited', 'Rate limit exceeded', { limitType: 'api_requests', retryAfter });
    }
  };
}
