import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { DomainError, invalid } from '../../domain/errors.js';
import type { IdempotencyKeyRepository, IdempotentRequest } from '../../models/repositories/identity/public.js';
import type { Logger } from '../../observability/logger.js';
import { canonicalJson } from './canonical-json.js';
import type { RequestKey } from './derive-id.js';

export interface ReceivedRequest {
  /** `user:<id>`, or `anonymous:<address>`. */
  readonly caller: string;
  /** The header as it came; absent means "no promise". */
  readonly key: string | undefined;
  /** Method and route template. */
  readonly route: string;
  readonly body: unknown;
}

export interface Answer<T> {
  readonly status: number;
  readonly body: T;
}

/** `replayed`: it was given before, to the first request with the key. */
export interface GivenAnswer<T> extends Answer<T> {
  readonly replayed: boolean;
}

export interface AnswerOnceDeps {
  readonly keys: IdempotencyKeyRepository;
  readonly logger: Logger;
  /** How long a claim stands without a sign of life, in ms. */
  readonly leaseMs?: number;
  /** How long a second request waits for the first one's answer, in ms; below the 20 s of every answer. */
  readonly patienceMs?: number;
}

export type AnswerOnce = <T>(
  request: ReceivedRequest,
  work: (requestKey: RequestKey | null) => Promise<Answer<T>>,
) => Promise<GivenAnswer<T>>;

/**
 * Runs `work` once per caller and Idempotency-Key: repeats get the first one's status and body, also while it is still
 * running. A refusal (an error) is not stored and frees the key. A process that dies leaves its claim to the next
 * request after the lease; `work` derives its ids from `requestKey`, so that the second run meets the first one's rows.
 * @throws DomainError validation_failed for a bad key, idempotency_conflict for another body, unavailable when the first is still at work.
 */
export function answerOnce({ keys, logger, leaseMs = 8_000, patienceMs = 18_000 }: AnswerOnceDeps): AnswerOnce {
  return async <T>(received: ReceivedRequest, work: (requestKey: RequestKey | null) => Promise<Answer<T>>) => {
    if (received.key === undefined) return { ...(await work(null)), replayed: false };
    if (!/^[\x21-\x7e]{1,255}$/.test(received.key)) {
      throw invalid('Idempotency-Key', 'The Idempotency-Key has 1 to 255 visible ASCII characters.');
    }
    const requestKey = { caller: received.caller, key: received.key };
    const request: IdempotentRequest = {
      ...requestKey,
      route: received.route,
      bodyHashes: keys.hashBody(canonicalJson(received.body)),
    };
    const claimId = randomUUID();
    const giveUpAt = Date.now() + patienceMs;
    for (let pause = 25; ; pause = Math.min(pause * 2, 400)) {
      const found = await keys.claim<T>(request, claimId, leaseMs);
      if (found.state === 'claimed') break;
      if (found.state === 'conflict') {
        throw new DomainError('idempotency_conflict', 'This Idempotency-Key was already used for another request.');
      }
      if (found.state === 'answered') return { status: found.status, body: found.body, replayed: true };
      if (Date.now() + pause > giveUpAt) {
        throw new DomainError('unavailable', 'The first request with this Idempotency-Key is still at work.', {
          retryAfter: 2,
        });
      }
      await delay(pause);
    }
    const answer = await runClaimed({ keys, logger, leaseMs }, { request, claimId }, () => work(requestKey));
    return { ...answer, replayed: false };
  };
}

async function runClaimed<T>(
  { keys, logger, leaseMs }: Required<Pick<AnswerOnceDeps, 'keys' | 'logger' | 'leaseMs'>>,
  { request, claimId }: { readonly request: IdempotentRequest; readonly claimId: string },
  work: () => Promise<Answer<T>>,
): Promise<Answer<T>> {
  const signOfLife = setInterval(() => {
    keys.renew(request, claimId, leaseMs).catch((error: Error) => {
      // The worst that follows is a take-over, which derived ids make harmless.
      logger.warn('an idempotency claim could not be renewed', { error });
    });
  }, leaseMs / 3);
  try {
    const answer = await work();
    await keys.store(request, claimId, answer.status, answer.body).catch((error: Error) => {
      // The work is done: answer it. A repeat runs again after the lease and meets the same rows.
      logger.warn('an idempotent answer could not be stored', { error });
    });
    return answer;
  } catch (error) {
    await keys.release(request, claimId).catch((failure: Error) => {
      // The lease frees it a little later.
      logger.warn('an idempotency claim could not be released', { error: failure });
    });
    throw error;
  } finally {
    clearInterval(signOfLife);
  }
}
