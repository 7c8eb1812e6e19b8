import { type MoneyView, moneyView } from '../../domain/payments/money-view.js';
import { isOwed } from '../../domain/payments/refund-requests.js';
import type { PaymentsScope } from '../../models/repositories/payments/slice.js';
import type { SupportScope } from '../../models/repositories/support/public.js';

type Scope = PaymentsScope & SupportScope;

const NO_MONEY = { payments: [], refunds: [], requests: [], disputes: [], orders: [], mismatches: [] } as const;

/** The money of a subject, by the books as this transaction sees them. `isPending`: it still waits for its payment. */
export async function moneyOf(
  scope: Scope,
  { id, isPending }: { readonly id: string; readonly isPending: boolean },
): Promise<MoneyView> {
  const orders = await scope.orders.listForSubject(id);
  // All other money hangs on an order: while nobody has asked for one, there is nothing to read.
  if (orders.length === 0) return moneyView({ ...NO_MONEY, pending: isPending });
  const [payments, refunds, requests, disputes, attention] = [
    await scope.payments.listForSubject(id),
    await scope.payments.refundsForSubject(id),
    (await scope.refundRequests.listOpen(id)).filter(isOwed),
    await scope.disputes.listForSubject(id),
    await scope.attention.listForSubject(id),
  ];
  const mismatches = attention
    .filter(({ code }) => code === 'payment_mismatch')
    .map(({ context, resolvedAt }) => ({ order: context.order, open: resolvedAt === null }));
  return moneyView({ payments, refunds, requests, disputes, orders, mismatches, pending: isPending });
}
