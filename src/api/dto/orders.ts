/** Which appointment to pay for: one of the two members. */
export interface OrderBody {
  /**
   * @maxLength 36
   * @format uuid
   * @example "123e4567-e89b-12d3-a456-426614174000"
   */
  appointmentId?: string;
  /**
   * Another spelling of `appointmentId`.
   * @maxLength 36
   * @format uuid
   */
  appointment_id?: string;
  /** With whom to pay, where the clinic offers a choice; its first one when left out. */
  provider?: 'stripe' | 'paystack';
}
