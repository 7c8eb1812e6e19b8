import type { CompleteCommand } from '../../domain/appointments/commands.js';
import { completionRefusal, correctionRefusal } from '../../domain/appointments/policies.js';
import { assertTransition, transitionError } from '../../domain/appointments/transitions.js';
import type { AppointmentsScope } from '../../models/repositories/appointments/slice.js';
import type { ChatScope } from '../../models/repositories/chat/public.js';
import type { PaymentsScope } from '../../models/repositories/payments/public.js';
import type { SupportScope } from '../../models/repositories/support/public.js';
import { type ChangeDeps, changeAppointment } from './change-appointment.js';

type Scope = AppointmentsScope & ChatScope & PaymentsScope & SupportScope;

/** Ends the visit: its chat room closes and its order is completed. @throws DomainError invalid_transition */
export function completeAppointment(deps: ChangeDeps<Scope>) {
  return changeAppointment<CompleteCommand, Scope>(deps, async (scope, row, command, now) => {
    assertTransition(row.status, 'completed');
    const refusal =
      row.status === 'no_show'
        ? correctionRefusal(row.policy, now.getTime(), row.statusSince.getTime())
        : completionRefusal(now.getTime(), row.startsAt.getTime());
    if (refusal) throw transitionError(row.status, refusal);
    await scope.chatRooms.close(row.id, now);
    const order = await scope.orders.current(row.id);
    if (order?.status === 'paid') await scope.orders.update(order.id, { status: 'completed', completedAt: now }, now);
    // It becomes `completed` when the dispute is won.
    if (order?.status === 'disputed') await scope.orders.update(order.id, { completedAt: now }, now);
    return {
      move: 'complete',
      audit: 'appointment.completed',
      context: { mode: command.mode },
      change: {
        status: 'completed',
        completedAt: now,
        ...(command.mode ? { consultationMode: command.mode } : {}),
        ...(command.notes ? { consultationNotes: command.notes } : {}),
      },
    };
  });
}
