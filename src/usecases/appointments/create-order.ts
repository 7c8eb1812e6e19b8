import type { AppointmentWorkflows } from '../../adapters/temporal/port.js';
import type { UserActor } from '../../domain/actor.js';
import { transitionError } from '../../domain/appointments/transitions.js';
import { DomainError } from '../../domain/errors.js';
import type { Currency } from '../../domain/money.js';
import { holdsMoney, isReplaceable, type ProviderName } from '../../domain/payments/public.js';
import type { AppointmentsScope } from '../../models/repositories/appointments/slice.js';
import type { IdentityScope } from '../../models/repositories/identity/public.js';
import type { OrderRow, PaymentsScope } from '../../models/repositories/payments/public.js';
import type { SupportScope } from '../../models/repositories/support/public.js';
import type { UnitOfWork } from '../../models/scope.js';
import { deriveId, type RequestKey } from '../idempotency/derive-id.js';
import { assertNoPaymentHeld } from '../payments/public.js';
import { visibleAppointment } from './visible-appointment.js';

type Scope = AppointmentsScope & IdentityScope & PaymentsScope & SupportScope;

/** The page where an order is paid. `amount` in minor units. */
export interface Checkout {
  readonly orderId: string;
  readonly url: string;
  readonly provider: ProviderName;
  readonly amount: number;
  readonly currency: Currency;
  /** When the slot is given up if nothing was paid. */
  readonly expiresAt: Date;
}

export interface CreateOrderDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly engine: AppointmentWorkflows;
  readonly paymentsEnabled: boolean;
  readonly now: () => Date;
}

/** What is to be paid, and with whom; `provider` null leaves it to the clinic. */
export interface OrderWish {
  readonly appointmentId: string;
  readonly provider: string | null;
}

/**
 * Opens the payment page of a held appointment, for the patient or for staff on behalf. Naming another provider than
 * the open order's ends that page first. An order under this request's
 * own id is its own earlier answer; one that was stored but never reached the provider is sent again.
 * @throws DomainError not_found, payments_disabled, invalid_transition, order_exists, idempotency_conflict,
 *   provider_unavailable, unavailable
 */
export function createOrder(deps: CreateOrderDeps) {
  return async (
    actor: UserActor,
    { appointmentId, provider }: OrderWish,
    requestKey: RequestKey | null,
  ): Promise<Checkout> => {
    const orderId = deriveId(requestKey, 'order');
    const own = await deps.unitOfWork.withScope(actor, (scope) =>
      ownOrder(deps, scope, actor, { appointmentId, provider, orderId }),
    );
    if (own) return own;
    // A new id per attempt: Temporal keeps a refused answer under its update id, and the order's id already makes a repeat safe.
    await deps.engine.update({
      actor,
      appointmentId,
      name: 'checkout',
      command: { orderId, provider },
      updateId: `checkout:${deriveId(null, 'attempt')}`,
    });
    const opened = await deps.unitOfWork.withScope(actor, async (scope) => {
      const order = (await scope.orders.find(orderId)) ?? (await scope.orders.current(appointmentId));
      return order && checkoutOf(order);
    });
    if (!opened) throw new DomainError('provider_unavailable', 'The payment page is not ready yet. Please try again.');
    return opened;
  };
}

async function ownOrder(
  deps: CreateOrderDeps,
  scope: Scope,
  actor: UserActor,
  { appointmentId, provider, orderId }: OrderWish & { readonly orderId: string },
): Promise<Checkout | null> {
  const row = await visibleAppointment(scope, actor, appointmentId, 'orders:pay');
  const own = await scope.orders.find(orderId);
  if (own && own.subjectId !== appointmentId) {
    throw new DomainError('idempotency_conflict', 'This Idempotency-Key was already used for another order.');
  }
  const answer = own && checkoutOf(own);
  if (answer) return answer;
  if (!deps.paymentsEnabled || !row.paymentRequired) {
    throw new DomainError('payments_disabled', 'Nothing has to be paid for this appointment.');
  }
  const present = await scope.orders.current(appointmentId);
  if (present && holdsMoney(present)) throw orderExists(present.id, null);
  if (row.status !== 'pending') throw transitionError(row.status);
  await assertNoPaymentHeld(scope, { id: row.id, isPending: true });
  if (present && present.status !== 'creating' && !isReplaceable(present, provider, deps.now())) {
    throw orderExists(present.id, present.checkoutUrl);
  }
  return null;
}

function orderExists(id: string, paymentUrl: string | null): DomainError {
  const details = { existingOrder: id, paymentUrl };
  return new DomainError('order_exists', 'Order already exists for this appointment', details);
}

/** Null while the address of the page is not known. */
function checkoutOf({ id, checkoutUrl, provider, amount, currency, expiresAt }: OrderRow): Checkout | null {
  return checkoutUrl ? { orderId: id, url: checkoutUrl, provider, amount, currency, expiresAt } : null;
}
