import type { Request } from 'express';
import { DomainError } from '../../domain/errors.js';
import { emailKey } from '../../domain/identity/public.js';
import { HTTP_STATUS } from './problem.js';
import { addressOf, localsOf } from './request.js';

/** The API's login and the codec server's count together: per address and account. */
export function loginKey(request: Request, email: string): string {
  return `${addressOf(request).key} ${emailKey(email)}`;
}

/**
 * Runs `work`, which compares a password, under the limit `login_attempts` of `key`. The attempt is counted before the
 * password is compared, so that parallel guesses count too. An attempt that succeeded is taken off again, and so is
 * one that failed on our side: a database that is down for a minute must not lock its users out for another.
 * @throws DomainError rate_limited, and whatever `work` throws
 */
export async function limitedAttempt<T>(request: Request, key: string, work: () => Promise<T>): Promise<T> {
  const { login } = localsOf(request).limits;
  await login.consume(request, key);
  try {
    const result = await work();
    await login.restore(key);
    return result;
  } catch (error) {
    const refused = error instanceof DomainError && HTTP_STATUS[error.code] < 500;
    if (!refused) await login.restore(key);
    throw error;
  }
}
