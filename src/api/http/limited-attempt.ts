import type { Request } from 'express';
import { DomainError, type ErrorCode } from '../../domain/errors.js';
import { emailKey } from '../../domain/identity/public.js';
import type { Admit } from '../../usecases/identity/public.js';
import type { LoginAttempt } from './login-limits.js';
import { HTTP_STATUS } from './problem.js';
import { addressOf, localsOf } from './request.js';

/** Somebody who is signed in gives a password again: it counts for the session that asks. */
export function passwordAttempt(request: Request, sessionId: string): LoginAttempt {
  return { network: addressOf(request).key, account: sessionId, device: sessionId };
}

/**
 * Runs `work`, which compares a password, under the limits of `attempt`. The attempt is counted before the
 * password is compared, so that parallel guesses count too. An attempt that succeeded is taken off again, and so is
 * one that failed on our side: a database that is down for a minute must not lock its users out for another.
 * @throws DomainError rate_limited, and whatever `work` throws
 */
export function limitedAttempt<T>(request: Request, attempt: LoginAttempt, work: () => Promise<T>): Promise<T> {
  const { login } = localsOf(request).limits;
  const limit = { consume: () => login.consume(request, attempt), restore: () => login.restore(attempt) };
  return limited(limit, work, (code) => HTTP_STATUS[code] < 500);
}

/**
 * The same for a sign-in by mail address, which knows by itself from which device it comes: `work` is counted where it asks
 * to be admitted. The API's login and the codec server's count together.
 */
export function limitedSignIn<T>(request: Request, email: string, work: (admit: Admit) => Promise<T>): Promise<T> {
  const { login } = localsOf(request).limits;
  let counting: Promise<LoginAttempt> | null = null;
  const admit = async (device: string | null) => {
    const attempt = { network: addressOf(request).key, account: emailKey(email), device };
    counting = login.consume(request, attempt).then(() => attempt);
    await counting;
  };
  // Work that has failed on our side may have done so before the attempt was counted.
  const restore = async () => {
    const counted = await counting?.catch(() => null);
    if (counted) await login.restore(counted);
  };
  const limit = { consume: async () => {}, restore };
  return limited(
    limit,
    () => work(admit),
    (code) => HTTP_STATUS[code] < 500,
  );
}

/**
 * The same for a second factor of an account, whoever gives it: only a code that was wrong counts.
 * @throws DomainError rate_limited, and whatever `work` throws
 */
export function limitedFactor<T>(request: Request, userId: string, work: () => Promise<T>): Promise<T> {
  const { mfa } = localsOf(request).limits;
  const limit = { consume: () => mfa.consume(request, userId), restore: () => mfa.restore(userId) };
  return limited(limit, work, (code) => code === 'unauthenticated' || code === 'validation_failed');
}

interface Limit {
  consume(): Promise<void>;
  restore(): Promise<unknown>;
}

async function limited<T>(limit: Limit, work: () => Promise<T>, counts: (refusal: ErrorCode) => boolean): Promise<T> {
  await limit.consume();
  try {
    const result = await work();
    // Nobody waits for it: whoever succeeded is answered, whatever becomes of the count.
    limit.restore().catch(() => undefined);
    return result;
  } catch (error) {
    const refused = error instanceof DomainError && counts(error.code);
    // Where the attempt cannot be taken off either, its own error is what the caller should know.
    if (!refused) await limit.restore().catch(() => undefined);
    throw error;
  }
}
