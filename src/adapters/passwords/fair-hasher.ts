import { DomainError } from '../../domain/errors.js';
import { currentContext } from '../../observability/context.js';
import type { PasswordHasher } from './port.js';

export interface FairHasherOptions {
  /** How many hashes are computed at once. */
  readonly atOnce: number;
  /** How many may wait in all, and how many of one address. */
  readonly mostWaiting: number;
  readonly mostWaitingOfOne: number;
}

/** Half of Node's four pool threads stay free for what else needs one: files and name lookups. */
const DEFAULTS: FairHasherOptions = { atOnce: 2, mostWaiting: 200, mostWaitingOfOne: 40 };

/**
 * Lets the addresses that wait for a hash take turns, so that one which sends a thousand passwords delays itself and
 * nobody else. What comes when the queue is full is refused at once.
 * @throws DomainError unavailable (503), from `hash` and `verify`
 */
export function fairHasher(hasher: PasswordHasher, options: Partial<FairHasherOptions> = {}): PasswordHasher {
  const { atOnce, mostWaiting, mostWaitingOfOne } = { ...DEFAULTS, ...options };
  /** Waiting work by address; the address whose turn is next stands first. */
  const waiting = new Map<string, (() => void)[]>();
  let running = 0;
  let waitingInAll = 0;

  async function queued<T>(work: () => Promise<T>): Promise<T> {
    if (running < atOnce) running += 1;
    else await turn(currentContext().network ?? '');
    try {
      return await work();
    } finally {
      handOver();
    }
  }

  function turn(address: string): Promise<void> {
    const own = waiting.get(address) ?? [];
    if (waitingInAll >= mostWaiting || own.length >= mostWaitingOfOne) {
      throw new DomainError('unavailable', 'Too many sign-ins at once. Please try again in a moment.', {
        retryAfter: 1,
      });
    }
    waitingInAll += 1;
    return new Promise((resolve) => waiting.set(address, [...own, resolve]));
  }

  /** Gives the place that has become free to the first of the address whose turn it is. */
  function handOver(): void {
    const [next] = waiting;
    if (!next) {
      running -= 1;
      return;
    }
    const [address, [resume, ...rest]] = next;
    waiting.delete(address);
    if (rest.length > 0) waiting.set(address, rest);
    waitingInAll -= 1;
    resume?.();
  }

  return {
    hash: (password) => queued(() => hasher.hash(password)),
    verify: (stored, password) => queued(() => hasher.verify(stored, password)),
    isOutdated: (stored) => hasher.isOutdated(stored),
  };
}
