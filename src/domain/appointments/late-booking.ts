import { DomainError } from '../errors.js';

/**
 * A booking that reached its workflow after its caller had given up: nothing was
 * claimed, and the same request under another update id may still win the slot. To a client it is a 503.
 */
export class LateBooking extends DomainError {
  constructor() {
    super('unavailable', 'The booking took too long, so nothing was booked. Please try again.', { retryAfter: 1 });
  }
}
