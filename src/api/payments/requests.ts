import type { Uuid } from '../../domain/wire-formats.js';

/** Which appointment to pay for: one of the two members. */
export interface OrderBody {
  /**
   * @example "123e4567-e89b-12d3-a456-426614174000"
   */
  appointmentId?: Uuid;
  /**
   * Another spelling of `appointmentId`.
   */
  appointment_id?: Uuid;
  /** With whom to pay, where the clinic offers a choice; its first one when left out. */
  provider?: 'stripe' | 'paystack';
}
