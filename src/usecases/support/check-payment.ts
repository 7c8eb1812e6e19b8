import type { StaffCommand } from '../../domain/appointments/commands.js';
import type { AppointmentSnapshot } from '../../domain/appointments/snapshot.js';
import { transitionError } from '../../domain/appointments/transitions.js';
import { mayBringMoney } from '../../domain/payments/lookups.js';
import { type ChangeInput, changeAppointment } from '../appointments/change-appointment.js';
import { readSnapshot } from '../appointments/read-snapshot.js';
import type { PaymentDeps } from '../payments/payment-deps.js';
import { settlePayment } from '../payments/settle-payment.js';

/**
 * Asks the provider, for a person who does not want to wait, what became of every order of an appointment that can
 * still bring money; what it says takes effect as if its webhook had come. The request is kept in the audit.
 * @throws DomainError not_found, invalid_transition when there is nothing to look up
 * @throws ProviderUnavailable, ProviderRefused
 */
export function checkPayment(deps: PaymentDeps) {
  const settle = settlePayment(deps);
  const read = readSnapshot(deps);
  const record = changeAppointment<StaffCommand>(deps, async (scope, row, command) => {
    const orders = await scope.orders.listForSubject(row.id);
    if (!orders.some(({ status }) => mayBringMoney(status))) {
      throw transitionError(row.status, 'There is no payment to look up: none was begun, or all are settled.');
    }
    return { move: 'payment', audit: 'payment.checked', reason: command.reason, change: {} };
  });
  return async (input: ChangeInput<StaffCommand>): Promise<AppointmentSnapshot> => {
    const { appointmentId } = input;
    await record(input);
    const orders = await deps.unitOfWork.withScope(input.actor, (scope) => scope.orders.listForSubject(appointmentId));
    for (const { id } of orders.filter(({ status }) => mayBringMoney(status))) {
      await settle({ subjectId: appointmentId, orderId: id, eventIds: [] });
    }
    return read({ appointmentId });
  };
}
