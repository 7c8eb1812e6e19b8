import type { AppointmentStatus } from '../../domain/appointments/states.js';
import type { AppointmentsScope } from '../../models/repositories/appointments/slice.js';
import type { OrderRow, PaymentsScope, RefundRow } from '../../models/repositories/payments/public.js';

type Scope = AppointmentsScope & PaymentsScope;

/** An order with the appointment that it pays for, as that is now, and its refunds. */
export interface OrderDetails {
  readonly order: OrderRow;
  readonly appointmentStatus: AppointmentStatus;
  readonly refunds: readonly RefundRow[];
}

export async function orderDetails(scope: Scope, orders: readonly OrderRow[]): Promise<readonly OrderDetails[]> {
  const refunds = await scope.payments.refundsForOrders(orders.map((order) => order.id));
  const statuses = await scope.appointments.statuses(orders.map((order) => order.subjectId));
  return orders.map((order) => {
    const appointmentStatus = statuses.get(order.subjectId);
    if (!appointmentStatus) throw new Error('an order without its appointment');
    return { order, appointmentStatus, refunds: refunds.filter((refund) => refund.orderId === order.id) };
  });
}
