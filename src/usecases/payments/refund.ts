import { ProviderRefused, ProviderUnavailable, type RefundResult } from '../../adapters/payments/port.js';
import { SYSTEM } from '../../domain/actor.js';
import { notFound } from '../../domain/errors.js';
import { IN_DISPUTE } from '../../domain/payments/disputes.js';
import type { PaymentEvent } from '../../domain/payments/payment-event.js';
import { standingOf } from '../../domain/payments/standing.js';
import type { PaymentRow, RefundRow, SubjectRefund } from '../../models/repositories/payments/payments.js';
import type { PaymentsScope } from '../../models/repositories/payments/slice.js';
import type { SupportScope } from '../../models/repositories/support/public.js';
import { failPoint } from '../../observability/fail-points.js';
import { applyRefund } from './apply-refund.js';
import { lockSubject } from './payable.js';
import type { PaymentDeps } from './payment-deps.js';
import { readPaymentHistory } from './payment-history.js';

type Scope = PaymentsScope & SupportScope;

const KEY_LIFETIME_MS = 20 * 3_600_000;

/** Stands for the call that was not made. */
const HELD_BACK: RefundResult = { providerRefundId: '', status: 'failed', failureReason: IN_DISPUTE, fee: null };

export interface RefundInput {
  /** What was paid for. */
  readonly subjectId: string;
  readonly refundId: string;
  readonly eventIds: readonly string[];
}

export interface RefundProgress<Subject> {
  readonly status: RefundRow['status'];
  readonly snapshot: Subject;
}

/**
 * Sends a refund whose row stands already, under the key `{refund}:{n}`. A repeat, also after a crash
 * between the provider's yes and ours, finds the same refund. While the payment is under dispute nothing is sent: the
 * patient would get the money twice.
 * @throws ProviderUnavailable send it again
 */
export function sendRefund<Subject>(deps: PaymentDeps<Subject>) {
  return async (input: RefundInput): Promise<RefundProgress<Subject>> => {
    failPoint('refund.before');
    const { refund, payment, inDispute } = await load(deps, input);
    if (refund.status !== 'requested') return progress(deps, input.subjectId, refund.status);
    const provider = deps.providers(payment.provider);
    if (inDispute) {
      // Only an attempt whose answer was lost may have gone out before the dispute began.
      const sent = await provider.findRefund(payment.providerPaymentId, refund.id);
      return apply(deps, input, refund, sent ?? HELD_BACK);
    }
    const stale = deps.now().getTime() - refund.createdAt.getTime() > KEY_LIFETIME_MS;
    const found = refund.attempt > 1 || stale ? await provider.findRefund(payment.providerPaymentId, refund.id) : null;
    const result = found ?? (await send(deps, refund, payment));
    failPoint('refund.provider_called');
    return apply(deps, input, refund, result);
  };
}

/** Looks a sent refund up and takes over what became of it. @throws ProviderUnavailable */
export function lookUpRefund<Subject>(deps: PaymentDeps<Subject>) {
  return async (input: RefundInput): Promise<RefundProgress<Subject>> => {
    const { refund, payment } = await load(deps, input);
    if (!refund.providerRefundId) return progress(deps, input.subjectId, refund.status);
    const result = await deps.providers(payment.provider).lookUpRefund(refund.providerRefundId);
    return apply(deps, input, refund, result);
  };
}

export interface RefundEventInput {
  /** What was paid for. */
  readonly subjectId: string;
  /** Ours, when the event names it. */
  readonly refundId?: string | undefined;
  readonly eventIds: readonly string[];
  readonly event: PaymentEvent;
}

/**
 * The provider has sent an event of one of its refunds: finds ours and looks it up; where the event names only the payment
 * (Paystack), all of its refunds that were sent. While a refund of the subject is being sent, the event may be of
 * that one, and stays in the inbox; else it is of an attempt that was given up for another.
 * Null when it is of none that we know.
 * @throws ProviderUnavailable
 */
export function settleRefundEvent<Subject>(deps: PaymentDeps<Subject>) {
  const settle = lookUpRefund(deps);
  return async (input: RefundEventInput): Promise<RefundProgress<Subject> | null> => {
    const { subjectId } = input;
    const { refundIds, eventIds } = await findOurs(deps, input);
    let progress: RefundProgress<Subject> | null = null;
    for (const refundId of refundIds) {
      // The event has had its effect when the last of them has been looked up.
      const last = refundId === refundIds.at(-1);
      progress = await settle({ subjectId, refundId, eventIds: last ? eventIds : [] });
    }
    return progress;
  };
}

interface Found {
  readonly refundIds: readonly string[];
  /** The inbox rows that looking these up answers. */
  readonly eventIds: readonly string[];
}

function findOurs(deps: PaymentDeps, input: RefundEventInput): Promise<Found> {
  const { subjectId, refundId, event } = input;
  return deps.unitOfWork.withScope(SYSTEM, async (scope) => {
    const order = await scope.orders.find(event.orderId);
    if (order?.subjectId !== subjectId) throw notFound('Order');
    await lockSubject(deps, scope, order);
    const eventIds = await scope.providerEvents.received(event, input.eventIds);
    if (refundId) return { refundIds: [refundId], eventIds };
    const refund = await scope.payments.findRefundByProviderId(event.objectId);
    if (refund) return { refundIds: [refund.id], eventIds };
    const refunds = await scope.payments.refundsForSubject(subjectId);
    const payment = await scope.payments.findByProviderId(event.provider, event.objectId);
    const sent = refunds.filter((one) => one.paymentId === payment?.id && one.providerRefundId !== null);
    const refundIds = sent.map(({ id }) => id);
    if (refunds.some(({ status }) => status === 'requested')) return { refundIds, eventIds: [] };
    if (refundIds.length === 0) {
      await scope.providerEvents.markProcessed(event.provider, eventIds, 'superseded', deps.now());
    }
    return { refundIds, eventIds };
  });
}

interface Loaded {
  readonly refund: SubjectRefund;
  readonly payment: PaymentRow;
  readonly inDispute: boolean;
}

/** @throws DomainError not_found, also for the refund of another subject: an event that somebody typed may name one */
async function load(deps: PaymentDeps, { subjectId, refundId }: RefundInput): Promise<Loaded> {
  return deps.unitOfWork.withScope(SYSTEM, async (scope) => {
    const refund = await scope.payments.findRefund(refundId);
    const payment = refund && (await scope.payments.find(refund.paymentId));
    if (refund?.subjectId !== subjectId || !payment) throw notFound('Refund');
    return { refund, payment, inDispute: await isInDispute(scope, payment) };
  });
}

/** Whether nothing of the payment may be refunded, because a bank decides about it or has given it to the patient. */
async function isInDispute(scope: Scope, payment: PaymentRow): Promise<boolean> {
  return standingOf(await readPaymentHistory(scope, payment)).dispute !== null;
}

async function send(deps: PaymentDeps, refund: SubjectRefund, payment: PaymentRow): Promise<RefundResult> {
  try {
    return await deps.providers(payment.provider).refund(
      {
        refundId: refund.id,
        orderId: refund.orderId,
        subjectId: refund.subjectId,
        subjectKind: refund.subjectKind,
        paymentId: payment.providerPaymentId,
        amount: refund.amount,
        reason: refund.reason,
      },
      `${refund.id}:${refund.attempt}`,
    );
  } catch (error) {
    if (error instanceof ProviderUnavailable && error.keySpent) await spendKey(deps, refund);
    if (!(error instanceof ProviderRefused)) throw error;
    // A definite no is an outcome like any other: it is recorded and shown to a person.
    return { providerRefundId: '', status: 'failed', failureReason: error.reason, fee: null };
  }
}

/** The provider keeps a failure of its own under this key permanently: the repeat looks, and then uses the next one. */
function spendKey(deps: PaymentDeps, refund: RefundRow): Promise<unknown> {
  return deps.unitOfWork.withScope(SYSTEM, async (scope) => {
    const locked = await scope.payments.lockRefund(refund.id);
    if (locked?.status !== 'requested' || locked.attempt !== refund.attempt) return;
    await scope.payments.updateRefund(refund.id, { attempt: refund.attempt + 1 });
  });
}

async function apply<Subject>(
  deps: PaymentDeps<Subject>,
  input: RefundInput,
  sent: SubjectRefund,
  result: RefundResult,
): Promise<RefundProgress<Subject>> {
  const done = await deps.unitOfWork.withScope(SYSTEM, async (scope) => {
    const subject = await lockSubject(deps, scope, sent);
    const refund = await scope.payments.lockRefund(sent.id);
    const payment = refund && (await scope.payments.find(refund.paymentId));
    if (!subject || !refund || !payment) throw notFound('Refund');
    const now = deps.now();
    // What was asked about an attempt says nothing about the one that a person has started meanwhile; and what a dispute
    // has kept back goes out after all when the dispute is over by now.
    const stale = refund.attempt !== sent.attempt || (result === HELD_BACK && !(await isInDispute(scope, payment)));
    const after = stale ? refund : await applyRefund(scope, { subject, refund, payment, result }, now);
    await scope.providerEvents.markProcessed(payment.provider, input.eventIds, `refund_${after.status}`, now);
    return { status: after.status, snapshot: await deps.readSubject(scope, subject.id) };
  });
  failPoint('refund.committed');
  return done;
}

async function progress<Subject>(
  deps: PaymentDeps<Subject>,
  subjectId: string,
  status: RefundRow['status'],
): Promise<RefundProgress<Subject>> {
  const snapshot = await deps.unitOfWork.withScope(SYSTEM, (scope) => deps.readSubject(scope, subjectId));
  return { status, snapshot };
}
