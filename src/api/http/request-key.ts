import type { Request } from 'express';
import { invalid } from '../../domain/errors.js';
import type { RequestKey } from '../../usecases/idempotency/derive-id.js';
import { callerOf, keyHolderOf } from './request.js';

/**
 * The caller's Idempotency-Key for a use case that recognises a repeat itself: a booking has an id that is derived from the
 * key, so a repeat finds it at any time, not only for the 24 hours that other answers are stored.
 * @throws DomainError validation_failed
 */
export function requestKeyOf(request: Request): RequestKey | null {
  const key = request.header('idempotency-key');
  if (key === undefined) return null;
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw invalid('Idempotency-Key', 'The Idempotency-Key has 1 to 255 visible ASCII characters.');
  }
  return { caller: keyHolderOf(callerOf(request)), key };
}
