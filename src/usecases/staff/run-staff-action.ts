import type { AppointmentEngine } from '../../adapters/temporal/port.js';
import type { AttentionCode } from '../../domain/appointment/attention.js';
import type { UpdateName } from '../../domain/appointment/commands.js';
import { DomainError, invalid } from '../../domain/errors.js';
import { may, type UserActor } from '../../domain/identity/actor.js';
import type { Permission } from '../../domain/identity/roles.js';
import type { UnitOfWork } from '../../models/unit-of-work.js';
import { currentContext } from '../../observability/context.js';
import type { AppointmentAnswer } from '../appointments/appointment-view.js';
import { readAfterChange } from '../appointments/read-appointment.js';
import { updateIdOf } from '../appointments/request-move.js';
import { mendableAppointment } from '../appointments/visible-appointment.js';
import type { KeyedRequest } from '../idempotency/derive-id.js';

export const STAFF_ACTIONS = [
  'extend_payment_window',
  'resend_confirmation',
  'retry_refund',
  'issue_refund',
  'approve_refund',
  'reject_refund',
  'confirm_desk_refund',
  'resolve_attention',
] as const;
export type StaffAction = (typeof STAFF_ACTIONS)[number];

/** What staff ask for; every action has its own further member. */
export interface StaffRequest {
  readonly action: StaffAction;
  /** Lands in the audit. */
  readonly reason: string;
  /** `extend_payment_window`: minutes from now. */
  readonly minutes: number | null;
  /** `retry_refund`: one refund; all failed ones when null. `confirm_desk_refund`: which one. */
  readonly refundId: string | null;
  /** `issue_refund`: minor units; all that is left when null. */
  readonly amount: number | null;
  /** `issue_refund`: the one that paid for the appointment when null. */
  readonly paymentId: string | null;
  /** `approve_refund`, `reject_refund`: as the attention entry names it. */
  readonly refundRequestId: string | null;
  /** `resolve_attention`. */
  readonly code: AttentionCode | null;
}

export interface StaffActionDeps {
  readonly unitOfWork: UnitOfWork;
  readonly engine: AppointmentEngine;
  readonly now: () => Date;
}

/** What an action needs beside `staff:actions`. */
const PERMISSIONS: Partial<Readonly<Record<StaffAction, Permission>>> = {
  retry_refund: 'staff:money',
  issue_refund: 'staff:money',
  approve_refund: 'staff:money',
  reject_refund: 'staff:money',
  confirm_desk_refund: 'orders:desk',
};

/**
 * Runs one of the workflow's staff updates for a signed-in person, and answers the appointment afterwards.
 * @throws DomainError not_found, forbidden (money needs `staff:money`), validation_failed, invalid_transition, unavailable
 */
export function runStaffAction(deps: StaffActionDeps) {
  const read = readAfterChange(deps);
  return async (
    actor: UserActor,
    id: string,
    request: StaffRequest,
    keyed: KeyedRequest | null,
  ): Promise<AppointmentAnswer> => {
    await deps.unitOfWork.withScope(actor, (scope) => mendableAppointment(scope, actor, id));
    const allowed = may(actor, PERMISSIONS[request.action] ?? 'staff:actions');
    if (!allowed) throw new DomainError('forbidden', 'You are not allowed to do this.');
    await send(deps.engine, actor, id, request, keyed);
    return read(actor, id);
  };
}

async function send(
  engine: AppointmentEngine,
  actor: UserActor,
  id: string,
  request: StaffRequest,
  keyed: KeyedRequest | null,
): Promise<void> {
  const staff = { actor, reason: request.reason, requestId: currentContext().request_id ?? null };
  const updateId = (name: UpdateName) => updateIdOf(name, id, keyed);
  switch (request.action) {
    case 'extend_payment_window': {
      if (request.minutes === null) throw invalid('minutes', 'Say for how many minutes.');
      const args = { ...staff, minutes: request.minutes };
      await engine.update(id, 'extendPaymentWindow', args, updateId('extendPaymentWindow'));
      return;
    }
    case 'resend_confirmation':
      await engine.update(id, 'resendConfirmation', staff, updateId('resendConfirmation'));
      return;
    case 'retry_refund': {
      const args = request.refundId === null ? staff : { ...staff, refundId: request.refundId };
      await engine.update(id, 'retryRefund', args, updateId('retryRefund'));
      return;
    }
    case 'issue_refund': {
      const args = {
        ...staff,
        ...(request.amount === null ? {} : { amount: request.amount }),
        ...(request.paymentId === null ? {} : { paymentId: request.paymentId }),
      };
      await engine.update(id, 'issueRefund', args, updateId('issueRefund'));
      return;
    }
    case 'approve_refund':
    case 'reject_refund': {
      const { refundRequestId } = request;
      if (refundRequestId === null)
        throw invalid('refund_request_id', 'Name the request, as the attention entry does.');
      const args = { ...staff, refundRequestId, approve: request.action === 'approve_refund' };
      await engine.update(id, 'decideRefund', args, updateId('decideRefund'));
      return;
    }
    case 'confirm_desk_refund': {
      if (request.refundId === null) throw invalid('refund_id', 'Name the refund, as the attention entry does.');
      const args = { ...staff, refundId: request.refundId };
      await engine.update(id, 'confirmPayOut', args, updateId('confirmPayOut'));
      return;
    }
    case 'resolve_attention': {
      if (request.code === null) throw invalid('code', 'Name the entry by its code.');
      await engine.update(id, 'resolveAttention', { ...staff, code: request.code }, updateId('resolveAttention'));
      return;
    }
  }
}
