import { SYSTEM } from '../../domain/actor.js';
import { DomainError, notFound } from '../../domain/errors.js';
import { offeredGateways } from '../../domain/payments/gateways.js';
import { isChargeable } from '../../domain/payments/least-charges.js';
import type { GatewayName, ProviderName } from '../../domain/payments/orders.js';
import type { AppointmentRow } from '../../models/repositories/appointments/appointments.js';
import type { Scope } from '../../models/unit-of-work.js';
import { record } from '../appointments/move.js';
import type { PaymentDeps } from './deps.js';

export interface Refusal {
  readonly appointmentId: string;
  /** The order that was asked for; it may not have been stored. */
  readonly orderId: string;
  /** In the provider's own word, such as `amount_too_small`. */
  readonly reason: string;
}

/**
 * A provider refuses for good to open a checkout: its order is closed and a person is shown why. The hold ends at once
 * when no other provider is left to pay it with, so that nobody holds a slot that cannot be paid. Repeating it changes
 * nothing.
 * @returns what whoever wanted to pay is answered: `provider_refused`
 */
export function refuseCheckout(deps: PaymentDeps, refusal: Refusal): Promise<DomainError> {
  const { appointmentId, orderId, reason } = refusal;
  return deps.unitOfWork.withScope(SYSTEM, async (scope) => {
    const row = await scope.appointments.lock(appointmentId);
    if (!row) throw notFound('Appointment');
    const now = deps.now();
    const order = await scope.orders.lock(orderId);
    if (order?.status === 'creating') await scope.orders.update(order.id, { status: 'cancelled' }, now);
    await showRefusal(scope, row, { ...refusal, provider: order?.provider ?? null }, now);
    const others = await othersLeft(deps, scope, row);
    if (others.length > 0) return refused(`This payment is refused. Choose another way to pay: ${others.join(', ')}.`);
    if (row.status !== 'pending') return refused('The payment provider refuses this payment.');
    await record(
      scope,
      row,
      `${row.id}/refused/${orderId}`,
      {
        move: 'expire',
        audit: 'appointment.expired',
        reason: 'The payment provider refused the payment',
        change: { status: 'payment_expired' },
        context: { refused: reason },
      },
      now,
    );
    return refused(
      'The payment provider refuses this payment, so the slot was given free and nothing was charged. The clinic has been notified.',
    );
  });
}

function refused(sentence: string): DomainError {
  return new DomainError('provider_refused', sentence);
}

async function showRefusal(
  scope: Scope,
  row: AppointmentRow,
  { orderId, reason, provider }: Refusal & { readonly provider: ProviderName | null },
  now: Date,
): Promise<void> {
  const context = { order: orderId, provider, reason, amount: row.price, currency: row.currency };
  const entry = { clinicId: row.clinicId, appointmentId: row.id, code: 'payment_refused', context } as const;
  if (!(await scope.attention.open(entry, now))) return;
  await scope.audit.record(
    {
      action: 'attention.opened',
      entity: 'attention',
      entityId: row.id,
      clinicId: row.clinicId,
      patientId: row.patientId,
      details: { code: 'payment_refused', provider, reason },
    },
    now,
  );
}

/** The providers that this appointment can still be paid with: one that refused it is not asked again. */
async function othersLeft(deps: PaymentDeps, scope: Scope, row: AppointmentRow): Promise<readonly GatewayName[]> {
  const clinic = await scope.clinics.find(row.clinicId);
  const orders = await scope.orders.listForAppointment(row.id);
  const refusedBy = orders
    .filter(({ status, providerSessionId: session }) => status === 'cancelled' && session === null)
    .map(({ provider }) => provider);
  return offeredGateways({ installed: deps.gateways, clinic: clinic?.paymentProviders ?? [] }).filter(
    (name) =>
      !refusedBy.includes(name) &&
      deps.providers(name).takes(row.currency) &&
      isChargeable(name, row.price, row.currency),
  );
}
