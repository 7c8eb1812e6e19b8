import type { AppointmentWorkflows } from '../../adapters/temporal/port.js';
import { may, type UserActor } from '../../domain/actor.js';
import type { DecideAbsenceCommand, UpdateCommands, UpdateName } from '../../domain/appointments/public.js';
import { type AttentionCode, CLINICAL_ATTENTION } from '../../domain/attention.js';
import { DomainError, invalid } from '../../domain/errors.js';
import type { Permission } from '../../domain/permissions.js';
import type { AppointmentsScope } from '../../models/repositories/appointments/public.js';
import type { QuestionnairesScope } from '../../models/repositories/questionnaires/public.js';
import type { UnitOfWork } from '../../models/scope.js';
import { type Appointment, readChanged, updateIdOf, visibleOrDeletedAppointment } from '../appointments/public.js';
import type { RequestKey } from '../idempotency/derive-id.js';

type Scope = AppointmentsScope & QuestionnairesScope;

export const STAFF_ACTIONS = [
  'extend_payment_window',
  'resend_confirmation',
  'retry_refund',
  'issue_refund',
  'approve_refund',
  'reject_refund',
  'confirm_desk_refund',
  'resolve_attention',
  'cancel_for_clinic',
  'check_payment',
  'decide_absence',
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
  /** `decide_absence`: whose absence it was. */
  readonly outcome: DecideAbsenceCommand['outcome'] | null;
}

export interface StaffActionDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly engine: AppointmentWorkflows;
  readonly now: () => Date;
}

/** What an action needs beside `staff:actions`. */
const PERMISSIONS: Partial<Readonly<Record<StaffAction, Permission>>> = {
  retry_refund: 'staff:money',
  issue_refund: 'staff:money',
  approve_refund: 'staff:money',
  reject_refund: 'staff:money',
  confirm_desk_refund: 'orders:desk',
  cancel_for_clinic: 'appointments:move',
};

/**
 * Runs one of the workflow's staff updates for a signed-in person, and answers the appointment afterwards.
 * @throws DomainError not_found, forbidden (money needs `staff:money`), validation_failed, invalid_transition, unavailable
 */
export function runStaffAction(deps: StaffActionDeps) {
  return async (
    actor: UserActor,
    id: string,
    request: StaffRequest,
    requestKey: RequestKey | null,
  ): Promise<Appointment> => {
    const by = may(actor, 'staff:actions') ? 'staff:actions' : 'staff:clinical-attention';
    await deps.unitOfWork.withScope(actor, (scope) => visibleOrDeletedAppointment(scope, actor, id, by));
    const allowed =
      by === 'staff:actions' ? may(actor, PERMISSIONS[request.action] ?? by) : closesClinicalEntry(request);
    if (!allowed) throw new DomainError('forbidden', 'You are not allowed to do this.');
    const send: Send = (name, command) =>
      deps.engine.update({ actor, appointmentId: id, name, command, updateId: updateIdOf(name, id, requestKey) });
    await run(send, request);
    return deps.unitOfWork.withScope(actor, (scope) => readChanged(scope, actor, id, deps.now()));
  };
}

/** A doctor closes what was for the doctor's eye, and does nothing else here. */
function closesClinicalEntry({ action, code }: StaffRequest): boolean {
  return action === 'resolve_attention' && code !== null && CLINICAL_ATTENTION.includes(code);
}

type Send = <Name extends UpdateName>(name: Name, command: UpdateCommands[Name]) => Promise<unknown>;

/** Each action is the workflow's update of the same name. */
function run(send: Send, request: StaffRequest): Promise<unknown> {
  const { reason } = request;
  switch (request.action) {
    case 'extend_payment_window':
      if (request.minutes === null) throw invalid('minutes', 'Say for how many minutes.');
      return send('extendPaymentWindow', { reason, minutes: request.minutes });
    case 'resend_confirmation':
      return send('resendConfirmation', { reason });
    case 'retry_refund':
      return send('retryRefund', request.refundId === null ? { reason } : { reason, refundId: request.refundId });
    case 'issue_refund':
      return send('issueRefund', {
        reason,
        ...(request.amount === null ? {} : { amount: request.amount }),
        ...(request.paymentId === null ? {} : { paymentId: request.paymentId }),
      });
    case 'approve_refund':
      return send('approveRefund', { reason, refundRequestId: refundRequestOf(request) });
    case 'reject_refund':
      return send('rejectRefund', { reason, refundRequestId: refundRequestOf(request) });
    case 'confirm_desk_refund':
      if (request.refundId === null) throw invalid('refund_id', 'Name the refund, as the attention entry does.');
      return send('confirmDeskRefund', { reason, refundId: request.refundId });
    case 'resolve_attention':
      if (request.code === null) throw invalid('code', 'Name the entry by its code.');
      return send('resolveAttention', { reason, code: request.code });
    case 'cancel_for_clinic':
      return send('cancelForClinic', { reason });
    case 'check_payment':
      return send('checkPayment', { reason });
    case 'decide_absence':
      if (request.outcome === null) throw invalid('outcome', 'Say whose absence it was: no_show or doctor_absent.');
      return send('decideAbsence', { reason, outcome: request.outcome });
  }
}

function refundRequestOf({ refundRequestId }: StaffRequest): string {
  if (refundRequestId === null) throw invalid('refund_request_id', 'Name the request, as the attention entry does.');
  return refundRequestId;
}
