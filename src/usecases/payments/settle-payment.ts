import { randomUUID } from 'node:crypto';
import { type CheckoutState, ProviderRefused, ProviderUnavailable } from '../../adapters/payments/port.js';
import { SYSTEM } from '../../domain/actor.js';
import type { AppointmentSnapshot } from '../../domain/appointments/snapshot.js';
import { isCancelled } from '../../domain/appointments/states.js';
import { notFound } from '../../domain/errors.js';
import { CURRENCIES, type Currency } from '../../domain/money.js';
import { holderOf, ledger } from '../../domain/payments/ledger.js';
import { isOpenOrder } from '../../domain/payments/orders.js';
import type { SettleOutcome } from '../../domain/payments/settlement.js';
import type { AppointmentRow } from '../../models/repositories/appointments/appointments.js';
import type { OrderRow } from '../../models/repositories/payments/orders.js';
import type { PaymentRow } from '../../models/repositories/payments/payments.js';
import type { Scope } from '../../models/unit-of-work.js';
import { failPoint } from '../../observability/fail-points.js';
import { record } from '../appointments/move.js';
import { snapshotOf } from '../appointments/snapshot.js';
import { closeOrder, ensureSession } from './checkout-session.js';
import type { PaymentDeps } from './deps.js';

export interface Settled {
  readonly outcome: SettleOutcome;
  readonly snapshot: AppointmentSnapshot;
}

export interface SettleInput {
  readonly appointmentId: string;
  readonly orderId: string;
  /** Inbox rows that this look-up answers; marked processed in the same transaction. */
  readonly eventIds: readonly string[];
}

/**
 * The one way a payment is settled: the provider is asked what became of the checkout, and what it says takes effect
 * once, whatever told us to ask and however often. It may open and close checkout sessions: nobody else may do so for
 * the same appointment meanwhile.
 * @throws ProviderUnavailable nothing was decided; ask again
 */
export function settlePayment(deps: PaymentDeps) {
  return async (input: SettleInput): Promise<Settled> => {
    failPoint('settle.before');
    const { order, eventIds } = await beginLookup(deps, input);
    const state = await look(deps, order);
    if (state?.state === 'paid' && isGivenUp(order)) await endOthers(deps, order);
    return applyCheckout(deps, { ...input, eventIds }, state);
  };
}

/**
 * The same for an order whose session is known, beside whatever else happens to the appointment: it only reads at the
 * provider, and the rows' locks order what it changes. Null when sessions have to be opened or closed: `settlePayment`.
 * @throws ProviderUnavailable nothing was decided; ask again
 */
export function lookUpPayment(deps: PaymentDeps) {
  return async (input: SettleInput): Promise<Settled | null> => {
    failPoint('settle.before');
    const { order, eventIds } = await beginLookup(deps, input);
    const { providerSessionId: session } = order;
    if (!session && order.status === 'creating') return null;
    const state = session ? await deps.providers(order.provider).lookUpCheckout(session) : null;
    if (state?.state === 'paid' && isGivenUp(order)) return null;
    return applyCheckout(deps, { ...input, eventIds }, state);
  };
}

/** The order, with every event of its checkout that one lookup answers. Who asks for a lookup from now on gets another. */
async function beginLookup(
  deps: PaymentDeps,
  input: SettleInput,
): Promise<{ readonly order: OrderRow; readonly eventIds: readonly string[] }> {
  return deps.unitOfWork.withScope(SYSTEM, async (scope) => {
    const order = await scope.orders.find(input.orderId);
    if (!order) throw notFound('Order');
    await scope.orders.beginLookup(order.id);
    const { provider, providerSessionId: session } = order;
    const told = session ? await scope.providerEvents.untoldOf(provider, session) : [];
    const about = { provider, about: 'checkout', orderId: order.id } as const;
    const received = await scope.providerEvents.received(about, input.eventIds);
    return { order, eventIds: [...new Set([...received, ...told])] };
  });
}

/** Whether another checkout may have taken the place of this one. */
function isGivenUp({ status }: OrderRow): boolean {
  return status === 'expired' || status === 'cancelled';
}

/**
 * Money on a page that was left for another one counts like any other; then nothing is left to pay on that other page,
 * and it is ended. Where it has brought money as well, its own is the one that counts.
 */
async function endOthers(deps: PaymentDeps, { id, appointmentId }: OrderRow): Promise<void> {
  const others = await deps.unitOfWork.withScope(SYSTEM, (scope) => othersOpen(scope, appointmentId, id));
  for (const other of others) {
    try {
      const state = await closeOrder(deps, other);
      await applyCheckout(deps, { appointmentId, orderId: other.id, eventIds: [] }, state);
    } catch (error) {
      // Its provider is away. It is given up all the same, in the transaction below: what it may bring is a surplus.
      if (!(error instanceof ProviderUnavailable || error instanceof ProviderRefused)) throw error;
    }
  }
}

async function othersOpen(scope: Scope, appointmentId: string, orderId: string): Promise<readonly OrderRow[]> {
  const orders = await scope.orders.listForAppointment(appointmentId);
  return orders.filter((other) => other.id !== orderId && isOpenOrder(other));
}

/** News can overtake our own call: an order that is still `creating` first learns its session. */
async function look(deps: PaymentDeps, order: OrderRow): Promise<CheckoutState | null> {
  const creating = !order.providerSessionId && order.status === 'creating';
  const { providerSessionId: session } = creating ? (await ensureSession(deps, order)).order : order;
  // Also after a repeated call: its answer is the one that was given when the page was opened.
  return session ? deps.providers(order.provider).lookUpCheckout(session) : null;
}

/** Takes a checkout's state over into order, appointment and ledger, in one transaction. */
export async function applyCheckout(
  deps: PaymentDeps,
  input: SettleInput,
  state: CheckoutState | null,
): Promise<Settled> {
  const settled = await deps.unitOfWork.withScope(SYSTEM, async (scope) => {
    const row = await scope.appointments.lock(input.appointmentId);
    const locked = await scope.orders.lock(input.orderId);
    if (!row || locked?.appointmentId !== row.id) throw notFound('Order');
    const order = { ...locked, settledBy: settledBy(locked, input), takenBy: await takenBy(scope, locked) };
    const now = deps.now();
    const outcome = await apply(scope, row, order, state, now);
    if (outcome !== 'undecided') await takeBackUnresolved(scope, row.id, now);
    await scope.providerEvents.markProcessed(order.provider, input.eventIds, outcome, now);
    const after = await scope.appointments.find(row.id);
    return { outcome, snapshot: await snapshotOf(scope, after ?? row) };
  });
  failPoint('settle.committed');
  return settled;
}

/** An order, and what made us look its payment up; the status history names it. */
type SettledOrder = OrderRow & { readonly settledBy: string; readonly takenBy: string | null };

/** Who took the money at the desk; null for a payment page. */
async function takenBy(scope: Scope, { id, provider }: OrderRow): Promise<string | null> {
  return provider === 'desk' ? ((await scope.desk.taken(id))?.recordedBy ?? null) : null;
}

function settledBy({ provider }: OrderRow, { eventIds }: SettleInput): string {
  if (provider === 'desk') return 'desk';
  return eventIds.length > 0 ? `${provider}_webhook` : 'payment_lookup';
}

/** `payment_unresolved` warns of a payment that was under way when the slot was freed: once all are decided, it is over. */
async function takeBackUnresolved(scope: Scope, appointmentId: string, now: Date): Promise<void> {
  if ((await scope.orders.listForAppointment(appointmentId)).some(isOpenOrder)) return;
  await scope.attention.resolve(appointmentId, ['payment_unresolved'], SYSTEM.label, 'The payment was decided.', now);
}

async function apply(
  scope: Scope,
  row: AppointmentRow,
  order: SettledOrder,
  state: CheckoutState | null,
  now: Date,
): Promise<SettleOutcome> {
  if (!state) return 'undecided';
  if (state.state === 'open' || state.state === 'processing') return undecided(scope, order, state.state, now);
  if (state.state === 'closed') {
    if (isOpenOrder(order)) await scope.orders.update(order.id, { status: 'expired' }, now);
    return 'closed';
  }
  if (!state.paymentId) return 'undecided';
  if (order.provider === 'waived') return 'known';
  const paid = { ...state, paymentId: state.paymentId, currency: order.currency };
  if (state.amount !== order.amount || state.currency !== order.currency) {
    return mismatch(scope, row, order, { ...state, paymentId: state.paymentId }, now);
  }
  const surplus = row.paymentStatus !== 'unpaid';
  const payment = await capture(scope, row, order, paid, surplus ? 'surplus' : 'appointment', now);
  if (!payment) return 'known';
  if (surplus) {
    await requestRefund(scope, row, order, payment, 'duplicate_payment', now);
    return 'surplus';
  }
  if (!isOpenOrder(order)) {
    for (const other of await othersOpen(scope, row.id, order.id))
      await scope.orders.update(other.id, { status: 'expired' }, now);
  }
  await scope.orders.update(
    order.id,
    { status: 'paid', providerPaymentId: payment.providerPaymentId, paidAt: now },
    now,
  );
  if (row.status === 'pending') return confirm(scope, row, order, payment, now);
  if (row.status === 'payment_expired' && (await canRebook(scope, row, now)))
    return rebook(scope, row, order, payment, now);
  if (row.status === 'payment_expired' || isCancelled(row.status)) return giveBack(scope, row, order, payment, now);
  throw new Error(`unpaid money for an appointment that is ${row.status}`);
}

/** The order shows whether a bank has a payment: who pays meanwhile would pay twice, and is not asked to. */
async function undecided(scope: Scope, order: OrderRow, state: 'open' | 'processing', now: Date): Promise<'undecided'> {
  const processing = state === 'processing';
  if (isOpenOrder(order) && processing !== (order.processingSince !== null)) {
    await scope.orders.update(order.id, { processingSince: processing ? now : null }, now);
  }
  return 'undecided';
}

type PaidState = Pick<CheckoutState, 'amount' | 'fee' | 'method'> & {
  readonly paymentId: string;
  readonly currency: Currency;
};

/**
 * Not what was asked for: nothing is confirmed by it. The money is in the books all the same, because the provider
 * holds it for the clinic, and a person decides; no run waits for it, as nothing more can be paid there.
 */
async function mismatch(
  scope: Scope,
  row: AppointmentRow,
  order: OrderRow,
  paid: CheckoutState & { readonly paymentId: string },
  now: Date,
): Promise<SettleOutcome> {
  // Money that no clinic can charge in has no place in the books: it is only shown.
  const currency = CURRENCIES.find((one) => one === paid.currency);
  const payment = currency && (await capture(scope, row, order, { ...paid, currency }, 'mismatch', now));
  const open = order.status === 'pending';
  if (open) await scope.orders.update(order.id, { status: 'expired' }, now);
  if (!payment && !open) return 'known';
  const context = { order: order.id, expected: order.amount, got: paid.amount, currency: paid.currency };
  await scope.attention.open(
    { clinicId: row.clinicId, appointmentId: row.id, code: 'payment_mismatch', subject: order.id, context },
    now,
  );
  return 'mismatch';
}

/** Records the capture once, in payments and ledger; null when it is already known (then at most its fee is new). */
async function capture(
  scope: Scope,
  row: AppointmentRow,
  order: OrderRow,
  { paymentId: providerPaymentId, fee, ...paid }: PaidState,
  purpose: PaymentRow['purpose'],
  now: Date,
): Promise<PaymentRow | null> {
  const owner = { clinicId: row.clinicId, appointmentId: row.id, orderId: order.id };
  const holder = holderOf(order.provider);
  const payment = await scope.payments.insert({
    id: randomUUID(),
    clinicId: row.clinicId,
    appointmentId: row.id,
    orderId: order.id,
    provider: order.provider,
    providerPaymentId: providerPaymentId,
    amount: paid.amount,
    currency: paid.currency,
    fee,
    purpose,
    method: paid.method,
    capturedAt: now,
  });
  if (!payment) {
    const known = await scope.payments.findByProviderId(order.provider, providerPaymentId);
    if (known && fee !== null && (await scope.payments.setFee(known.id, fee))) {
      await scope.ledger.post(owner, ledger.fee(fee, known.currency, providerPaymentId));
    }
    return null;
  }
  await scope.ledger.post(owner, ledger.captured(payment.amount, payment.currency, providerPaymentId, holder));
  if (fee !== null) await scope.ledger.post(owner, ledger.fee(fee, payment.currency, providerPaymentId));
  await scope.audit.record(
    {
      action: 'payment.captured',
      entity: 'order',
      entityId: order.id,
      clinicId: row.clinicId,
      patientId: row.patientId,
      details: { appointment: row.id, amount: payment.amount, currency: payment.currency, purpose: payment.purpose },
    },
    now,
  );
  return payment;
}

function paymentContext(order: SettledOrder, payment: PaymentRow) {
  return {
    order: order.id,
    session: order.providerSessionId,
    amount: payment.amount,
    chatRoomCreated: true,
    settledBy: order.settledBy,
    ...(order.takenBy ? { takenBy: order.takenBy } : {}),
  };
}

async function confirm(
  scope: Scope,
  row: AppointmentRow,
  order: SettledOrder,
  payment: PaymentRow,
  now: Date,
): Promise<'confirmed'> {
  await scope.chatRooms.ensure(row.id, row.clinicId, new Date(row.startsAt.getTime() - row.policy.chatOpensMs));
  await record(
    scope,
    row,
    `${row.id}/paid/${payment.id}`,
    {
      move: 'confirm',
      audit: 'appointment.confirmed',
      change: { status: 'booked', paymentStatus: 'paid' },
      context: paymentContext(order, payment),
    },
    now,
  );
  return 'confirmed';
}

async function canRebook(scope: Scope, row: AppointmentRow, now: Date): Promise<boolean> {
  if (row.startsAt <= now) return false;
  const [slot] = await scope.slots.lock([row.availabilityId]);
  if (!slot || slot.deletedAt) return false;
  return !(await scope.appointments.wouldCollide(row));
}

async function rebook(
  scope: Scope,
  row: AppointmentRow,
  order: SettledOrder,
  payment: PaymentRow,
  now: Date,
): Promise<'rebooked'> {
  await scope.chatRooms.ensure(row.id, row.clinicId, new Date(row.startsAt.getTime() - row.policy.chatOpensMs));
  await record(
    scope,
    row,
    `${row.id}/paid/${payment.id}`,
    {
      move: 'rebook',
      audit: 'appointment.rebooked',
      change: { status: 'booked', paymentStatus: 'paid' },
      context: paymentContext(order, payment),
    },
    now,
  );
  return 'rebooked';
}

async function giveBack(
  scope: Scope,
  row: AppointmentRow,
  order: OrderRow,
  payment: PaymentRow,
  now: Date,
): Promise<'refunding'> {
  const paid = await scope.appointments.update(row.id, { paymentStatus: 'paid' }, now);
  await requestRefund(scope, row, order, payment, 'late_payment', now);
  await record(
    scope,
    paid,
    `${row.id}/paid/${payment.id}`,
    {
      move: 'refund',
      audit: 'refund.requested',
      change: { paymentStatus: 'refund_pending' },
      context: { order: order.id, amount: payment.amount, late: true },
    },
    now,
  );
  return 'refunding';
}

async function requestRefund(
  scope: Scope,
  row: AppointmentRow,
  order: OrderRow,
  payment: PaymentRow,
  reason: string,
  now: Date,
): Promise<void> {
  await scope.payments.requestRefund({
    id: randomUUID(),
    clinicId: row.clinicId,
    appointmentId: row.id,
    orderId: order.id,
    paymentId: payment.id,
    amount: payment.amount,
    currency: payment.currency,
    reason,
    operationId: `${payment.id}/${reason}`,
    createdAt: now,
  });
}
