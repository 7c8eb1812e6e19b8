import type { Request } from 'express';
import type { RateLimit } from '../../config/schema.js';
import type { CounterStore } from './counter-store.js';
import { exactLimiter, type Limiter } from './limits.js';

/** Who tries to sign in, and from where. */
export interface LoginAttempt {
  /** The address, or the /64 network of an IPv6 one. */
  readonly network: string;
  /** The same for every spelling of the account's mail address, also of one that does not exist. */
  readonly account: string;
  /** The id of a device from which this account has signed in before. */
  readonly device: string | null;
}

/** How many sign-ins may fail; null switches a limit off. */
export interface LoginRates {
  /** Of one account from one address, and of one account from a device that it knows. */
  readonly pair: RateLimit | null;
  /** Of one address over all accounts. */
  readonly network: RateLimit | null;
  /** Of one account over all addresses. */
  readonly account: RateLimit | null;
}

export interface LoginLimits {
  /** Uses one point of each limit that counts this attempt. @throws DomainError rate_limited */
  consume(request: Request, attempt: LoginAttempt): Promise<void>;
  /** Adds them again: the attempt succeeded, or failed on our side. */
  restore(attempt: LoginAttempt): Promise<void>;
}

/**
 * The limits of failed sign-ins, counted in the database. They are asked from the narrowest on, and one that refuses uses
 * no point of those behind it: an address that is refused for itself cannot use up what others may try. An attempt from a
 * device that the account knows counts for that device alone: an attack from many addresses does not lock its owner out.
 */
export function loginLimits(rates: LoginRates, store: CounterStore | null): LoginLimits {
  const exact = (purpose: string, rate: RateLimit | null) => exactLimiter('login_attempts', purpose, rate, store);
  const pair = exact('login-pair', rates.pair);
  const device = exact('login-device', rates.pair);
  const network = exact('login-network', rates.pair && rates.network);
  const account = exact('login-account', rates.pair && rates.account);
  const counting = (attempt: LoginAttempt): readonly (readonly [Limiter, string])[] =>
    attempt.device !== null
      ? [[device, attempt.device]]
      : [
          [pair, `${attempt.network} ${attempt.account}`],
          [network, attempt.network],
          [account, attempt.account],
        ];
  return {
    async consume(request, attempt) {
      for (const [limit, key] of counting(attempt)) await limit.consume(request, key);
    },
    async restore(attempt) {
      for (const [limit, key] of counting(attempt)) await limit.restore(key);
    },
  };
}
