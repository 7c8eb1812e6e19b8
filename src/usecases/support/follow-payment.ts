import { standingOf } from '../../domain/payments/standing.js';
import type { AppointmentChange, AppointmentRow } from '../../models/repositories/appointments/appointments.js';
import type { Scope } from '../../models/unit-of-work.js';
import { transitionPaymentStatus } from '../appointments/transition-payment-status.js';
import { readPaymentHistories, updateOrderStatus } from '../payments/payment-history.js';

/** Order and appointment follow the payment that the appointment was paid with. */
export async function followPayment(scope: Scope, row: AppointmentRow, now: Date): Promise<AppointmentChange> {
  const own = (await readPaymentHistories(scope, row.id)).find(({ payment }) => payment.purpose === 'appointment');
  if (!own) return {};
  await updateOrderStatus(scope, own.payment, own, now);
  return transitionPaymentStatus(scope, row, standingOf(own, { paymentStatus: row.paymentStatus }).paymentSteps, now);
}
