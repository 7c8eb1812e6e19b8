import { type PaymentProvider, type ProviderEvent, WebhookRefused } from '../../adapters/payments/port.js';
import type { AppointmentEngine } from '../../adapters/temporal/port.js';
import { DomainError } from '../../domain/errors.js';
import type { SystemActor } from '../../domain/identity/actor.js';
import { isUuid } from '../../domain/ids.js';
import type { ProviderName } from '../../domain/payment/orders.js';
import type { OrderRow } from '../../models/repositories/orders.js';
import type { Scope, UnitOfWork } from '../../models/unit-of-work.js';
import { failPoint } from '../../observability/fail-points.js';

export interface TakeWebhookDeps {
  readonly unitOfWork: UnitOfWork;
  readonly engine: AppointmentEngine;
  readonly providers: (name: ProviderName) => PaymentProvider;
  readonly now: () => Date;
}

export interface WebhookAnswer {
  received: true;
}

type Taken = { readonly done: true } | { readonly done: false; readonly order: OrderRow };

// News of a checkout that ended without money: no order of ours, nothing to look for.
const MONEYLESS = /\.(expired|async_payment_failed)$/;

/**
 * Takes a provider's webhook: verified, stored, handed to the appointment's workflow, and only then answered. Whatever
 * fails after the storing, a redelivery or the maintenance schedule hands on again; the event acts once.
 * @throws DomainError validation_failed for a bad signature; unavailable when it could not be taken (the provider retries)
 */
export function takeWebhook(deps: TakeWebhookDeps) {
  return async (name: ProviderName, rawBody: Buffer, signature: string | undefined): Promise<WebhookAnswer> => {
    const event = readVerified(deps.providers(name), rawBody, signature);
    if (event.about === null) return { received: true };
    const by: SystemActor = { kind: 'system', label: `${name}_webhook` };
    const taken = await deps.unitOfWork.withScope(by, (scope) => store(deps, scope, name, event));
    failPoint('webhook.stored');
    if (taken.done) return { received: true };
    await deps.engine.deliverPaymentEvent({
      provider: name,
      eventId: event.eventId,
      about: event.about,
      objectId: event.objectId,
      appointmentId: taken.order.appointment_id,
      orderId: taken.order.id,
    });
    failPoint('webhook.signalled');
    await deps.unitOfWork.withScope(by, (scope) => scope.providerEvents.markSignalled(name, event.eventId, deps.now()));
    return { received: true };
  };
}

function readVerified(provider: PaymentProvider, rawBody: Buffer, signature: string | undefined): ProviderEvent {
  try {
    return provider.readWebhook(rawBody, signature);
  } catch (error) {
    if (!(error instanceof WebhookRefused)) throw error;
    const refusal = new DomainError('validation_failed', 'The webhook is not signed as it should be.');
    refusal.cause = error;
    throw refusal;
  }
}

async function store(deps: TakeWebhookDeps, scope: Scope, name: ProviderName, event: ProviderEvent): Promise<Taken> {
  const now = deps.now();
  const order = await orderOf(scope, name, event);
  const row = await scope.providerEvents.take(
    {
      provider: name,
      event_id: event.eventId,
      type: event.type,
      object_id: event.objectId,
      appointment_id: order?.appointment_id ?? null,
      order_id: order?.id ?? null,
    },
    now,
  );
  if (row.processed_at) return { done: true };
  if (order) return { done: false, order };
  await flagUnmatched(scope, name, event, now);
  return { done: true };
}

/** By our own ids in the metadata, else by what the provider calls the thing. */
async function orderOf(scope: Scope, name: ProviderName, event: ProviderEvent): Promise<OrderRow | null> {
  const named = isUuid(event.orderId) ? await scope.orders.find(event.orderId) : null;
  if (named?.provider === name) return named;
  const bySession = event.about === 'checkout' ? await scope.orders.findBySession(name, event.objectId) : null;
  if (bySession) return bySession;
  const byPayment = event.paymentId ? await scope.orders.findByPayment(name, event.paymentId) : null;
  if (byPayment) return byPayment;
  const refund = event.about === 'refund' ? await scope.payments.findRefundByProviderId(event.objectId) : null;
  return refund && scope.orders.find(refund.order_id);
}

/** Money that no order explains is for a person: shown once per object, in the first clinic. */
async function flagUnmatched(scope: Scope, provider: ProviderName, event: ProviderEvent, now: Date): Promise<void> {
  const clinic = MONEYLESS.test(event.type) ? null : await scope.clinics.default();
  if (clinic) {
    const opened = await scope.attention.openUnmatched(clinic.id, { provider, object_id: event.objectId }, now);
    if (opened) {
      await scope.audit.record(
        {
          action: 'attention.opened',
          entity: 'attention',
          entityId: event.objectId,
          clinicId: clinic.id,
          details: { code: 'unmatched_payment', provider, type: event.type },
        },
        now,
      );
    }
  }
  await scope.providerEvents.markProcessed(provider, [event.eventId], 'unmatched', now);
}
