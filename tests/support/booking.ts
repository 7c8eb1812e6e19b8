import type { Booking } from '../../src/domain/appointments/booking.js';

/** A hold, as the claim answers it. */
export const BOOKING: Booking = {
  id: '123e4567-e89b-12d3-a456-426614174000',
  patientId: '9d2f6a40-52b1-4f0e-b6a7-2c9f8e7d6a5b',
  slotId: '550e8400-e29b-41d4-a716-446655440000',
  status: 'pending',
  paymentStatus: 'unpaid',
  paymentRequired: true,
  price: 8_000,
  currency: 'aud',
  isInitial: true,
  bookedAt: Date.parse('2026-11-28T14:30:00.000Z'),
  expiresAt: Date.parse('2026-11-28T14:45:00.000Z'),
};
