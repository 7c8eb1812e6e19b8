import type { PaymentStatus } from '../../domain/payments/public.js';
import type { AppointmentChange, AppointmentRow } from '../../models/repositories/appointments/appointments.js';
import type { AppointmentsScope } from '../../models/repositories/appointments/slice.js';

/**
 * Moves an appointment's payment status through these steps, all but the last at once: the last is the change that the
 * caller records with its reason. The database refuses a jump over a step.
 */
export async function transitionPaymentStatus(
  scope: AppointmentsScope,
  row: AppointmentRow,
  steps: readonly PaymentStatus[],
  now: Date,
): Promise<Pick<AppointmentChange, 'paymentStatus'>> {
  for (const paymentStatus of steps.slice(0, -1)) await scope.appointments.update(row.id, { paymentStatus }, now);
  const last = steps.at(-1);
  return last ? { paymentStatus: last } : {};
}
