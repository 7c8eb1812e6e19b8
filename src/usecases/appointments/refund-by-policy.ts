import { randomUUID } from 'node:crypto';
import { percentOf } from '../../domain/payment/money.js';
import type { AppointmentRow } from '../../models/repositories/appointments.js';
import type { Scope } from '../../models/unit-of-work.js';

export interface PolicyRefund {
  readonly requested: boolean;
  readonly context: Readonly<Record<string, number | boolean>>;
}

export const NO_REFUND: PolicyRefund = { requested: false, context: {} };

/** What the policy decided: the percentage of the price that goes back, and the move that led to it. */
export interface PolicyDecision {
  readonly percent: number;
  readonly reason: string;
}

/**
 * Asks for what the policy gives back, in the transaction of the move that it follows from: what staff have given back
 * already, or are about to, counts towards it.
 */
export async function refundByPolicy(
  scope: Scope,
  row: AppointmentRow,
  { percent, reason }: PolicyDecision,
  now: Date,
): Promise<PolicyRefund> {
  const payment = await scope.payments.ofAppointment(row.id);
  if (!payment) return NO_REFUND;
  // A failed one stays owed, and is sent again.
  const earlier = (await scope.payments.refundsForOrders([payment.order_id])).filter(
    (refund) => refund.payment_id === payment.id,
  );
  const given = earlier.reduce((sum, refund) => sum + refund.amount, 0);
  const amount = Math.max(0, percentOf(payment.amount, percent) - given);
  const context = { refund_percent: percent, refund_amount: amount };
  if (amount === 0) return { requested: false, context };
  await scope.payments.requestRefund({
    id: randomUUID(),
    clinic_id: row.clinic_id,
    appointment_id: row.id,
    order_id: payment.order_id,
    payment_id: payment.id,
    amount,
    currency: payment.currency,
    reason,
    operationId: `${row.id}/${reason === 'no_show' ? 'no_show' : 'cancel'}`,
    created_at: now,
  });
  // A disputed one is held back until the bank has decided, and the payment is shown as disputed until then.
  return { requested: row.payment_status !== 'disputed', context };
}
