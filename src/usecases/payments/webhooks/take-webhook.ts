import {
  type PaymentProvider,
  type ProviderEvent,
  WebhookRefused,
  WebhookUnreadable,
} from '../../../adapters/payments/port.js';
import { webhookOf } from '../../../domain/actor.js';
import { DomainError, notFound } from '../../../domain/errors.js';
import { isUuid } from '../../../domain/ids.js';
import { isOpenOrder, type ProviderName } from '../../../domain/payments/orders.js';
import type { PaymentEvent } from '../../../domain/payments/payment-event.js';
import type { ClinicsScope } from '../../../models/repositories/clinics/public.js';
import type { ProviderEventRepository } from '../../../models/repositories/payments/provider-events.js';
import type { PaymentsScope } from '../../../models/repositories/payments/slice.js';
import type { SupportScope } from '../../../models/repositories/support/public.js';
import type { UnitOfWork } from '../../../models/scope.js';
import { failPoint } from '../../../observability/fail-points.js';
import type { Logger } from '../../../observability/logger.js';
import type { ShowEntry } from '../show-entry.js';

type Scope = ClinicsScope & PaymentsScope & SupportScope;

export interface TakeWebhookDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  /** The inbox outside a transaction: one statement, durable when it answers. */
  readonly inbox: Pick<ProviderEventRepository, 'take'>;
  /** Dispatches the event to its appointment, after the answer. */
  readonly dispatch: (event: PaymentEvent) => void;
  readonly showEntry: ShowEntry;
  readonly providers: (name: ProviderName) => PaymentProvider;
  /** Those that are set up. */
  readonly gateways: readonly ProviderName[];
  /** Counts a signed webhook that could not be read. */
  readonly countUnreadable: (name: ProviderName) => void;
  readonly logger: Logger;
  readonly now: () => Date;
}

export interface WebhookAnswer {
  received: true;
}

/**
 * Takes a provider's webhook: verified, stored, and only then answered; its appointment is signalled after that. Whatever
 * fails after the storing, a redelivery or the maintenance schedule dispatches again; the event acts once. What is
 * signed and not ours is answered and forgotten, and so is, with a log line, what is signed and cannot be read: the
 * provider would only send it again.
 * @throws DomainError not_found for a provider that is not set up; validation_failed for a bad signature; unavailable
 *   when it could not be taken (the provider retries)
 */
export function takeWebhook(deps: TakeWebhookDeps) {
  return async (name: ProviderName, rawBody: Buffer, signature: string | undefined): Promise<WebhookAnswer> => {
    if (!deps.gateways.includes(name)) throw notFound('Webhook');
    const event = readVerified(deps, name, rawBody, signature);
    if (event) await store(deps, name, event);
    return { received: true };
  };
}

async function store(deps: TakeWebhookDeps, name: ProviderName, event: ProviderEvent): Promise<void> {
  const { eventId, about, objectId, orderId } = event;
  const incoming = { ...event, provider: name, orderId: isUuid(orderId) ? orderId : null };
  const taken = await deps.inbox.take(incoming, deps.now());
  failPoint('webhook.stored');
  if (!taken || taken.processedAt) return;
  if (taken.subjectId && taken.orderId) {
    if (event.change === 'closed' && (await isAnswered(deps, name, eventId, taken.orderId))) return;
    deps.dispatch({
      provider: name,
      eventId,
      about,
      objectId,
      subjectId: taken.subjectId,
      orderId: taken.orderId,
    });
  } else if (isUuid(orderId)) {
    const by = webhookOf(name, { event: eventId, clinics: 'all', entry: `${name}/${objectId}` });
    const opened = await deps.unitOfWork.withScope(by, (scope) => flagUnmatched(scope, name, event, deps.now()));
    // Beside the answer: it is on record, and the provider waits.
    if (opened) void deps.showEntry(opened, 'opened');
  }
}

/** Whether the order knows already that its checkout has ended: then there is nothing to look up. */
function isAnswered(deps: TakeWebhookDeps, name: ProviderName, eventId: string, orderId: string): Promise<boolean> {
  const by = webhookOf(name, { event: eventId, order: orderId });
  return deps.unitOfWork.withScope(by, async (scope) => {
    const order = await scope.orders.find(orderId);
    if (!order || isOpenOrder(order)) return false;
    await scope.providerEvents.markProcessed(name, [eventId], 'known', deps.now());
    return true;
  });
}

/** The event; null when it is signed and cannot be read. @throws DomainError validation_failed for a bad signature */
function readVerified(
  deps: TakeWebhookDeps,
  name: ProviderName,
  rawBody: Buffer,
  signature: string | undefined,
): ProviderEvent | null {
  try {
    return deps.providers(name).readWebhook(rawBody, signature);
  } catch (error) {
    if (error instanceof WebhookUnreadable) {
      deps.countUnreadable(name);
      deps.logger.warn('a signed webhook could not be read', { provider: name, reason: error.message });
      return null;
    }
    if (!(error instanceof WebhookRefused)) throw error;
    const refusal = new DomainError('validation_failed', 'The webhook is not signed as it should be.');
    refusal.cause = error;
    throw refusal;
  }
}

/**
 * Money under an order id of our form that we do not have is for a person: shown once per object, in the first clinic.
 * The id of the new entry, if there is one.
 */
async function flagUnmatched(
  scope: Scope,
  provider: ProviderName,
  event: ProviderEvent,
  now: Date,
): Promise<string | null> {
  // A checkout that ended without money and is of no order of ours is nothing to look for.
  const clinic = event.change === 'closed' ? null : await scope.clinics.default();
  let opened: string | null = null;
  if (clinic) {
    opened = await scope.attention.openUnmatched(clinic.id, { provider, id: event.objectId }, now);
    if (opened) {
      await scope.audit.record(
        {
          action: 'attention.opened',
          entity: 'attention',
          entityId: event.objectId,
          clinicId: clinic.id,
          details: { code: 'unmatched_payment', provider, type: event.label },
        },
        now,
      );
    }
  }
  await scope.providerEvents.markProcessed(provider, [event.eventId], 'unmatched', now);
  return opened;
}
