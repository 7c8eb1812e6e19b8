import { type AppointmentSnapshot, type StaffCommand, transitionError } from '../../domain/appointments/public.js';
import { mayBringMoney } from '../../domain/payments/public.js';
import type { AppointmentsScope } from '../../models/repositories/appointments/public.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { PaymentsScope } from '../../models/repositories/payments/public.js';
import type { SupportScope } from '../../models/repositories/support/slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import { type ChangeInput, changeAppointment, readSnapshot } from '../appointments/public.js';
import { type PaymentDeps, settlePayment } from '../payments/public.js';

type Scope = AppointmentsScope & ClinicsScope & PaymentsScope & SupportScope;

export interface CheckPaymentDeps extends PaymentDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
}

/**
 * Asks the provider, for a person who does not want to wait, what became of every order of an appointment that can
 * still bring money; what it says takes effect as if its webhook had come. The request is kept in the audit.
 * @throws DomainError not_found, invalid_transition when there is nothing to look up
 * @throws ProviderUnavailable, ProviderRefused
 */
export function checkPayment(deps: CheckPaymentDeps) {
  const settle = settlePayment(deps);
  const read = readSnapshot(deps);
  const record = changeAppointment<StaffCommand, Scope>(deps, async (scope, row, command) => {
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
