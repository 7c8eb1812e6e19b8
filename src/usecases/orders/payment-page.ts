import type { AppointmentEngine } from '../../adapters/temporal/port.js';
import { SYSTEM } from '../../domain/identity/actor.js';
import { isUuid } from '../../domain/ids.js';
import type { AppointmentRow } from '../../models/repositories/appointments.js';
import type { OrderRow } from '../../models/repositories/orders.js';
import type { UnitOfWork } from '../../models/unit-of-work.js';

export type PaymentPageState = 'confirmed' | 'checking' | 'unpaid' | 'expired' | 'refunded' | 'cancelled' | 'unknown';

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
    const { row, order } = await unitOfWork.withScope(SYSTEM, async (scope) => ({
      row: await scope.appointments.find(appointmentId),
      order: await scope.orders.current(appointmentId),
    }));
    if (!row) return { state: 'unknown' };
    if (outcome === 'success' && row.status === 'pending' && order?.provider_session_id) {
      await engine.deliverPaymentEvent({
        provider: order.provider,
        eventId: null,
        about: 'checkout',
        objectId: order.provider_session_id,
        appointmentId: row.id,
        orderId: order.id,
      });
    }
    return view(outcome, row, order);
  };
}

function view(outcome: 'success' | 'cancel', row: AppointmentRow, order: OrderRow | null): PaymentPageView {
  const known = { appointmentId: row.id, deadline: row.expires_at };
  switch (row.status) {
    case 'pending':
      return {
        ...known,
        state: outcome === 'success' ? 'checking' : 'unpaid',
        ...(order?.checkout_url ? { paymentUrl: order.checkout_url } : {}),
      };
    case 'payment_expired':
      return { ...known, state: row.payment_status === 'unpaid' ? 'expired' : 'refunded' };
    case 'cancelled_by_patient':
    case 'cancelled_by_doctor':
    case 'cancelled_by_clinic':
      return { ...known, state: 'cancelled' };
    default:
      return { ...known, state: 'confirmed' };
  }
}
