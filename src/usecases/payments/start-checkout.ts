import { ProviderRefused, ProviderUnavailable } from '../../adapters/payments/port.js';
import type { CheckoutCommand } from '../../domain/appointment/commands.js';
import type { AppointmentSnapshot } from '../../domain/appointment/snapshot.js';
import { refuseMove } from '../../domain/appointment/transitions.js';
import { DomainError, notFound } from '../../domain/errors.js';
import type { AppointmentRow } from '../../models/repositories/appointments.js';
import type { OrderRow } from '../../models/repositories/orders.js';
import type { Scope } from '../../models/unit-of-work.js';
import { failPoint } from '../../observability/fail-points.js';
import { snapshotOf } from '../appointments/snapshot.js';
import { ensureSession, sessionExpiry } from './checkout-session.js';
import type { PaymentDeps } from './deps.js';

export interface StartCheckoutInput {
  readonly appointmentId: string;
  readonly command: CheckoutCommand;
}

/**
 * Opens the payment page: the order with everything the provider will be told is stored first, then the
 * provider is called, then the session is stored. A repeat goes on where the last attempt stopped.
 * @throws DomainError invalid_transition, payments_disabled, order_exists, provider_unavailable
 */
export function startCheckout(deps: PaymentDeps) {
  return async (input: StartCheckoutInput): Promise<AppointmentSnapshot> => {
    const order = await deps.unitOfWork.withScope(input.command.actor, (scope) => storeOrder(deps, scope, input));
    failPoint('checkout.order_stored');
    try {
      await ensureSession(deps, order);
    } catch (error) {
      if (error instanceof ProviderUnavailable || error instanceof ProviderRefused) throw outOfReach(error);
      throw error;
    }
    return deps.unitOfWork.withScope(input.command.actor, async (scope) => {
      const row = await scope.appointments.find(input.appointmentId);
      if (!row) throw notFound('Appointment');
      return snapshotOf(scope, row);
    });
  };
}

function outOfReach(cause: Error): DomainError {
  const error = new DomainError('provider_unavailable', 'The payment provider is out of reach. Please try again.', {
    retry_after: 5,
  });
  error.cause = cause;
  return error;
}

async function storeOrder(deps: PaymentDeps, scope: Scope, input: StartCheckoutInput): Promise<OrderRow> {
  const row = await scope.appointments.lock(input.appointmentId);
  if (!row) throw notFound('Appointment');
  const open = await scope.orders.current(row.id);
  if (open?.status === 'creating' || open?.id === input.command.orderId) return open;
  if (open) {
    throw new DomainError('order_exists', 'Order already exists for this appointment', {
      existing_order: open.id,
      payment_url: open.checkout_url,
    });
  }
  if (!row.payment_required) throw new DomainError('payments_disabled', 'Nothing has to be paid for this appointment.');
  const now = deps.now();
  if (row.status !== 'pending') throw refuseMove(row.status);
  if (now >= row.expires_at) throw refuseMove(row.status, 'The time to pay is over.');
  return insertOrder(deps, scope, row, input.command.orderId, now);
}

async function insertOrder(
  deps: PaymentDeps,
  scope: Scope,
  row: AppointmentRow,
  orderId: string,
  now: Date,
): Promise<OrderRow> {
  const back = (page: string) => `${deps.frontendUrl}/payment/${page}?appointment_id=${row.id}`;
  const order = await scope.orders.insert({
    id: orderId,
    clinic_id: row.clinic_id,
    appointment_id: row.id,
    patient_id: row.patient_id,
    provider: deps.defaultProvider,
    amount: row.price,
    currency: row.currency,
    expires_at: row.expires_at,
    created_at: now,
    request: {
      orderId,
      appointmentId: row.id,
      amount: row.price,
      currency: row.currency,
      successUrl: back('success'),
      cancelUrl: back('cancel'),
      expiresAtSeconds: sessionExpiry(now, row.expires_at),
    },
  });
  await scope.audit.record(
    {
      action: 'order.created',
      entity: 'order',
      entityId: order.id,
      clinicId: row.clinic_id,
      patientId: row.patient_id,
      details: { appointment: row.id, amount: order.amount, currency: order.currency, provider: order.provider },
    },
    now,
  );
  return order;
}
