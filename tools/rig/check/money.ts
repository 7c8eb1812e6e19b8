import { type Findings, groupBy, sum } from './findings.js';
import type { Appointment, BankEntry, Payment, World } from './world.js';

/** The visit takes place, or took place: the money is earned. */
const EARNED = new Set(['booked', 'in_progress', 'completed', 'no_show']);
/** What shows a person that money is not where it should be. */
const MONEY_FLAGS = new Set([
  'refund_failed',
  'refund_approval',
  'payment_mismatch',
  'dispute',
  'dispute_lost',
  'refund_in_dispute',
]);
const RETURNED = new Set(['succeeded', 'settled_by_hand']);
/** The patient's own bank has given this back: no refund of ours did. */
const BY_DISPUTE = 'dispute_lost';

/** Invariant 2: money that the bank has taken is accounted for, and nothing else is. */
export function checkMoney(world: World, findings: Findings): void {
  const books = new Books(world);
  findings.each(2, 'a charge is on exactly one payment', books.charges, (charge) => {
    const payments = books.paymentsOf(charge);
    if (payments.length !== 1) return `${charge.id} of ${charge.session_id} is on ${payments.length}`;
    const [payment] = payments;
    const same = payment?.amount === charge.amount && payment.currency === charge.currency;
    return same ? null : `${charge.id} of ${charge.amount} is on payment ${payment?.id} of ${payment?.amount}`;
  });
  findings.each(2, 'a payment is a charge of the bank', world.payments, (payment) => {
    const session = books.sessionOf(payment.order_id);
    return books.charges.some((charge) => charge.session_id === session) ? null : `payment ${payment.id}`;
  });
  findings.each(2, 'a payment is earned, returned, kept by policy or flagged', world.payments, (payment) =>
    books.whereabouts(payment) === null ? describe(books, payment) : null,
  );
  checkRefunds(world, books, findings);
  checkSums(world, books, findings);
}

/** Where the money of a payment is. */
export type Whereabouts = 'earned' | 'returned' | 'kept' | 'flagged';

/** The tables by the keys that money is followed along. */
export class Books {
  readonly charges: readonly BankEntry[];
  readonly bankRefunds: readonly BankEntry[];
  readonly #appointments: ReadonlyMap<string, Appointment>;
  readonly #orders: ReadonlyMap<string, World['orders'][number]>;
  readonly #payments: ReadonlyMap<string | null | undefined, Payment[]>;
  readonly #flagged: ReadonlySet<string | null>;
  readonly #refunded: ReadonlyMap<string, BankEntry[]>;

  constructor(readonly world: World) {
    this.charges = world.bank.filter((entry) => entry.type === 'charge' && entry.status === 'succeeded');
    this.bankRefunds = world.bank.filter((entry) => entry.type === 'refund');
    this.#appointments = new Map(world.appointments.map((row) => [row.id, row]));
    this.#orders = new Map(world.orders.map((row) => [row.id, row]));
    this.#payments = groupBy(world.payments, (payment) => this.sessionOf(payment.order_id));
    const flags = world.attention.filter((entry) => MONEY_FLAGS.has(entry.code));
    this.#flagged = new Set(flags.map((entry) => entry.appointment_id));
    this.#refunded = groupBy(
      this.bankRefunds.filter((entry) => entry.status === 'succeeded'),
      (entry) => entry.session_id,
    );
  }

  sessionOf(orderId: string): string | null | undefined {
    return this.#orders.get(orderId)?.provider_session_id;
  }

  appointmentOf(payment: Payment): Appointment | undefined {
    return this.#appointments.get(payment.appointment_id);
  }

  orderOf(payment: Payment): World['orders'][number] | undefined {
    return this.#orders.get(payment.order_id);
  }

  paymentsOf(charge: BankEntry): readonly Payment[] {
    return this.#payments.get(charge.session_id) ?? [];
  }

  /** What the bank has given back of a session, in minor units. */
  returnedBy(session: string | null | undefined): number {
    return sum(this.#refunded.get(session ?? '') ?? [], (entry) => entry.amount);
  }

  /** Null when nobody could say. */
  whereabouts(payment: Payment): Whereabouts | null {
    const appointment = this.appointmentOf(payment);
    if (!appointment) return null;
    const returned = this.returnedBy(this.sessionOf(payment.order_id));
    const refunds = this.world.refunds.filter((refund) => refund.payment_id === payment.id);
    const recorded = sum(
      refunds.filter((refund) => RETURNED.has(refund.status) && refund.failure_reason !== BY_DISPUTE),
      (refund) => refund.amount,
    );
    // Books and bank must agree on what went back, whatever the reason.
    if (returned !== recorded) return null;
    if (returned === payment.amount) return 'returned';
    if (this.#flagged.has(appointment.id)) return 'flagged';
    if (payment.purpose !== 'appointment') return null;
    const promised = this.promised(appointment, payment, refunds.length);
    if (returned !== promised) return null;
    if (EARNED.has(appointment.status)) return this.isPaidFor(payment) ? 'earned' : null;
    return this.cancelOf(appointment) ? 'kept' : null;
  }

  /** What recorded decisions refund: of the policy at the cancel, and of staff. */
  private promised(appointment: Appointment, payment: Payment, refunds: number): number {
    const cancel = this.cancelOf(appointment);
    const byPolicy = Number(cancel?.context.refundAmount ?? 0);
    const byStaff = sum(
      this.world.history.filter((row) => row.appointment_id === appointment.id && row.move === 'refund'),
      (row) => (isStaffDecision(row) ? Number(row.context.amount ?? 0) : 0),
    );
    return refunds === 0 ? 0 : Math.min(payment.amount, byPolicy + byStaff);
  }

  private cancelOf(appointment: Appointment) {
    return this.world.history.findLast(
      (row) => row.appointment_id === appointment.id && row.move === 'cancel' && 'refundPercent' in row.context,
    );
  }

  private isPaidFor(payment: Payment): boolean {
    const paid = ['paid', 'completed', 'partially_refunded'];
    return paid.includes(this.orderOf(payment)?.status ?? '');
  }
}

/** A refund that waits for a second person, or that one has rejected, is not promised. */
function isStaffDecision({ operation_id: operation, context }: World['history'][number]): boolean {
  return /\/(issueRefund|approveRefund):/.test(operation) && 'refund' in context;
}

function describe(books: Books, payment: Payment): string {
  const appointment = books.appointmentOf(payment);
  const returned = books.returnedBy(books.sessionOf(payment.order_id));
  const order = books.orderOf(payment);
  return `payment ${payment.id} (${payment.purpose}, ${payment.amount}, returned ${returned}) on ${order?.status} order ${payment.order_id} of ${appointment?.status} ${payment.appointment_id} (${appointment?.payment_status})`;
}

function checkRefunds(world: World, books: Books, findings: Findings): void {
  const byProviderId = groupBy(world.refunds, (refund) => refund.provider_refund_id);
  findings.each(
    2,
    'a refund of the bank is on one refund row',
    books.bankRefunds.filter((entry) => entry.status === 'succeeded'),
    (entry) => {
      const rows = byProviderId.get(entry.id) ?? [];
      if (rows.length !== 1) return `${entry.id} is on ${rows.length} rows`;
      const [row] = rows;
      return row?.status === 'succeeded' && row.amount === entry.amount
        ? null
        : `${entry.id} of ${entry.amount} is on ${row?.status} refund ${row?.id} of ${row?.amount}`;
    },
  );
  const atBank = new Map(books.bankRefunds.map((entry) => [entry.id, entry]));
  findings.each(
    2,
    'a refund row agrees with the bank',
    world.refunds.filter((refund) => refund.provider_refund_id),
    (refund) => {
      const entry = atBank.get(refund.provider_refund_id ?? '');
      const agrees = entry?.status === refund.status || refund.status === 'settled_by_hand';
      return agrees ? null : `refund ${refund.id} is ${refund.status}, the bank says ${entry?.status}`;
    },
  );
  findings.each(2, 'not more is returned than was taken', books.charges, (charge) => {
    const returned = books.returnedBy(charge.session_id);
    return returned > charge.amount ? `${charge.id}: ${returned} of ${charge.amount}` : null;
  });
}

function checkSums(world: World, books: Books, findings: Findings): void {
  const returned = books.bankRefunds.filter((entry) => entry.status === 'succeeded');
  const atBank = sum(books.charges, (entry) => entry.amount) - sum(returned, (entry) => entry.amount);
  const fromPatients = world.ledger.filter((line) => line.account === 'patient');
  // What patients paid in stands on the credit side.
  const inLedger = -sum(fromPatients, (line) => line.amount);
  findings.each(2, 'ledger sum is bank sum', [atBank], (bank) =>
    bank === inLedger ? null : `ledger ${inLedger}, bank ${bank}`,
  );
  const lines = groupBy(fromPatients, (line) => line.order_id);
  findings.each(2, 'the ledger of each order is the bank of its session', world.orders, (order) => {
    const session = order.provider_session_id;
    const taken = sum(
      books.charges.filter((charge) => charge.session_id === session),
      (charge) => charge.amount,
    );
    const kept = session ? taken - books.returnedBy(session) : 0;
    const booked = -sum(lines.get(order.id) ?? [], (line) => line.amount);
    return kept === booked ? null : `order ${order.id}: ledger ${booked}, bank ${kept}`;
  });
  findings.each(2, 'the ledger balances', [sum(world.ledger, (line) => line.amount)], (total) =>
    total === 0 ? null : `it is off by ${total}`,
  );
}
