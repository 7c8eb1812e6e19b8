import type { Currency } from '../money.js';

/**
 * An appointment as its booking left it, stored with the appointment: every repeat under the same Idempotency-Key is
 * answered with it, whatever became of the appointment since. Instants are milliseconds since 1970.
 */
export interface Booking {
  readonly id: string;
  readonly patientId: string;
  readonly slotId: string;
  readonly status: 'pending' | 'booked';
  readonly paymentStatus: 'unpaid' | 'waived';
  readonly paymentRequired: boolean;
  /** Locked at booking; minor units. */
  readonly price: number;
  readonly currency: Currency;
  readonly isInitial: boolean;
  /** The payment window runs from here. */
  readonly bookedAt: number;
  readonly expiresAt: number;
}
