import { randomUUID } from 'node:crypto';
import type { DecideRefundCommand, IssueRefundCommand } from '../../domain/appointment/commands.js';
import { needsApproval } from '../../domain/appointment/policies.js';
import { refuseMove } from '../../domain/appointment/transitions.js';
import { DomainError, invalid, notFound } from '../../domain/errors.js';
import { actorLabel, actorUserId, may } from '../../domain/identity/actor.js';
import type { AppointmentRow } from '../../models/repositories/appointments.js';
import type { PaymentRow } from '../../models/repositories/payments.js';
import type { RefundRequestRow } from '../../models/repositories/refund-requests.js';
import type { Scope } from '../../models/unit-of-work.js';
import { type MoveDecision, type MoveDeps, move } from '../appointments/move.js';

const BY_STAFF = 'issued_by_staff';

/**
 * A refund outside the policy: part or all of what is left. Above the clinic's limit it is only asked for, and waits
 * for a second person; names in the Temporal UI are only claimed, so from there it never moves more than that either.
 * @throws DomainError invalid_transition, validation_failed, not_found
 */
export function issueRefund(deps: MoveDeps) {
  return move<IssueRefundCommand>(deps, async (scope, row, command, now) => {
    const payment = await payable(scope, row, command.paymentId);
    const left = await leftOf(scope, payment);
    const amount = command.amount ?? left;
    if (!Number.isSafeInteger(amount) || amount <= 0 || amount > left) {
      throw invalid('amount', `At most ${left} minor units can be refunded.`);
    }
    // Together with what staff have given back before: several small refunds are one large one.
    const before = await issuedBefore(scope, payment);
    if (needsApproval(row.policy, before + amount)) return askSecondPerson(scope, row, payment, amount, command, now);
    return refund(scope, row, payment, amount, `${row.id}/issue/${randomUUID()}`, command.reason, now);
  });
}

/**
 * A second person lets a refund above the limit happen: never the one who asked, and never from the Temporal UI, where
 * nobody knows who it is. @throws DomainError not_found, forbidden, invalid_transition
 */
export function approveRefund(deps: MoveDeps) {
  return move<DecideRefundCommand>(deps, async (scope, row, command, now) => {
    const request = await openRequest(scope, row, command);
    if (!may(scope.actor, 'staff:money')) {
      throw new DomainError('forbidden', 'A refund of this size is approved by API, signed in.');
    }
    await decide(scope, request, 'approved', command, now);
    const payment = await payable(scope, row, request.payment_id);
    const left = await leftOf(scope, payment);
    if (request.amount > left) throw refuseMove(row.status, 'Less than that is left of the payment: reject it.');
    await scope.audit.record(
      {
        action: 'refund.approved',
        entity: 'refund',
        entityId: request.id,
        clinicId: row.clinic_id,
        patientId: row.patient_id,
        details: { appointment: row.id, amount: request.amount },
      },
      now,
    );
    return refund(scope, row, payment, request.amount, `${row.id}/approved/${request.id}`, command.reason, now);
  });
}

/**
 * Refuses a refund that waits for a second person: no money leaves, and it can be asked for again. Also from the
 * Temporal UI. @throws DomainError not_found, forbidden, invalid_transition
 */
export function rejectRefund(deps: MoveDeps) {
  return move<DecideRefundCommand>(deps, async (scope, row, command, now) => {
    const request = await openRequest(scope, row, command);
    if (scope.actor.kind === 'user' && !may(scope.actor, 'staff:money')) {
      throw new DomainError('forbidden', 'You are not allowed to decide on refunds.');
    }
    await decide(scope, request, 'rejected', command, now);
    const context = { request: request.id, amount: request.amount, rejected: true };
    return { move: 'refund', audit: 'refund.rejected', reason: command.reason, context, change: {} };
  });
}

async function openRequest(scope: Scope, row: AppointmentRow, command: DecideRefundCommand): Promise<RefundRequestRow> {
  const request = await scope.refundRequests.lock(command.refundRequestId);
  if (request?.appointment_id !== row.id) throw notFound('Refund request');
  if (request.state !== 'open') throw refuseMove(row.status, `This refund was ${request.state} already.`);
  return request;
}

async function decide(
  scope: Scope,
  request: RefundRequestRow,
  state: 'approved' | 'rejected',
  { reason }: DecideRefundCommand,
  now: Date,
): Promise<void> {
  const decider = actorUserId(scope.actor);
  if (decider !== null && decider === request.requested_by) {
    throw new DomainError('forbidden', 'A second person has to decide on this refund.');
  }
  await scope.refundRequests.decide(request.id, state, decider, now);
  await scope.attention.resolve(request.appointment_id, ['refund_approval'], actorLabel(scope.actor), reason, now);
}

async function askSecondPerson(
  scope: Scope,
  row: AppointmentRow,
  payment: PaymentRow,
  amount: number,
  command: IssueRefundCommand,
  now: Date,
): Promise<MoveDecision> {
  const request = await scope.refundRequests.open(
    {
      clinicId: row.clinic_id,
      appointment_id: row.id,
      payment_id: payment.id,
      amount,
      currency: payment.currency,
      requested_by: actorUserId(scope.actor),
      label: actorLabel(scope.actor),
      reason: command.reason,
      operationId: `${row.id}/request/${randomUUID()}`,
    },
    now,
  );
  if (!request) throw refuseMove(row.status, 'A refund of this payment waits for a second person already.');
  const context = { request: request.id, amount };
  await scope.attention.open({ clinicId: row.clinic_id, appointmentId: row.id, code: 'refund_approval', context }, now);
  return { move: 'refund', audit: 'refund.approval_requested', reason: command.reason, context, change: {} };
}

/** The payment to give back from: the one named, else the one that paid for the appointment, else one of a wrong amount. */
async function payable(scope: Scope, row: AppointmentRow, paymentId: string | undefined): Promise<PaymentRow> {
  const payments = await scope.payments.listForAppointment(row.id);
  const named = payments.find((one) => one.id === paymentId);
  if (paymentId !== undefined && !named) throw notFound('Payment');
  const payment =
    named ??
    payments.findLast((one) => one.purpose === 'appointment') ??
    payments.findLast((one) => one.purpose === 'mismatch');
  if (!payment) throw refuseMove(row.status, 'Nothing was paid for this appointment.');
  const open = row.payment_status === 'paid' || row.payment_status === 'partially_refunded';
  if (payment.purpose === 'appointment' && !open) {
    throw refuseMove(row.status, `A payment that is ${row.payment_status.replaceAll('_', ' ')} cannot be refunded.`);
  }
  return payment;
}

/** Minor units that staff have given back of a payment, or are about to. */
async function issuedBefore(scope: Scope, payment: PaymentRow): Promise<number> {
  const refunds = await scope.payments.refundsForOrders([payment.order_id]);
  return refunds
    .filter((one) => one.payment_id === payment.id && one.reason === BY_STAFF && one.status !== 'failed')
    .reduce((sum, one) => sum + one.amount, 0);
}

/** Minor units that were neither given back nor are about to be. */
async function leftOf(scope: Scope, payment: PaymentRow): Promise<number> {
  const refunds = (await scope.payments.refundsForOrders([payment.order_id])).filter(
    (one) => one.payment_id === payment.id && one.status !== 'failed',
  );
  return payment.amount - refunds.reduce((sum, one) => sum + one.amount, 0);
}

async function refund(
  scope: Scope,
  row: AppointmentRow,
  payment: PaymentRow,
  amount: number,
  operationId: string,
  reason: string,
  now: Date,
): Promise<MoveDecision> {
  const asked = await scope.payments.requestRefund({
    id: randomUUID(),
    clinic_id: row.clinic_id,
    appointment_id: row.id,
    order_id: payment.order_id,
    payment_id: payment.id,
    amount,
    currency: payment.currency,
    reason: BY_STAFF,
    operationId,
    created_at: now,
  });
  return {
    move: 'refund',
    audit: 'refund.requested',
    reason,
    context: { refund: asked.id, amount },
    change: payment.purpose === 'appointment' ? { payment_status: 'refund_pending' } : {},
  };
}
