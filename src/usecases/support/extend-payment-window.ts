import { type ExtendCommand, transitionError } from '../../domain/appointments/public.js';
import { invalid } from '../../domain/errors.js';
import { MINUTE_MS } from '../../domain/instants.js';
import { isOpenOrder } from '../../domain/payments/public.js';
import type { AppointmentsScope } from '../../models/repositories/appointments/public.js';
import type { PaymentsScope } from '../../models/repositories/payments/public.js';
import type { SupportScope } from '../../models/repositories/support/slice.js';
import { type ChangeDeps, changeAppointment } from '../appointments/public.js';

type Scope = AppointmentsScope & PaymentsScope & SupportScope;

/** Gives a `pending` hold more time, never past the start. @throws DomainError invalid_transition, validation_failed */
export function extendPaymentWindow(deps: ChangeDeps<Scope>) {
  return changeAppointment<ExtendCommand, Scope>(deps, async (scope, row, command, now) => {
    if (row.status !== 'pending') throw transitionError(row.status);
    if (!Number.isFinite(command.minutes) || command.minutes <= 0 || command.minutes > 24 * 60) {
      throw invalid('minutes', 'minutes must be between 1 and 1440.');
    }
    const until = Math.min(now.getTime() + command.minutes * MINUTE_MS, row.startsAt.getTime());
    if (until <= row.expiresAt.getTime()) throw invalid('minutes', 'The hold already lasts longer than that.');
    const order = await scope.orders.current(row.id);
    // The provider's page keeps its own end; what clients are shown is until when they may pay.
    if (order && isOpenOrder(order)) await scope.orders.update(order.id, { expiresAt: new Date(until) }, now);
    return {
      move: 'extend',
      audit: 'appointment.window_extended',
      reason: command.reason,
      context: { until: new Date(until).toISOString() },
      change: { expiresAt: new Date(until) },
    };
  });
}
