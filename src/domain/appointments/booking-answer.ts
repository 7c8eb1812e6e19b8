import type { Currency } from '../money.js';
import type { Decimal, Instant, Uuid } from '../wire-formats.js';

/** The answer of a booking: 201, stored with the appointment, and the same for every repeat under its Idempotency-Key. */
export interface BookingAnswer {
  id: Uuid;
  /** The patient's id. */
  patient: Uuid;
  /** The slot's id. */
  availability: Uuid;
  status: 'pending' | 'booked';
  payment_status: 'unpaid' | 'waived';
  payment_required: boolean;
  /** Locked at booking; two decimals. */
  price: Decimal;
  currency: Currency;
  is_initial: boolean;
  /** ISO 8601, UTC; the payment window runs from here. */
  booked_at: Instant;
  expires_at: Instant;
}
