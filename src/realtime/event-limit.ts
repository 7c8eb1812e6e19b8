import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { DomainError } from '../domain/errors.js';

/** How many events of one person a process takes, over all of their sockets. What a message costs is limited by its own rule. */
export const EVENTS_OF_PERSON = { points: 100, duration: 10 };
/** How often one socket says that its person types: a client needs to every few seconds. */
export const TYPING_OF_SOCKET = { points: 5, duration: 5 };

/** So many events in so many seconds, counted by this process. */
export function eventLimit(rule: { readonly points: number; readonly duration: number }) {
  const counter = new RateLimiterMemory(rule);
  return async (key: string): Promise<void> => {
    try {
      await counter.consume(key);
    } catch (state) {
      if (!(state instanceof RateLimiterRes)) throw state;
      const retryAfter = Math.max(1, Math.ceil(state.msBeforeNext / 1000));
      throw new DomainError('rate_limited', 'Rate limit exceeded', { limitType: 'api_requests', retryAfter });
    }
  };
}
