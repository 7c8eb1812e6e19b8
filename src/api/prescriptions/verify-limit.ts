import type { Request } from 'express';
import { addressOf, localsOf } from '../http/request.js';

/**
 * Counts one look, supply, undo or decline against the limit of its address: whoever guesses codes has one number of tries, by whichever way.
 * @throws DomainError rate_limited
 */
export function countVerifying(request: Request): Promise<void> {
  return localsOf(request).limits.verify.consume(request, `address:${addressOf(request).key}`);
}
