import type { UserActor } from '../../domain/actor.js';
import type { AppointmentStatus } from '../../domain/appointments/states.js';
import type { Currency } from '../../domain/money.js';
import type { LedgerAccount, ProviderName } from '../../domain/payments/public.js';
import type { AppointmentsScope } from '../../models/repositories/appointments/slice.js';
import type { LedgerRow, OrderRow, PaymentsScope, RefundRow } from '../../models/repositories/payments/public.js';
import { noteOrderReading, visibleOrder } from '../payments/public.js';
import type { ReadOrderDeps } from './read-order.js';

type Scope = AppointmentsScope & PaymentsScope;

/** Something that happened to the money of an appointment, at `at`. */
export type MoneyEvent = { readonly at: Date } & (
  | { readonly kind: 'order_created'; readonly order: OrderRow }
  | { readonly kind: 'refund_requested'; readonly refund: RefundRow }
  | {
      readonly kind: 'service_completed';
      readonly orderId: string;
      /** What the appointment ended in. */
      readonly appointmentStatus: AppointmentStatus | null;
    }
  | {
      readonly kind: 'posted';
      /** The debit of a posting, which carries its figure as a person reads it: positive. */
      readonly entry: Entry;
      /** What a captured payment was made with, such as `card` or `cash`. */
      readonly method: string | null;
      /** The provider's event that brought a captured payment; null when a lookup did. */
      readonly providerEvent: string | null;
    }
);

/** Every movement of money of an appointment, over all of its orders. Minor units. */
export interface MoneyTrail {
  readonly appointmentId: string;
  readonly currency: Currency;
  readonly events: readonly MoneyEvent[];
  /** Everything that was captured. */
  readonly totalRevenue: number;
  /** What is left of it after refunds, disputes and fees: the ledger's balance with provider and desk. */
  readonly netAmount: number;
}

/** The financial trail of an order's appointment, from the ledger. @throws DomainError not_found */
export function auditOrder(deps: ReadOrderDeps) {
  return (actor: UserActor, id: string): Promise<MoneyTrail> =>
    deps.unitOfWork.withScope(actor, async (scope) => {
      const order = await visibleOrder(scope, actor, id);
      await noteOrderReading(scope, 'order.trail_read', order, deps.now());
      const orders = await scope.orders.listForSubject(order.subjectId);
      const refunds = await scope.payments.refundsForSubject(order.subjectId);
      const entries = await entriesOf(scope, orders);
      const status = (await scope.appointments.statuses([order.subjectId])).get(order.subjectId);
      const providerEvents = await scope.providerEvents.paymentLabels(orders.map((one) => one.id));
      const methods = await methodsOf(scope, orders);
      const events = [
        ...orders.flatMap((one) => orderEvents(one, status ?? null)),
        ...refunds.map((refund): MoneyEvent => ({ kind: 'refund_requested', at: refund.createdAt, refund })),
        ...entries
          .filter((entry) => entry.amount > 0)
          .map((entry): MoneyEvent => {
            const captured = entry.kind === 'captured';
            const method = (captured && methods.get(entry.reference)) || null;
            const providerEvent = (captured && providerEvents.get(entry.orderId)) || null;
            return { kind: 'posted', at: entry.postedAt, entry, method, providerEvent };
          }),
      ];
      return {
        appointmentId: order.subjectId,
        currency: order.currency,
        events: events.sort((a, b) => a.at.getTime() - b.at.getTime()),
        totalRevenue: sum(entries, (e) => isHeld(e.account) && e.kind === 'captured'),
        netAmount: sum(entries, (e) => isHeld(e.account)),
      };
    });
}

type Entry = LedgerRow & { readonly orderId: string; readonly provider: ProviderName };

async function entriesOf(scope: Scope, orders: readonly OrderRow[]): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  for (const { id, provider } of orders) {
    for (const row of await scope.ledger.list(id)) entries.push({ ...row, orderId: id, provider });
  }
  return entries;
}

/** What each payment was made with, by the provider's id of the payment. */
async function methodsOf(scope: Scope, orders: readonly OrderRow[]): Promise<ReadonlyMap<string, string>> {
  const methods = new Map<string, string>();
  for (const { id } of orders) {
    for (const payment of await scope.payments.listForOrder(id)) {
      if (payment.method !== null) methods.set(payment.providerPaymentId, payment.method);
    }
  }
  return methods;
}

function orderEvents(order: OrderRow, appointmentStatus: AppointmentStatus | null): MoneyEvent[] {
  const { id: orderId, createdAt, completedAt } = order;
  const events: MoneyEvent[] = [{ kind: 'order_created', at: createdAt, order }];
  if (completedAt) events.push({ kind: 'service_completed', at: completedAt, orderId, appointmentStatus });
  return events;
}

function isHeld(account: LedgerAccount): boolean {
  return account === 'provider' || account === 'desk';
}

function sum(entries: readonly Entry[], counts: (entry: Entry) => boolean): number {
  return entries.filter(counts).reduce((total, entry) => total + entry.amount, 0);
}
