import { randomUUID } from 'node:crypto';
import { actorLabel, actorUserId, may } from '../../domain/actor.js';
import {
  type DecideRefundCommand,
  type IssueRefundCommand,
  needsApproval,
  transitionError,
} from '../../domain/appointments/public.js';
import { DomainError, invalid, notFound } from '../../domain/errors.js';
import { claimedName, mayBeClaimedBy } from '../../domain/identity/public.js';
import { ISSUED_BY_STAFF, isMoot, isOwed, standingOf } from '../../domain/payments/public.js';
import type {
  AppointmentChange,
  AppointmentRow,
  AppointmentsScope,
} from '../../models/repositories/appointments/public.js';
import type { IdentityScope } from '../../models/repositories/identity/public.js';
import type {
  PaymentRow,
  PaymentsScope,
  RefundRequestRow,
  SubjectRefundRequest,
} from '../../models/repositories/payments/public.js';
import type { SupportScope } from '../../models/repositories/support/slice.js';
import {
  type ChangeDecision,
  type ChangeDeps,
  changeAppointment,
  transitionPaymentStatus,
} from '../appointments/public.js';
import { type AskedRefund, askSecondPerson, readPaymentHistory, refundedByStaff } from '../payments/public.js';

type Scope = AppointmentsScope & IdentityScope & PaymentsScope & SupportScope;

/**
 * A refund outside the policy: part or all of what is left. Above the clinic's limit it is only asked for, and waits
 * for a second person; names in the Temporal UI are only claimed, so from there no larger refund is sent either.
 * @throws DomainError invalid_transition, validation_failed, not_found
 */
export function issueRefund(deps: ChangeDeps<Scope>) {
  return changeAppointment<IssueRefundCommand, Scope>(deps, async (scope, row, command, now) => {
    const payment = await payable(scope, row, command.paymentId);
    const left = standingOf(await readPaymentHistory(scope, payment)).refundable;
    const amount = command.amount ?? left;
    if (!Number.isSafeInteger(amount) || amount <= 0 || amount > left) {
      throw invalid('amount', `At most ${left} minor units can be refunded.`);
    }
    const asked = { amount, refundReason: ISSUED_BY_STAFF, reason: command.reason };
    if (!needsApproval(row.policy, amount + (await refundedByStaff(scope, payment)))) {
      return refund(scope, { row, payment, ...asked, operationId: `${row.id}/issue/${randomUUID()}` }, now);
    }
    const request = await askSecondPerson(scope, { ...asked, subjectId: row.id, payment }, now);
    if (!request) throw transitionError(row.status, 'A refund of this payment waits for a second person already.');
    const context = { request: request.id, amount };
    return { move: 'refund', audit: 'refund.approval_requested', reason: command.reason, context, change: {} };
  });
}

/**
 * A second person lets a refund above the limit happen: never the one who asked, and never from the Temporal UI, where
 * nobody knows who it is. Whoever asked there gave only a name: nobody approves whose name or mail address that may be.
 * @throws DomainError not_found, forbidden, invalid_transition
 */
export function approveRefund(deps: ChangeDeps<Scope>) {
  return changeAppointment<DecideRefundCommand, Scope>(deps, async (scope, row, command, now) => {
    const request = await openRequest(scope, row, command);
    if (!may(scope.actor, 'staff:money')) {
      throw new DomainError('forbidden', 'A refund of this size is approved by API, signed in.');
    }
    await assertSecondPerson(scope, request);
    await decide(scope, { request, state: 'approved', reason: command.reason }, now);
    const payment = await payable(scope, row, request.paymentId);
    const left = standingOf(await readPaymentHistory(scope, payment)).refundable;
    if (request.amount > left) throw transitionError(row.status, 'Less than that is left of the payment: refuse it.');
    await scope.audit.record(
      {
        action: 'refund.approved',
        entity: 'refund',
        entityId: request.id,
        clinicId: row.clinicId,
        patientId: row.patientId,
        details: { appointment: row.id, amount: request.amount, askedBy: request.requestedLabel },
        reason: command.reason,
      },
      now,
    );
    const { amount, refundReason } = request;
    const operationId = `${row.id}/approved/${request.id}`;
    const asked = { amount, refundReason, reason: command.reason };
    return refund(scope, { row, payment, ...asked, operationId }, now);
  });
}

/**
 * Refuses a refund that waits for a second person: no money leaves, and it can be asked for again. Also from the
 * Temporal UI. What the patient is owed cannot be refused, unless the money went back another way. @throws DomainError not_found, forbidden, invalid_transition
 */
export function rejectRefund(deps: ChangeDeps<Scope>) {
  return changeAppointment<DecideRefundCommand, Scope>(deps, async (scope, row, command, now) => {
    const request = await openRequest(scope, row, command);
    if (scope.actor.kind === 'user' && !may(scope.actor, 'staff:money')) {
      throw new DomainError('forbidden', 'You are not allowed to decide on refunds.');
    }
    if (isOwed(request) && !(await wentBackOtherwise(scope, request))) {
      throw transitionError(
        row.status,
        'The clinic cancelled, so the patient is owed this: it can only be approved, by API.',
      );
    }
    await decide(scope, { request, state: 'rejected', reason: command.reason }, now);
    const context = { request: request.id, amount: request.amount, rejected: true };
    return { move: 'refund', audit: 'refund.rejected', reason: command.reason, context, change: {} };
  });
}

async function openRequest(
  scope: Scope,
  row: AppointmentRow,
  command: DecideRefundCommand,
): Promise<SubjectRefundRequest> {
  const request = await scope.refundRequests.lock(command.refundRequestId);
  if (request?.subjectId !== row.id) throw notFound('Refund request');
  if (request.state !== 'open') throw transitionError(row.status, `This refund was ${request.state} already.`);
  return request;
}

interface Decision {
  readonly request: SubjectRefundRequest;
  readonly state: 'approved' | 'rejected';
  readonly reason: string;
}

async function decide(scope: Scope, { request, state, reason }: Decision, now: Date): Promise<void> {
  const decider = actorUserId(scope.actor);
  if (decider !== null && decider === request.requestedBy) {
    throw new DomainError('forbidden', 'A second person has to decide on this refund.');
  }
  await scope.refundRequests.decide(request.id, state, decider, now);
  const entry = { subjectId: request.subjectId, code: 'refund_approval', about: request.id } as const;
  await scope.attention.resolveAbout(entry, actorLabel(scope.actor), reason, now);
}

/** @throws DomainError forbidden for a person who may have asked for it in the Temporal UI themselves */
async function assertSecondPerson(scope: Scope, request: RefundRequestRow): Promise<void> {
  const claim = claimedName(request.requestedLabel);
  const userId = actorUserId(scope.actor);
  if (claim === null || userId === null) return;
  const person = await scope.users.findById(userId);
  if (person && !mayBeClaimedBy(claim, person)) return;
  throw new DomainError(
    'forbidden',
    'Somebody in the Temporal UI asked for this refund under a name like yours: somebody else has to approve it.',
  );
}

async function wentBackOtherwise(scope: Scope, request: RefundRequestRow): Promise<boolean> {
  const payment = await scope.payments.find(request.paymentId);
  return payment !== null && isMoot(request, standingOf(await readPaymentHistory(scope, payment)));
}

/** The payment to refund: the one named, else the one that paid for the appointment, else one of a wrong amount. */
async function payable(scope: Scope, row: AppointmentRow, paymentId: string | undefined): Promise<PaymentRow> {
  const payments = await scope.payments.listForSubject(row.id);
  const named = payments.find((one) => one.id === paymentId);
  if (paymentId !== undefined && !named) throw notFound('Payment');
  const payment =
    named ??
    payments.findLast((one) => one.purpose === 'appointment') ??
    payments.findLast((one) => one.purpose === 'mismatch');
  if (!payment) throw transitionError(row.status, 'Nothing was paid for this appointment.');
  const open = row.paymentStatus === 'paid' || row.paymentStatus === 'partially_refunded';
  if (payment.purpose === 'appointment' && !open) {
    throw transitionError(
      row.status,
      `A payment that is ${row.paymentStatus.replaceAll('_', ' ')} cannot be refunded.`,
    );
  }
  return payment;
}

interface StaffRefund extends AskedRefund {
  readonly row: AppointmentRow;
  readonly payment: PaymentRow;
  readonly operationId: string;
}

async function refund(scope: Scope, { row, payment, ...asked }: StaffRefund, now: Date): Promise<ChangeDecision> {
  const { id, amount } = await scope.payments.requestRefund({
    id: randomUUID(),
    clinicId: row.clinicId,
    orderId: payment.orderId,
    paymentId: payment.id,
    amount: asked.amount,
    currency: payment.currency,
    reason: asked.refundReason,
    operationId: asked.operationId,
    createdAt: now,
  });
  return {
    move: 'refund',
    audit: 'refund.requested',
    reason: asked.reason,
    context: { refund: id, amount },
    change: payment.purpose === 'appointment' ? await followRefund(scope, row, payment, now) : {},
  };
}

async function followRefund(
  scope: Scope,
  row: AppointmentRow,
  payment: PaymentRow,
  now: Date,
): Promise<AppointmentChange> {
  const history = await readPaymentHistory(scope, payment);
  return transitionPaymentStatus(
    scope,
    row,
    standingOf(history, { paymentStatus: row.paymentStatus }).paymentSteps,
    now,
  );
}
