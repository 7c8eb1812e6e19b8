import { randomUUID } from 'node:crypto';
import type { DisputeState } from '../../adapters/payments/port.js';
import { SYSTEM } from '../../domain/actor.js';
import type { AuditAction } from '../../domain/audit.js';
import { notFound } from '../../domain/errors.js';
import { type DisputeDecision, type DisputeStanding, decideDispute } from '../../domain/payments/disputes.js';
import { ledger } from '../../domain/payments/ledger.js';
import { PROVIDERS } from '../../domain/payments/orders.js';
import { STANDING_ATTENTION, standingOf } from '../../domain/payments/standing.js';
import type { DisputeRow } from '../../models/repositories/payments/disputes.js';
import type { PaymentRow } from '../../models/repositories/payments/payments.js';
import type { PaymentsScope } from '../../models/repositories/payments/slice.js';
import type { SupportScope } from '../../models/repositories/support/public.js';
import { type LockedPayable, lockSubject } from './payable.js';
import type { PaymentDeps } from './payment-deps.js';
import { readPaymentHistory, readStandingAttention, updateOrderStatus } from './payment-history.js';
import { releaseRefunds, withholdRefunds } from './withheld-refunds.js';

type Scope = PaymentsScope & SupportScope;

export interface DisputeInput {
  /** What the order is for. */
  readonly subjectId: string;
  readonly orderId: string;
  readonly provider: string;
  readonly disputeId: string;
  readonly eventIds: readonly string[];
}

const AUDITS: Readonly<Record<DisputeStanding, AuditAction>> = {
  open: 'dispute.opened',
  won: 'dispute.won',
  lost: 'dispute.lost',
};

/**
 * A provider has sent an event of a dispute: how the dispute stands is looked up, and what is new of it takes effect once, in
 * whatever order the events came. Its money goes into the ledger; order, appointment, refunds and attention list follow.
 * @throws ProviderUnavailable nothing was decided; ask again
 */
export function settleDispute<Subject>(deps: PaymentDeps<Subject>) {
  return async (input: DisputeInput): Promise<Subject> => {
    const name = PROVIDERS.find((provider) => provider === input.provider);
    if (!name) throw notFound('Payment provider');
    const reported = await deps.providers(name).lookUpDispute(input.disputeId);
    return deps.unitOfWork.withScope(SYSTEM, async (scope) => {
      const known = await scope.orders.find(input.orderId);
      if (known?.subjectId !== input.subjectId) throw notFound('Order');
      const subject = await lockSubject(deps, scope, known);
      const order = await scope.orders.lock(known.id);
      if (!subject || !order) throw notFound('Order');
      const payment = await scope.payments.findByProviderId(name, reported.paymentId);
      // An event that overtook its payment stays in the inbox until the payment is known.
      if (payment?.orderId !== order.id) throw notFound('Payment');
      const now = deps.now();
      const recorded = await scope.disputes.find(name, reported.disputeId);
      const decision = decideDispute(recorded, reported);
      if (decision) await applyDispute(scope, { subject, payment, reported, known: recorded, decision }, now);
      const about = { provider: name, about: 'dispute', orderId: order.id, objectId: input.disputeId } as const;
      const eventIds = await scope.providerEvents.received(about, input.eventIds);
      await scope.providerEvents.markProcessed(name, eventIds, `dispute_${decision?.state ?? 'overtaken'}`, now);
      return deps.readSubject(scope, subject.id);
    });
  };
}

interface DisputeChange {
  readonly subject: LockedPayable;
  readonly payment: PaymentRow;
  readonly reported: DisputeState;
  readonly known: DisputeRow | null;
  readonly decision: DisputeDecision;
}

async function applyDispute(scope: Scope, change: DisputeChange, now: Date): Promise<void> {
  const { subject, payment, reported, known, decision } = change;
  await scope.disputes.save({
    id: known?.id ?? randomUUID(),
    clinicId: subject.clinicId,
    orderId: payment.orderId,
    paymentId: payment.id,
    provider: payment.provider,
    providerDisputeId: reported.disputeId,
    state: decision.state,
    amount: reported.amount,
    currency: payment.currency,
    reason: reported.reason,
    respondBy: reported.respondBy,
    movements: reported.movements.length,
    writtenOff: decision.lost,
    openedAt: known?.openedAt ?? now,
    closedAt: decision.state === 'open' ? null : decision.isNew ? now : (known?.closedAt ?? now),
  });
  await postMoney(scope, change);
  if (decision.isNew) await updateFollowers(scope, change, now);
}

/** Every movement once, under the provider's name for it; and what is lost for good, or was believed to be. */
async function postMoney(scope: Scope, { subject, payment, reported, known, decision }: DisputeChange): Promise<void> {
  const { currency } = payment;
  const owner = { clinicId: subject.clinicId, orderId: payment.orderId };
  for (const { id, amount, fee } of reported.movements) {
    const moved = amount < 0 ? ledger.disputed(-amount, currency, id) : ledger.disputeReversed(amount, currency, id);
    await scope.ledger.post(owner, moved);
    await scope.ledger.post(owner, ledger.disputeFee(fee, currency, id));
  }
  const change = decision.lost - (known?.writtenOff ?? 0);
  const reference = `${reported.disputeId}:${decision.state}:${reported.movements.length}`;
  if (change !== 0) await scope.ledger.post(owner, ledger.writtenOff(change, currency, reference));
}

async function updateFollowers(scope: Scope, change: DisputeChange, now: Date): Promise<void> {
  const { subject, payment, reported, decision } = change;
  const { dispute } = standingOf(await readPaymentHistory(scope, payment));
  if (dispute !== null) await withholdRefunds(scope, payment, now);
  else await releaseRefunds(scope, payment);
  const history = await readPaymentHistory(scope, payment);
  const own = payment.purpose === 'appointment';
  if (own) await updateOrderStatus(scope, payment, history, now);
  await updateAttention(scope, change, now);
  const { paymentSteps } = standingOf(history, { paymentStatus: subject.paymentStatus });
  await subject.disputed(
    {
      operationId: `${subject.id}/dispute/${reported.disputeId}/${decision.state}/${now.getTime()}`,
      audit: AUDITS[decision.state],
      steps: own ? paymentSteps : [],
      context: { order: payment.orderId, dispute: reported.disputeId, amount: reported.amount, state: decision.state },
    },
    now,
  );
}

/** The attention list says what is so now: what a decision has made untrue is taken back. */
async function updateAttention(
  scope: Scope,
  { subject, reported, decision, payment }: DisputeChange,
  now: Date,
): Promise<void> {
  const attention = await readStandingAttention(scope, subject.id);
  const over = STANDING_ATTENTION.filter((code) => !attention.has(code));
  await scope.attention.resolve(
    { subjectId: subject.id, codes: over, by: SYSTEM.label, note: 'The dispute was updated.' },
    now,
  );
  const context = {
    order: payment.orderId,
    dispute: reported.disputeId,
    amount: reported.amount,
    reason: reported.reason,
    respondBy: reported.respondBy?.toISOString() ?? null,
  };
  const fresh = decision.state === 'open' ? 'dispute' : decision.state === 'lost' ? 'dispute_lost' : null;
  for (const code of attention) {
    if (!code.startsWith('refund_') && code !== fresh) continue;
    await scope.attention.open({ clinicId: subject.clinicId, subjectId: subject.id, code, context }, now);
  }
}
