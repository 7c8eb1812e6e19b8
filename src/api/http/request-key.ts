import type { Request } from 'express';
import { invalid } from '../../domain/errors.js';
import type { RequestKey } from '../../usecases/idempotency/derive-id.js';
import { actorOf } from './request.js';

/**
 * The caller's Idempotency-Key where the use case keeps the promise itself: a booking is found again by the id that
 * comes from its key, for ever, not for the 24 hours of a stored answer.
 * @throws DomainError validation_failed
 */
export function requestKeyOf(request: Request): RequestKey | null {
  const key = request.header('idempotency-key');
  if (key === undefined) return null;
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw invalid('Idempotency-Key', 'The Idempotency-Key has 1 to 255 visible ASCII characters.');
  }
  return { caller: `user:${actorOf(request).userId}`, key };
}
