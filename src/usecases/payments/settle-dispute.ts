import { randomUUID } from 'node:crypto';
import type { DisputeState } from '../../adapters/payments/port.js';
import { SYSTEM } from '../../domain/actor.js';
import type { AppointmentSnapshot } from '../../domain/appointments/snapshot.js';
import type { PaymentStatus } from '../../domain/appointments/states.js';
import type { AuditAction } from '../../domain/audit.js';
import { notFound } from '../../domain/errors.js';
import {
  type DisputeDecision,
  type DisputeStanding,
  decideDispute,
  IN_DISPUTE,
  standingOf,
} from '../../domain/payments/disputes.js';
import { ledger } from '../../domain/payments/ledger.js';
import { PROVIDERS } from '../../domain/payments/orders.js';
import type { AttentionCode } from '../../domain/support/attention.js';
import type { AppointmentRow } from '../../models/repositories/appointments/appointments.js';
import type { DisputeRow } from '../../models/repositories/payments/disputes.js';
import type { PaymentRow, RefundRow } from '../../models/repositories/payments/payments.js';
import type { Scope } from '../../models/unit-of-work.js';
import { record } from '../appointments/move.js';
import { snapshotOf } from '../appointments/snapshot.js';
import type { PaymentDeps } from './deps.js';
import { holdBack, refundsOf, release, restateOrder } from './held-refunds.js';

export interface DisputeInput {
  readonly appointmentId: string;
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
 * A provider has news of a dispute: how it stands is looked up, and what is new of it takes effect once, in whatever
 * order the news came. Its money goes into the ledger; order, appointment, refunds and attention list follow.
 * @throws ProviderUnavailable nothing was decided; ask again
 */
export function settleDispute(deps: PaymentDeps) {
  return async (input: DisputeInput): Promise<AppointmentSnapshot> => {
    const name = PROVIDERS.find((provider) => provider === input.provider);
    if (!name) throw notFound('Payment provider');
    const told = await deps.providers(name).lookUpDispute(input.disputeId);
    return deps.unitOfWork.withScope(SYSTEM, async (scope) => {
      const row = await scope.appointments.lock(input.appointmentId);
      const order = await scope.orders.lock(input.orderId);
      if (!row || order?.appointmentId !== row.id) throw notFound('Order');
      const payment = await scope.payments.findByProviderId(name, told.paymentId);
      // News that overtook its payment stays in the inbox until that is known.
      if (payment?.orderId !== order.id) throw notFound('Payment');
      const now = deps.now();
      const known = await scope.disputes.find(name, told.disputeId);
      const decision = decideDispute(known, told);
      if (decision) await takeOver(scope, { row, payment, told, known, decision }, now);
      const about = { provider: name, about: 'dispute', orderId: order.id, objectId: input.disputeId } as const;
      const eventIds = await scope.providerEvents.received(about, input.eventIds);
      await scope.providerEvents.markProcessed(name, eventIds, `dispute_${decision?.state ?? 'overtaken'}`, now);
      const after = await scope.appointments.find(row.id);
      return snapshotOf(scope, after ?? row);
    });
  };
}

interface News {
  readonly row: AppointmentRow;
  readonly payment: PaymentRow;
  readonly told: DisputeState;
  readonly known: DisputeRow | null;
  readonly decision: DisputeDecision;
}

async function takeOver(scope: Scope, news: News, now: Date): Promise<void> {
  const { row, payment, told, known, decision } = news;
  await scope.disputes.save({
    id: known?.id ?? randomUUID(),
    clinicId: row.clinicId,
    appointmentId: row.id,
    orderId: payment.orderId,
    paymentId: payment.id,
    provider: payment.provider,
    providerDisputeId: told.disputeId,
    state: decision.state,
    amount: told.amount,
    currency: payment.currency,
    reason: told.reason,
    respondBy: told.respondBy,
    movements: told.movements.length,
    writtenOff: decision.lost,
    openedAt: known?.openedAt ?? now,
    closedAt: decision.state === 'open' ? null : decision.news ? now : (known?.closedAt ?? now),
  });
  await postMoney(scope, news);
  if (decision.news) await follow(scope, news, now);
}

/** Every movement once, under the provider's name for it; and what is lost for good, or was believed to be. */
async function postMoney(scope: Scope, { row, payment, told, known, decision }: News): Promise<void> {
  const { currency } = payment;
  const owner = { clinicId: row.clinicId, appointmentId: row.id, orderId: payment.orderId };
  for (const { id, amount, fee } of told.movements) {
    const moved = amount < 0 ? ledger.disputed(-amount, currency, id) : ledger.disputeReversed(amount, currency, id);
    await scope.ledger.post(owner, moved);
    await scope.ledger.post(owner, ledger.disputeFee(fee, currency, id));
  }
  const change = decision.lost - (known?.writtenOff ?? 0);
  const reference = `${told.disputeId}:${decision.state}:${told.movements.length}`;
  if (change !== 0) await scope.ledger.post(owner, ledger.writtenOff(change, currency, reference));
}

async function follow(scope: Scope, news: News, now: Date): Promise<void> {
  const { row, payment, told, decision } = news;
  const disputes = await scope.disputes.ofAppointment(row.id);
  const inDispute = standingOf(disputes, payment.id) !== null;
  if (inDispute) await holdBack(scope, payment, now);
  else await release(scope, payment);
  const own = payment.purpose === 'appointment';
  if (own) await restateOrder(scope, payment, now);
  const context = { order: payment.orderId, dispute: told.disputeId, amount: told.amount, state: decision.state };
  await showToPeople(scope, news, disputes, now);
  const steps = own ? moneySteps(row.paymentStatus, inDispute, await refundsOf(scope, payment), payment) : [];
  const last = steps.at(-1);
  for (const status of steps.slice(0, -1)) await scope.appointments.update(row.id, { paymentStatus: status }, now);
  await record(
    scope,
    row,
    `${row.id}/dispute/${told.disputeId}/${decision.state}/${now.getTime()}`,
    { move: 'payment', audit: AUDITS[decision.state], change: last ? { paymentStatus: last } : {}, context },
    now,
  );
}

/** The moves by which an appointment's money gets where payment, dispute and refunds now say; the database knows no others. */
function moneySteps(
  from: PaymentStatus,
  inDispute: boolean,
  refunds: readonly RefundRow[],
  payment: PaymentRow,
): readonly PaymentStatus[] {
  if (inDispute && from === 'paid') return ['disputed'];
  const underWay = refunds.some(({ status }) => status === 'requested' || status === 'pending');
  const failed = refunds.some(({ status }) => status === 'failed');
  if (!inDispute && from === 'disputed') return underWay ? ['paid', 'refund_pending'] : ['paid'];
  if (underWay && from === 'refunded') return ['refund_failed', 'refund_pending'];
  if (underWay && (from === 'refund_failed' || from === 'partially_refunded')) return ['refund_pending'];
  if (underWay || failed || from !== 'refund_failed') return [];
  const settled = refunds.reduce((sum, refund) => sum + refund.amount, 0);
  return ['refund_pending', settled === payment.amount ? 'refunded' : 'partially_refunded'];
}

/** The attention list says what is so now: what a decision has made untrue is taken back. */
async function showToPeople(
  scope: Scope,
  { row, told, decision, payment }: News,
  disputes: readonly DisputeRow[],
  now: Date,
): Promise<void> {
  const held = (await scope.payments.refundsForAppointment(row.id)).filter(({ status }) => status === 'failed');
  const isSo: Partial<Readonly<Record<AttentionCode, boolean>>> = {
    dispute: disputes.some(({ state }) => state === 'open'),
    dispute_lost: disputes.some(({ state }) => state === 'lost'),
    refund_in_dispute: held.some((refund) => refund.failureReason === IN_DISPUTE),
    refund_failed: held.some((refund) => refund.failureReason !== IN_DISPUTE),
  };
  const context = {
    order: payment.orderId,
    dispute: told.disputeId,
    amount: told.amount,
    reason: told.reason,
    respondBy: told.respondBy?.toISOString() ?? null,
  };
  const codes = Object.keys(isSo) as AttentionCode[];
  const over = codes.filter((code) => !isSo[code]);
  await scope.attention.resolve(row.id, over, SYSTEM.label, 'The dispute has moved on.', now);
  const fresh: AttentionCode | null =
    decision.state === 'open' ? 'dispute' : decision.state === 'lost' ? 'dispute_lost' : null;
  const due = codes.filter((code) => isSo[code] && (code.startsWith('refund_') || code === fresh));
  for (const code of due)
    await scope.attention.open({ clinicId: row.clinicId, appointmentId: row.id, code, context }, now);
}
