import { ProviderRefused, ProviderUnavailable } from '../../adapters/payments/port.js';
import type { Actor } from '../../domain/actor.js';
import { DomainError, notFound } from '../../domain/errors.js';
import { chooseGateway } from '../../domain/payments/gateways.js';
import { isChargeable } from '../../domain/payments/least-charges.js';
import type { GatewayName } from '../../domain/payments/orders.js';
import { isOpenOrder, isReplaceable } from '../../domain/payments/orders.js';
import type { PayableKind, Subject } from '../../domain/subjects.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { OrderRow } from '../../models/repositories/payments/orders.js';
import type { PaymentsScope } from '../../models/repositories/payments/slice.js';
import type { SupportScope } from '../../models/repositories/support/public.js';
import { failPoint } from '../../observability/fail-points.js';
import { applyCheckout } from './apply-checkout.js';
import { assertNoPaymentHeld } from './assert-no-payment-held.js';
import { closeOrder, ensureSession, sessionExpiry } from './checkout-session.js';
import { type AmountDue, type LockedPayable, lockSubject } from './payable.js';
import type { PaymentDeps } from './payment-deps.js';
import { recordRefusedCheckout } from './record-refused-checkout.js';

type Scope = ClinicsScope & PaymentsScope & SupportScope;

/** The subject is what is to be paid for. */
export interface StartCheckoutInput extends Subject<PayableKind> {
  readonly actor: Actor;
  /** `provider` is left out where the clinic's first choice will do. */
  readonly command: { readonly orderId: string; readonly provider?: string | null };
}

/**
 * Opens the payment page: the order with everything the provider will be sent is stored first, then the
 * provider is called, then the session is stored. A repeat goes on where the last attempt stopped. A page at another
 * provider, or one that has ended by itself, is ended there before the next one opens: two could both be paid.
 * A provider that refuses for good ends the order, and the hold as well when no other provider is left.
 * @throws DomainError invalid_transition, payments_disabled, order_exists, validation_failed, provider_refused,
 *   provider_unavailable
 */
export function startCheckout<Answer>(deps: PaymentDeps<Answer>) {
  return async (input: StartCheckoutInput): Promise<Answer> => {
    try {
      await open(deps, input);
    } catch (error) {
      if (error instanceof ProviderUnavailable) throw unavailable(error);
      throw error;
    }
    return deps.unitOfWork.withScope(input.actor, (scope) => deps.readSubject(scope, input.subjectId));
  };
}

async function open(deps: PaymentDeps, input: StartCheckoutInput): Promise<void> {
  const { subjectId, subjectKind, command } = input;
  const order = await storeOrReplace(deps, () =>
    deps.unitOfWork.withScope(input.actor, (scope) => storeOrder(deps, scope, input)),
  ).catch(async (error: unknown) => {
    // The price is less than any provider of the clinic charges: none of them has to be asked.
    if (!(error instanceof DomainError) || error.code !== 'provider_refused') throw error;
    throw await recordRefusedCheckout(deps, {
      subjectId,
      subjectKind,
      orderId: command.orderId,
      reason: 'amount_too_small',
    });
  });
  failPoint('checkout.order_stored');
  const opened = await openSession(deps, order);
  if (isOpenOrder(opened)) return;
  // Another checkout of the appointment was paid meanwhile: nobody is sent to this one.
  await endCheckout(deps, opened);
  throw orderExists(opened);
}

/** @throws DomainError provider_refused when the provider refuses for good: the order is closed then */
async function openSession(deps: PaymentDeps, order: OrderRow): Promise<OrderRow> {
  try {
    return (await ensureSession(deps, order)).order;
  } catch (error) {
    if (!(error instanceof ProviderRefused) || order.providerSessionId) throw error;
    const { id: orderId, subjectId, subjectKind } = order;
    throw await recordRefusedCheckout(deps, { subjectId, subjectKind, orderId, reason: error.reason });
  }
}

/** An order that was stored, or the one that stands in its way. */
export interface Stored {
  readonly kind: 'stored' | 'in_the_way';
  readonly order: OrderRow;
}

/**
 * Stores an order; one that stands in its way is ended at its provider first.
 * @throws DomainError order_exists when that one can no longer be ended
 */
export async function storeOrReplace(deps: PaymentDeps, store: () => Promise<Stored>): Promise<OrderRow> {
  const first = await store();
  if (first.kind === 'stored') return first.order;
  await endCheckout(deps, first.order);
  const second = await store();
  if (second.kind === 'in_the_way') throw orderExists(second.order);
  return second.order;
}

/** @throws DomainError order_exists when it can no longer be ended, because a payment is under way or made */
async function endCheckout(deps: PaymentDeps, order: OrderRow): Promise<void> {
  const state = await closeOrder(deps, order);
  const { outcome } = await applyCheckout(deps, { order, eventIds: [] }, state);
  if (outcome === 'undecided') throw orderExists(order);
}

function unavailable(cause: Error): DomainError {
  const error = new DomainError('provider_unavailable', 'The payment provider cannot be reached. Please try again.', {
    retryAfter: 5,
  });
  error.cause = cause;
  return error;
}

/** Another order of this appointment is open, or holds the money. */
export function orderExists(order: OrderRow): DomainError {
  return new DomainError('order_exists', 'Order already exists for this appointment', {
    existingOrder: order.id,
    paymentUrl: order.checkoutUrl,
  });
}

async function storeOrder(deps: PaymentDeps, scope: Scope, input: StartCheckoutInput): Promise<Stored> {
  const { command } = input;
  const subject = await lockSubject(deps, scope, input);
  if (!subject) throw notFound('Appointment');
  const due = subject.due();
  if (!due) throw new DomainError('payments_disabled', 'Nothing has to be paid for this appointment.');
  const now = deps.now();
  const present = await scope.orders.current(subject.id);
  if (present && present.id === command.orderId) return { kind: 'stored', order: present };
  if (subject.isPending) await assertNoPaymentHeld(scope, subject);
  if (present && !isReplaceable(present, command.provider ?? null, now)) {
    if (present.status === 'creating') return { kind: 'stored', order: present };
    throw orderExists(present);
  }
  if (!subject.isPending) throw subject.refusal();
  if (now >= due.payBy) throw subject.refusal('The time to pay is over.');
  const clinic = await scope.clinics.find(subject.clinicId);
  const provider = chooseGateway({
    installed: deps.gateways,
    clinic: clinic?.paymentProviders ?? [],
    takes: (name) => deps.providers(name).takes(due.currency),
    charges: (name) => isChargeable(name, due.amount, due.currency),
    wanted: command.provider ?? null,
  });
  if (present) return { kind: 'in_the_way', order: present };
  const zone = clinic?.timezone ?? 'UTC';
  const chosen = { id: command.orderId, provider, zone, now };
  return { kind: 'stored', order: await insertOrder(deps, scope, subject, { ...chosen, due }) };
}

interface OrderToStore {
  readonly id: string;
  readonly due: AmountDue;
  readonly provider: GatewayName;
  /** The clinic's, for the provider's page. */
  readonly zone: string;
  readonly now: Date;
}

async function insertOrder(
  deps: PaymentDeps,
  scope: Scope,
  subject: LockedPayable,
  { id: orderId, due, provider, zone, now }: OrderToStore,
): Promise<OrderRow> {
  const methods = deps.methods[provider];
  const order = await scope.orders.insert({
    id: orderId,
    clinicId: subject.clinicId,
    subjectId: subject.id,
    subjectKind: subject.kind,
    patientId: subject.patientId,
    provider,
    amount: due.amount,
    currency: due.currency,
    expiresAt: due.payBy,
    createdAt: now,
    request: {
      orderId,
      subjectId: subject.id,
      subjectKind: subject.kind,
      amount: due.amount,
      currency: due.currency,
      successUrl: due.successUrl,
      cancelUrl: due.cancelUrl,
      ...(methods ? { methods } : {}),
      // Stands for the patient at a provider that insists on an address: theirs stays here.
      customer: `order-${orderId}@${deps.customerDomain}`,
      payBy: { at: due.payBy.toISOString(), zone },
      expiresAtSeconds: sessionExpiry(now, due.payBy),
    },
  });
  await scope.audit.record(
    {
      action: 'order.created',
      entity: 'order',
      entityId: order.id,
      clinicId: subject.clinicId,
      patientId: subject.patientId,
      details: { [subject.kind]: subject.id, amount: order.amount, currency: order.currency, provider: order.provider },
    },
    now,
  );
  return order;
}
