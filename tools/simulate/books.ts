import type { Gateway } from '../rig/bank.js';
import { type Findings, groupBy, sum } from '../rig/check/findings.js';
import { Books } from '../rig/check/money.js';
import { isLive } from '../rig/check/slots.js';
import { type Appointment, readList, type World } from '../rig/check/world.js';
import type { DeliveryFact } from '../rig/facts.js';

/** A movement of the account that a bank keeps for the clinics: minor units, negative when it left; the fee is extra. */
export interface Movement {
  readonly gateway: Gateway;
  readonly category: string;
  readonly amount: number;
  readonly fee: number;
  readonly currency: string;
}

export async function readMovements(sandboxUrl: string, gateways: readonly Gateway[]): Promise<readonly Movement[]> {
  const accounts = gateways.map(async (gateway) => {
    const rows = await readList<Omit<Movement, 'gateway'>>(`${sandboxUrl}/sandbox/${gateway}/balance`);
    return rows.map((row) => ({ ...row, gateway }));
  });
  return (await Promise.all(accounts)).flat();
}

/** What each kind of posting is called in a bank's account. */
const KINDS = {
  charges: { posted: ['captured'], booked: ['charge'] },
  refunds: { posted: ['refund', 'refund_reversed'], booked: ['refund', 'refund_failure'] },
  disputes: { posted: ['dispute', 'dispute_reversed'], booked: ['dispute', 'dispute_reversal'] },
} as const;
const FEES = ['fee', 'refund_fee', 'dispute_fee'];

/** One kind of money at one bank in one currency, minor units. */
export interface MoneyLine {
  readonly provider: string;
  readonly currency: string;
  readonly kind: string;
  readonly bank: number;
  readonly ledger: number;
  readonly difference: number;
}

/** Bank and ledger side by side: by kind, the fees, and what is left in the account. */
export function moneyLines(world: World, movements: readonly Movement[]): readonly MoneyLine[] {
  const providerOf = new Map(world.orders.map((order) => [order.id, order.provider]));
  const held = world.ledger.filter((line) => line.account === 'provider');
  const posted = groupBy(held, (line) => `${providerOf.get(line.order_id)}/${line.currency}`);
  const booked = groupBy(movements, (movement) => `${movement.gateway}/${movement.currency}`);
  const accounts = [...new Set([...booked.keys(), ...posted.keys()])].sort();
  return accounts.flatMap((account) => {
    const [provider = '', currency = ''] = account.split('/');
    const ours = posted.get(account) ?? [];
    const theirs = booked.get(account) ?? [];
    const line = (kind: string, bank: number, ledger: number): MoneyLine => {
      return { provider, currency, kind, bank, ledger, difference: ledger - bank };
    };
    const kinds = Object.entries(KINDS).map(([kind, names]) => {
      const isBooked = ({ category }: Movement) => (names.booked as readonly string[]).includes(category);
      const isPosted = (entry: { readonly kind: string }) => (names.posted as readonly string[]).includes(entry.kind);
      const bank = sum(theirs.filter(isBooked), ({ amount }) => amount);
      return line(
        kind,
        bank,
        sum(ours.filter(isPosted), ({ amount }) => amount),
      );
    });
    const fees = sum(theirs, ({ fee }) => 0 - fee);
    const feesPosted = sum(
      ours.filter((entry) => FEES.includes(entry.kind)),
      ({ amount }) => amount,
    );
    const left = sum(theirs, ({ amount, fee }) => amount - fee);
    return [
      ...kinds,
      line('fees', fees, feesPosted),
      line(
        'balance',
        left,
        sum(ours, ({ amount }) => amount),
      ),
    ];
  });
}

/** Invariant 2 as it is seen from the banks' accounts. */
export function checkAccounts(lines: readonly MoneyLine[], findings: Findings): void {
  findings.each(2, "the ledger is the bank's account, to the cent", lines, (line) =>
    line.difference === 0
      ? null
      : `${line.provider} ${line.currency} ${line.kind}: bank ${line.bank}, ledger ${line.ledger}`,
  );
}

/** What an appointment says of its money, and what makes it live, is in the books. */
export function checkPaid(world: World, findings: Findings): void {
  const books = new Books(world);
  const charged = new Set(books.charges.flatMap((charge) => books.paymentsOf(charge).map(({ id }) => id)));
  const payments = groupBy(
    world.payments.filter(({ id, purpose }) => purpose === 'appointment' && charged.has(id)),
    (payment) => payment.appointment_id,
  );
  const live = world.appointments.filter((row) => isLive(row) && row.status !== 'pending' && row.payment_required);
  findings.each(2, 'a live appointment is paid', live, (row) =>
    payments.has(row.id) ? null : `${row.status} ${row.id} (${row.payment_status})`,
  );
  const disputed = new Set(world.history.filter(isDispute).map((row) => row.appointment_id));
  const plain = world.appointments.filter((row) => !disputed.has(row.id));
  findings.each(2, 'an appointment says of its money what the books say', plain, (row) => {
    const [payment] = payments.get(row.id) ?? [];
    const said = payment ? paymentStatus(world, payment) : 'unpaid';
    return said === row.payment_status ? null : `${row.status} ${row.id} is ${row.payment_status}, not ${said}`;
  });
  checkFlags(world, findings);
}

function isDispute(row: World['history'][number]): boolean {
  return row.operation_id.includes('/dispute/');
}

/** Written without the product's own rules: a test compares the two over random histories. */
export function paymentStatus(
  world: Pick<World, 'refunds'>,
  payment: Pick<World['payments'][number], 'id' | 'amount'>,
): Appointment['payment_status'] {
  const refunds = world.refunds.filter((refund) => refund.payment_id === payment.id);
  const has = (...states: string[]) => refunds.some(({ status }) => states.includes(status));
  if (has('failed')) return 'refund_failed';
  if (has('requested', 'pending')) return 'refund_pending';
  const given = sum(refunds, ({ amount }) => amount);
  return given === 0 ? 'paid' : given === payment.amount ? 'refunded' : 'partially_refunded';
}

/** Whoever acts on a flag that has lost its reason may pay twice. */
function checkFlags(world: World, findings: Findings): void {
  const failed = groupBy(
    world.refunds.filter((refund) => refund.status === 'failed'),
    (refund) => refund.appointment_id,
  );
  const flags = world.attention.filter(({ code }) => code === 'refund_failed' || code === 'refund_in_dispute');
  findings.each(2, 'a flag of a refund has its reason', flags, ({ appointment_id: id, code }) =>
    id && failed.has(id) ? null : `${code} of ${id}`,
  );
}

/** Invariant 4 for Paystack, whose events have no id: what was answered 200 is stored and processed. */
export function checkProviderEvents(world: World, deliveries: readonly DeliveryFact[], findings: Findings): void {
  const rows = groupBy(world.events, (event) => `${event.type} ${event.object_id}`);
  const taken = deliveries.filter((delivery) => delivery.status === 200);
  findings.each(4, 'events answered 200 are processed', taken, (delivery) => {
    const stored = rows.get(`${delivery.type} ${delivery.eventId}`) ?? [];
    return stored.some((event) => event.processed_at) ? null : `${delivery.type} of ${delivery.eventId}`;
  });
  findings.each(4, 'the API refuses no genuine event', deliveries, (delivery) =>
    delivery.status !== null && delivery.status >= 400 && delivery.status < 500
      ? `${delivery.type} of ${delivery.eventId} was answered ${delivery.status}`
      : null,
  );
}
