import { standingOf } from '../../domain/payments/public.js';
import type {
  AppointmentChange,
  AppointmentRow,
  AppointmentsScope,
} from '../../models/repositories/appointments/public.js';
import type { PaymentsScope } from '../../models/repositories/payments/public.js';
import { transitionPaymentStatus } from '../appointments/public.js';
import { readPaymentHistories, updateOrderStatus } from '../payments/public.js';

type Scope = AppointmentsScope & PaymentsScope;

/** Order and appointment follow the payment that the appointment was paid with. */
export async function followPayment(scope: Scope, row: AppointmentRow, now: Date): Promise<AppointmentChange> {
  const own = (await readPaymentHistories(scope, row.id)).find(({ payment }) => payment.purpose === 'appointment');
  if (!own) return {};
  await updateOrderStatus(scope, own.payment, own, now);
  return transitionPaymentStatus(scope, row, standingOf(own, { paymentStatus: row.paymentStatus }).paymentSteps, now);
}
