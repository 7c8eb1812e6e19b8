import { randomUUID } from 'node:crypto';
import type { CheckoutState } from '../../adapters/payments/port.js';
import { SYSTEM } from '../../domain/actor.js';
import { notFound } from '../../domain/errors.js';
import { CURRENCIES, type Currency } from '../../domain/money.js';
import { holderOf, ledger } from '../../domain/payments/ledger.js';
import { isOpenOrder } from '../../domain/payments/orders.js';
import type { SettleOutcome } from '../../domain/payments/settlement.js';
import type { OrderRow } from '../../models/repositories/payments/orders.js';
import type { PaymentRow } from '../../models/repositories/payments/payments.js';
import type { PaymentsScope } from '../../models/repositories/payments/slice.js';
import type { SupportScope } from '../../models/repositories/support/public.js';
import { failPoint } from '../../observability/fail-points.js';
import { type LockedPayable, lockSubject } from './payable.js';
import type { PaymentDeps } from './payment-deps.js';

type Scope = PaymentsScope & SupportScope;

export interface Settled<Subject> {
  readonly outcome: SettleOutcome;
  readonly snapshot: Subject;
}

export interface SettleInput {
  /** What the order is for. */
  readonly subjectId: string;
  readonly orderId: string;
  /** Inbox rows that this lookup answers; marked processed in the same transaction. */
  readonly eventIds: readonly string[];
}

/** An order as it was read before its provider was asked, and the inbox rows that the answer settles. */
interface AppliedCheckout {
  readonly order: Pick<OrderRow, 'id' | 'subjectId' | 'subjectKind'>;
  readonly eventIds: readonly string[];
}

/** Takes a checkout's state over into order, ledger and what was paid for, in one transaction. */
export async function applyCheckout<Subject>(
  deps: PaymentDeps<Subject>,
  { order: { id: orderId, subjectId, subjectKind }, eventIds }: AppliedCheckout,
  state: CheckoutState | null,
): Promise<Settled<Subject>> {
  const settled = await deps.unitOfWork.withScope(SYSTEM, async (scope) => {
    const subject = await lockSubject(deps, scope, { subjectId, subjectKind });
    const locked = await scope.orders.lock(orderId);
    if (!subject || !locked) throw notFound('Order');
    const order = { ...locked, settledBy: settledBy(locked, eventIds), takenBy: await takenBy(scope, locked) };
    const now = deps.now();
    const outcome = await apply(scope, { subject, order }, state, now);
    // The entry is opened when a hold ends: what still holds its slot has none.
    if (outcome !== 'undecided' && !subject.isPending) await resolveUnresolvedPayment(scope, subject.id, now);
    await scope.providerEvents.markProcessed(order.provider, eventIds, outcome, now);
    return { outcome, snapshot: await deps.readSubject(scope, subject.id) };
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

function settledBy({ provider }: OrderRow, eventIds: readonly string[]): string {
  if (provider === 'desk') return 'desk';
  return eventIds.length > 0 ? `${provider}_webhook` : 'payment_lookup';
}

/** `payment_unresolved` warns of a payment that was under way when the slot was freed: once all are decided, it is over. */
async function resolveUnresolvedPayment(scope: Scope, subjectId: string, now: Date): Promise<void> {
  if ((await scope.orders.listForSubject(subjectId)).some(isOpenOrder)) return;
  await scope.attention.resolve(
    { subjectId, codes: ['payment_unresolved'], by: SYSTEM.label, note: 'The payment was decided.' },
    now,
  );
}

/** What is paid for, and the order that it is paid by; both are locked. */
interface Paying {
  readonly subject: LockedPayable;
  readonly order: SettledOrder;
}

async function apply(
  scope: Scope,
  { subject, order }: Paying,
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
    return mismatch(scope, { subject, order }, { ...state, paymentId: state.paymentId }, now);
  }
  const surplus = subject.paymentStatus !== 'unpaid';
  const payment = await capture(
    scope,
    { subject, order },
    { ...paid, purpose: surplus ? 'surplus' : 'appointment' },
    now,
  );
  if (!payment) return 'known';
  if (surplus) {
    await requestRefund(scope, payment, 'duplicate_payment', now);
    return 'surplus';
  }
  if (!isOpenOrder(order)) {
    for (const other of await listOtherOpenOrders(scope, subject.id, order.id))
      await scope.orders.update(other.id, { status: 'expired' }, now);
  }
  await scope.orders.update(
    order.id,
    { status: 'paid', providerPaymentId: payment.providerPaymentId, paidAt: now },
    now,
  );
  const captured = { orderId: order.id, paymentId: payment.id, amount: payment.amount };
  const outcome = await subject.paid({ ...captured, context: paymentContext(order, payment) }, now);
  if (outcome === 'refunding') await requestRefund(scope, payment, 'late_payment', now);
  return outcome;
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
  { subject, order }: Paying,
  paid: CheckoutState & { readonly paymentId: string },
  now: Date,
): Promise<SettleOutcome> {
  // Money that no clinic can charge in has no place in the books: it is only shown.
  const currency = CURRENCIES.find((one) => one === paid.currency);
  const payment =
    currency && (await capture(scope, { subject, order }, { ...paid, currency, purpose: 'mismatch' }, now));
  const open = order.status === 'pending';
  if (open) await scope.orders.update(order.id, { status: 'expired' }, now);
  if (!payment && !open) return 'known';
  const context = { order: order.id, expected: order.amount, got: paid.amount, currency: paid.currency };
  await scope.attention.open(
    { clinicId: subject.clinicId, subjectId: subject.id, code: 'payment_mismatch', about: order.id, context },
    now,
  );
  return 'mismatch';
}

/** Records the capture once, in payments and ledger; null when it is already known (then at most its fee is new). */
async function capture(
  scope: Scope,
  { subject, order }: Paying,
  { paymentId: providerPaymentId, fee, purpose, ...paid }: PaidState & Pick<PaymentRow, 'purpose'>,
  now: Date,
): Promise<PaymentRow | null> {
  const owner = { clinicId: subject.clinicId, orderId: order.id };
  const holder = holderOf(order.provider);
  const postings = [
    ledger.captured(paid.amount, paid.currency, providerPaymentId, holder),
    ...(fee === null ? [] : [ledger.fee(fee, paid.currency, providerPaymentId)]),
  ];
  const captured = {
    id: randomUUID(),
    clinicId: subject.clinicId,
    orderId: order.id,
    provider: order.provider,
    providerPaymentId,
    amount: paid.amount,
    currency: paid.currency,
    fee,
    purpose,
    method: paid.method,
    capturedAt: now,
  };
  const payment = await scope.payments.capture(captured, postings);
  if (!payment) {
    const known = await scope.payments.findByProviderId(order.provider, providerPaymentId);
    if (known && fee !== null && (await scope.payments.setFee(known.id, fee))) {
      await scope.ledger.post(owner, ledger.fee(fee, known.currency, providerPaymentId));
    }
    return null;
  }
  await scope.audit.record(
    {
      action: 'payment.captured',
      entity: 'order',
      entityId: order.id,
      clinicId: subject.clinicId,
      patientId: subject.patientId,
      details: {
        [subject.kind]: subject.id,
        amount: payment.amount,
        currency: payment.currency,
        purpose: payment.purpose,
      },
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
    settledBy: order.settledBy,
    ...(order.takenBy ? { takenBy: order.takenBy } : {}),
  };
}

async function requestRefund(scope: Scope, payment: PaymentRow, reason: string, now: Date): Promise<void> {
  await scope.payments.requestRefund({
    id: randomUUID(),
    clinicId: payment.clinicId,
    orderId: payment.orderId,
    paymentId: payment.id,
    amount: payment.amount,
    currency: payment.currency,
    reason,
    operationId: `${payment.id}/${reason}`,
    createdAt: now,
  });
}

/** Other orders of the subject that can still be paid. */
export async function listOtherOpenOrders(
  scope: Scope,
  subjectId: string,
  orderId: string,
): Promise<readonly OrderRow[]> {
  const orders = await scope.orders.listForSubject(subjectId);
  return orders.filter((other) => other.id !== orderId && isOpenOrder(other));
}
