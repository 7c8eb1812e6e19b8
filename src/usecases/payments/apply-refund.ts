import type { RefundResult } from '../../adapters/payments/port.js';
import { SYSTEM } from '../../domain/actor.js';
import { holderOf, ledger } from '../../domain/payments/ledger.js';
import { standingOf } from '../../domain/payments/standing.js';
import type { PaymentRow, RefundRow } from '../../models/repositories/payments/payments.js';
import type { PaymentsScope } from '../../models/repositories/payments/slice.js';
import type { SupportScope } from '../../models/repositories/support/public.js';
import type { LockedPayable } from './payable.js';
import { readPaymentHistory, readStandingAttention, updateOrderStatus } from './payment-history.js';
import { unsent } from './withheld-refunds.js';

type Scope = PaymentsScope & SupportScope;

/** A refund with its payment, both as they stand under the subject's lock, and what the provider says of the refund. */
interface AnsweredRefund {
  readonly subject: LockedPayable;
  readonly refund: RefundRow;
  readonly payment: PaymentRow;
  readonly result: RefundResult;
}

/** Records a provider's answer about a refund in the caller's transaction: refund, ledger, attention, order and subject. */
export async function applyRefund(scope: Scope, answered: AnsweredRefund, now: Date): Promise<RefundRow> {
  const { subject, refund, payment, result } = answered;
  await recordFee(scope, answered);
  if (refund.status === result.status) return refund;
  // A person or a lost dispute has settled this refund. Only that the provider has paid it too still counts.
  if (refund.status === 'settled_by_hand' && result.status !== 'succeeded') return refund;
  // A lookup that was overtaken by a later one: what is decided does not become pending again.
  if (result.status === 'pending' && refund.status !== 'requested') return refund;
  const ended = result.status === 'failed' ? await unsent(scope, refund, payment, result.failureReason) : null;
  const updated = await scope.payments.updateRefund(refund.id, {
    status: ended?.status ?? result.status,
    providerRefundId: result.providerRefundId || refund.providerRefundId,
    failureReason: ended?.failureReason ?? result.failureReason,
    settledAt: result.status === 'pending' ? null : now,
  });
  if (result.status === 'pending') {
    if (payment.provider === 'desk') await openEntry(scope, { subject, refund, code: 'desk_refund_due' }, now);
    return updated;
  }
  if (result.status === 'succeeded') await recordSuccess(scope, answered, now);
  if (ended) {
    await reversePosting(scope, answered, now);
    const { attention: code, failureReason: reason } = ended;
    if (code) await openEntry(scope, { subject, refund, code, reason }, now);
  }
  await updateOrderAndSubject(scope, { ...answered, refund: updated }, now);
  return updated;
}

const referenceOf = ({ id, attempt }: RefundRow) => `${id}:${attempt}`;
const ownerOf = ({ subject, refund }: AnsweredRefund) => ({ clinicId: subject.clinicId, orderId: refund.orderId });

/** What the provider charges for the refund, when it first says so. */
async function recordFee(scope: Scope, answered: AnsweredRefund): Promise<void> {
  const { refund, result } = answered;
  if (result.fee === null || result.fee === refund.fee) return;
  await scope.payments.updateRefund(refund.id, { fee: result.fee });
  await scope.ledger.post(ownerOf(answered), ledger.refundFee(result.fee, refund.currency, referenceOf(refund)));
}

/**
 * The money went out. A refund that had failed is taken off the attention list, or somebody would pay it a second time; one
 * that a person or a lost dispute has settled has been paid twice.
 */
async function recordSuccess(scope: Scope, answered: AnsweredRefund, now: Date): Promise<void> {
  const { subject, refund, payment } = answered;
  const holder = holderOf(payment.provider);
  await scope.ledger.post(
    ownerOf(answered),
    ledger.refunded(refund.amount, refund.currency, referenceOf(refund), holder),
  );
  if (refund.status === 'settled_by_hand') await openEntry(scope, { subject, refund, code: 'paid_back_twice' }, now);
  if (refund.status !== 'failed') return;
  const attention = await readStandingAttention(scope, subject.id);
  const codes = (['refund_failed', 'refund_in_dispute'] as const).filter((code) => !attention.has(code));
  const note = 'The refund has succeeded after all.';
  await scope.attention.resolve({ subjectId: subject.id, codes, by: SYSTEM.label, note }, now);
}

/** The money of a refund that had succeeded has come back. */
async function reversePosting(scope: Scope, answered: AnsweredRefund, now: Date): Promise<void> {
  const { subject, refund, payment } = answered;
  if (refund.status !== 'succeeded') return;
  const holder = holderOf(payment.provider);
  const reversed = ledger.refundReversed(refund.amount, refund.currency, referenceOf(refund), holder);
  await scope.ledger.post(ownerOf(answered), reversed);
  await scope.attention.resolve(
    { subjectId: subject.id, codes: ['paid_back_twice'], by: SYSTEM.label, note: 'The refund has come back.' },
    now,
  );
}

interface RefundEntry extends Pick<AnsweredRefund, 'subject' | 'refund'> {
  readonly code: 'desk_refund_due' | 'paid_back_twice' | 'refund_failed' | 'refund_in_dispute';
  readonly reason?: string | null;
}

async function openEntry(scope: Scope, { subject, refund, code, ...more }: RefundEntry, now: Date): Promise<void> {
  const context = { refund: refund.id, amount: refund.amount, ...more };
  await scope.attention.open({ clinicId: subject.clinicId, subjectId: subject.id, code, context }, now);
}

/** Order and subject follow their refunds; a surplus payment that is refunded leaves both alone. */
async function updateOrderAndSubject(
  scope: Scope,
  { subject, refund, payment }: AnsweredRefund,
  now: Date,
): Promise<void> {
  const own = payment.purpose === 'appointment';
  const history = await readPaymentHistory(scope, payment);
  if (own) await updateOrderStatus(scope, payment, history, now);
  const { paymentSteps } = standingOf(history, { paymentStatus: subject.paymentStatus });
  await subject.refunded(
    {
      operationId: `${refund.id}/${refund.attempt}/${refund.status}`,
      audit: refund.status === 'failed' ? 'refund.failed' : 'refund.settled',
      steps: own ? paymentSteps : [],
      context: { refund: refund.id, amount: refund.amount, status: refund.status },
    },
    now,
  );
}
