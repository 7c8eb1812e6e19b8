import type { UserActor } from '../../../domain/actor.js';
import type { AppointmentStatus } from '../../../domain/appointments/states.js';
import type { Currency } from '../../../domain/money.js';
import { toDecimal } from '../../../domain/money.js';
import type { LedgerAccount, LedgerKind } from '../../../domain/payments/ledger.js';
import type { ProviderName } from '../../../domain/payments/orders.js';
import type { Decimal, Instant, Uuid } from '../../../domain/wire-formats.js';
import type { LedgerRow } from '../../../models/repositories/payments/ledger.js';
import type { OrderRow } from '../../../models/repositories/payments/orders.js';
import type { RefundRow } from '../../../models/repositories/payments/payments.js';
import type { Scope, UnitOfWork } from '../../../models/unit-of-work.js';
import { wireRefundStatus } from './order-view.js';
import { visibleOrder } from './read-order.js';

/** What happened to the money. */
export type FinancialEventName =
  | 'order_created'
  | 'payment_completed'
  | 'provider_fee'
  | 'refund_requested'
  | 'refund_completed'
  | 'refund_reversed'
  | 'refund_fee'
  | 'dispute_withdrawn'
  | 'dispute_reinstated'
  | 'dispute_fee'
  | 'written_off'
  | 'service_completed';

/** What the event made of the order, payment, refund, fee or dispute that it is about. */
export type FinancialEventStatus =
  | 'pending'
  | 'paid'
  | 'completed'
  | 'charged'
  | 'succeeded'
  | 'failed'
  | 'disputed'
  | 'won'
  | 'lost';

/** One thing that happened to the money. `amount` is a decimal with two places. */
export interface FinancialEvent {
  timestamp: Instant;
  event: FinancialEventName;
  order_id: Uuid;
  amount?: Decimal;
  status?: FinancialEventStatus;
  /** The provider's id of the payment or refund. */
  reference?: string;
  /** Stripe's event that told of the payment; absent when a look-up did, and for other providers. */
  stripe_event?: string;
  /** `payment_completed`: what it was paid with, such as `card` or `cash`. No part of a card's number is kept here. */
  payment_method?: string;
  /** `payment_completed`: through whom it was paid. */
  provider?: ProviderName;
  /** `service_completed`: the status that the appointment ended in. */
  final_status?: AppointmentStatus;
}

/** Every movement of money of an appointment, over all of its orders. Decimals with two places. */
export interface FinancialAudit {
  appointment_id: Uuid;
  currency: Currency;
  financial_events: FinancialEvent[];
  /** Everything that was captured. */
  total_revenue: Decimal;
  /** What is left of it after refunds, disputes and fees: the ledger's balance with provider and desk. */
  net_amount: Decimal;
}

const EVENTS: Readonly<Record<LedgerKind, Pick<Required<FinancialEvent>, 'event' | 'status'>>> = {
  captured: { event: 'payment_completed', status: 'paid' },
  fee: { event: 'provider_fee', status: 'charged' },
  refund: { event: 'refund_completed', status: 'succeeded' },
  refund_reversed: { event: 'refund_reversed', status: 'failed' },
  refund_fee: { event: 'refund_fee', status: 'charged' },
  dispute: { event: 'dispute_withdrawn', status: 'disputed' },
  dispute_reversed: { event: 'dispute_reinstated', status: 'won' },
  dispute_fee: { event: 'dispute_fee', status: 'charged' },
  write_off: { event: 'written_off', status: 'lost' },
};

/** The financial trail of an order's appointment, from the ledger. @throws DomainError not_found */
export function auditOrder(deps: { readonly unitOfWork: UnitOfWork }) {
  return (actor: UserActor, id: string): Promise<FinancialAudit> =>
    deps.unitOfWork.withScope(actor, async (scope) => {
      const order = await visibleOrder(scope, actor, id);
      const orders = await scope.orders.listForAppointment(order.appointmentId);
      const refunds = await scope.payments.refundsForAppointment(order.appointmentId);
      const entries = await entriesOf(scope, orders);
      const status = (await scope.appointments.statuses([order.appointmentId])).get(order.appointmentId);
      const told = await scope.providerEvents.paymentEvents(orders.map((one) => one.id));
      const methods = await methodsOf(scope, orders);
      const events = [
        ...orders.flatMap((one) => orderEvents(one, status)),
        ...refunds.map(refundEvent),
        // Of every posting the debit, which carries its figure as a person reads it: positive.
        ...entries.filter((entry) => entry.amount > 0).map((entry) => ledgerEvent(entry, told, methods)),
      ];
      return {
        appointment_id: order.appointmentId,
        currency: order.currency,
        financial_events: events.sort((a, b) => (a.timestamp < b.timestamp ? -1 : a.timestamp > b.timestamp ? 1 : 0)),
        total_revenue: toDecimal(sum(entries, (e) => isHeld(e.account) && e.kind === 'captured')),
        net_amount: toDecimal(sum(entries, (e) => isHeld(e.account))),
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

function ledgerEvent(
  entry: Entry,
  told: ReadonlyMap<string, string>,
  methods: ReadonlyMap<string, string>,
): FinancialEvent {
  const method = methods.get(entry.reference);
  const event = entry.provider === 'stripe' ? told.get(entry.orderId) : undefined;
  return {
    timestamp: entry.postedAt.toISOString(),
    ...EVENTS[entry.kind],
    order_id: entry.orderId,
    amount: toDecimal(entry.amount),
    reference: entry.reference,
    ...(entry.kind === 'captured' ? { provider: entry.provider } : {}),
    ...(entry.kind === 'captured' && method ? { payment_method: method } : {}),
    ...(entry.kind === 'captured' && event ? { stripe_event: event } : {}),
  };
}

function orderEvents(order: OrderRow, appointment: AppointmentStatus | undefined): FinancialEvent[] {
  const amount = toDecimal(order.amount);
  const created = { event: 'order_created', status: 'pending', amount, order_id: order.id } as const;
  const events: FinancialEvent[] = [{ timestamp: order.createdAt.toISOString(), ...created }];
  if (order.completedAt) {
    const completed = { event: 'service_completed', status: 'completed', order_id: order.id } as const;
    const final = appointment ? { final_status: appointment } : {};
    events.push({ timestamp: order.completedAt.toISOString(), ...completed, ...final });
  }
  return events;
}

function refundEvent(refund: RefundRow): FinancialEvent {
  return {
    timestamp: refund.createdAt.toISOString(),
    event: 'refund_requested',
    order_id: refund.orderId,
    amount: toDecimal(refund.amount),
    status: wireRefundStatus(refund.status),
  };
}

function isHeld(account: LedgerAccount): boolean {
  return account === 'provider' || account === 'desk';
}

function sum(entries: readonly Entry[], counts: (entry: Entry) => boolean): number {
  return entries.filter(counts).reduce((total, entry) => total + entry.amount, 0);
}
