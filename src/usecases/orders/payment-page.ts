import type { AppointmentEngine } from '../../adapters/temporal/port.js';
import { SYSTEM } from '../../domain/identity/actor.js';
import { isUuid } from '../../domain/ids.js';
import { type MoneyView, mayAskForPayment, nothingTaken } from '../../domain/messages/money-view.js';
import type { AppointmentRow } from '../../models/repositories/appointments.js';
import type { OrderRow } from '../../models/repositories/orders.js';
import type { UnitOfWork } from '../../models/unit-of-work.js';
import { moneyOf } from '../messages/money-of.js';

/** `under_way`: after the hold, a bank has not decided about a payment. `looked_after`: money is held, and a person decides. */
export type PaymentPageState =
  | 'confirmed'
  | 'checking'
  | 'unpaid'
  | 'expired'
  | 'refunded'
  | 'under_way'
  | 'looked_after'
  | 'cancelled'
  | 'unknown';

export interface PaymentPageView {
  readonly state: PaymentPageState;
  readonly appointmentId?: string;
  readonly deadline?: Date;
  readonly paymentUrl?: string;
}

export interface PaymentPageDeps {
  readonly unitOfWork: UnitOfWork;
  readonly engine: AppointmentEngine;
}

/**
 * What somebody who comes back from the payment page is shown. Coming back proves nothing: it only asks the
 * appointment's workflow to look the payment up, the one way money is believed.
 */
export function readPaymentPage({ unitOfWork, engine }: PaymentPageDeps) {
  return async (outcome: 'success' | 'cancel', appointmentId: string | null): Promise<PaymentPageView> => {
    if (!isUuid(appointmentId)) return { state: 'unknown' };
    const known = await unitOfWork.withScope(SYSTEM, async (scope) => {
      const row = await scope.appointments.find(appointmentId);
      return row && { row, order: await scope.orders.current(appointmentId), money: await moneyOf(scope, row) };
    });
    if (!known) return { state: 'unknown' };
    const { row, order } = known;
    if (outcome === 'success' && row.status === 'pending' && order?.providerSessionId) {
      await engine.deliverPaymentEvent({
        provider: order.provider,
        eventId: null,
        about: 'checkout',
        objectId: order.providerSessionId,
        appointmentId: row.id,
        orderId: order.id,
      });
    }
    return view(outcome, known);
  };
}

interface Known {
  readonly row: AppointmentRow;
  readonly order: OrderRow | null;
  readonly money: MoneyView;
}

function view(outcome: 'success' | 'cancel', { row, order, money }: Known): PaymentPageView {
  const known = { appointmentId: row.id, deadline: row.expiresAt };
  switch (row.status) {
    case 'pending': {
      if (money.underWay) return { ...known, state: 'checking' };
      if (!mayAskForPayment(money)) return { ...known, state: 'looked_after' };
      return {
        ...known,
        state: outcome === 'success' ? 'checking' : 'unpaid',
        ...(order?.checkoutUrl ? { paymentUrl: order.checkoutUrl } : {}),
      };
    }
    case 'payment_expired':
      return { ...known, state: afterHold(money) };
    case 'cancelled_by_patient':
    case 'cancelled_by_doctor':
    case 'cancelled_by_clinic':
      return { ...known, state: 'cancelled' };
    default:
      return { ...known, state: 'confirmed' };
  }
}

function afterHold(money: MoneyView): PaymentPageState {
  if (money.underWay) return 'under_way';
  if (!mayAskForPayment(money)) return 'looked_after';
  return nothingTaken(money) ? 'expired' : 'refunded';
}
