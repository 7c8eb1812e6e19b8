import type { CancelCommand, StaffCommand } from '../../domain/appointments/commands.js';
import { correctionRefusal, refundPercent } from '../../domain/appointments/policies.js';
import { assertTransition, transitionError } from '../../domain/appointments/transitions.js';
import type { AppointmentRow } from '../../models/repositories/appointments/appointments.js';
import type { AppointmentsScope } from '../../models/repositories/appointments/slice.js';
import type { ChatScope } from '../../models/repositories/chat/public.js';
import type { PaymentsScope } from '../../models/repositories/payments/public.js';
import type { SupportScope } from '../../models/repositories/support/public.js';
import { type ChangeDecision, type ChangeDeps, type ChangeInput, changeAppointment } from './change-appointment.js';
import { refundByPolicy } from './refund-by-policy.js';

type Scope = AppointmentsScope & ChatScope & PaymentsScope & SupportScope;

/**
 * Cancels: the slot is free at once, and the refund by policy is a row of the same transaction.
 * @throws DomainError invalid_transition
 */
export function cancelAppointment(deps: ChangeDeps<Scope>) {
  return changeAppointment<CancelCommand, Scope>(deps, decideCancel);
}

/** What a cancel changes, in the transaction of whoever decided it. @throws DomainError invalid_transition */
export async function decideCancel(
  scope: Scope,
  row: AppointmentRow,
  command: Pick<CancelCommand, 'to' | 'reason'>,
  now: Date,
): Promise<ChangeDecision> {
  assertTransition(row.status, command.to);
  if (row.status === 'no_show') {
    const refusal = correctionRefusal(row.policy, now.getTime(), row.statusSince.getTime());
    if (refusal) throw transitionError(row.status, refusal);
  }
  const percent = refundPercent(row.policy, command.to, row.startsAt.getTime() - now.getTime());
  const refund = await refundByPolicy(scope, row, { percent, reason: command.to, note: command.reason }, now);
  if (row.paymentStatus === 'waived') await withdrawWaiver(scope, row, now);
  await scope.chatRooms.close(row.id, now);
  return {
    move: 'cancel',
    audit: 'appointment.cancelled',
    reason: command.reason,
    context: refund.context,
    change: {
      status: command.to,
      calendarSequence: row.calendarSequence + 1,
      ...refund.change,
    },
  };
}

/**
 * Staff cancel for the clinic: everything goes back to the patient; from the Temporal UI, above the limit, as soon as a
 * second person has approved it.
 * @throws DomainError invalid_transition
 */
export function cancelForClinic(deps: ChangeDeps<Scope>) {
  const cancel = cancelAppointment(deps);
  return (input: ChangeInput<StaffCommand>) =>
    cancel({ ...input, command: { to: 'cancelled_by_clinic', reason: input.command.reason } });
}

async function withdrawWaiver(scope: Scope, row: AppointmentRow, now: Date): Promise<void> {
  const order = await scope.orders.current(row.id);
  if (order?.provider === 'waived') await scope.orders.update(order.id, { status: 'cancelled' }, now);
}
