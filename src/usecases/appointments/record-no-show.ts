import type { NoShowCommand } from '../../domain/appointments/commands.js';
import { noShowRefusal } from '../../domain/appointments/policies.js';
import { assertTransition, transitionError } from '../../domain/appointments/transitions.js';
import type { AppointmentRow } from '../../models/repositories/appointments/appointments.js';
import type { AppointmentsScope } from '../../models/repositories/appointments/slice.js';
import type { ChatScope } from '../../models/repositories/chat/public.js';
import type { PaymentsScope } from '../../models/repositories/payments/public.js';
import type { SupportScope } from '../../models/repositories/support/public.js';
import { assertNeverSeen } from './assert-never-seen.js';
import { type ChangeDecision, type ChangeDeps, changeAppointment } from './change-appointment.js';
import { NO_REFUND, refundByPolicy } from './refund-by-policy.js';

type Scope = AppointmentsScope & ChatScope & PaymentsScope & SupportScope;

/** The patient did not come: by the doctor, from ten minutes after the start, unless the patient was seen. @throws DomainError invalid_transition */
export function recordNoShow(deps: ChangeDeps<Scope>) {
  return changeAppointment<NoShowCommand, Scope>(deps, async (scope, row, command, now) => {
    assertTransition(row.status, 'no_show');
    const refusal = noShowRefusal(now.getTime(), row.startsAt.getTime());
    if (refusal) throw transitionError(row.status, refusal);
    await assertNeverSeen(scope, row);
    return endAsNoShow(scope, row, command.reason, now);
  });
}

/** Ends a visit as the patient's absence, which a person has decided: the fee is kept but for the refund by policy. */
export async function endAsNoShow(
  scope: Scope,
  row: AppointmentRow,
  reason: string | null,
  now: Date,
): Promise<ChangeDecision> {
  await scope.chatRooms.close(row.id, now);
  const percent = row.policy.noShowRefundPercent ?? 0;
  const refund =
    percent > 0 ? await refundByPolicy(scope, row, { percent, reason: 'no_show', note: reason }, now) : NO_REFUND;
  return {
    move: 'no_show',
    audit: 'appointment.no_show',
    reason,
    context: refund.context,
    change: { status: 'no_show', ...refund.change },
  };
}
