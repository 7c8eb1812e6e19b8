import { type MoneyView, moneyView } from '../../domain/messaging/money-view.js';
import { isOwed } from '../../domain/payments/refund-requests.js';
import type { AppointmentRow } from '../../models/repositories/appointments/appointments.js';
import type { Scope } from '../../models/unit-of-work.js';

/** The money of an appointment, by the books as this transaction sees them. */
export async function moneyOf(scope: Scope, row: AppointmentRow): Promise<MoneyView> {
  const [payments, refunds, requests, disputes, orders, attention] = [
    await scope.payments.listForAppointment(row.id),
    await scope.payments.refundsForAppointment(row.id),
    (await scope.refundRequests.openOf(row.id)).filter(isOwed),
    await scope.disputes.ofAppointment(row.id),
    await scope.orders.listForAppointment(row.id),
    await scope.attention.ofAppointment(row.id),
  ];
  const mismatches = attention
    .filter(({ code }) => code === 'payment_mismatch')
    .map(({ context, resolvedAt }) => ({ order: context.order, open: resolvedAt === null }));
  return moneyView({ payments, refunds, requests, disputes, orders, mismatches, pending: row.status === 'pending' });
}
