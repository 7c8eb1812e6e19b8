import { orderIn } from './our-metadata.js';
import { type ProviderEvent, WebhookUnreadable } from './port.js';
import { type Members, membersOf, nameOf, requiredName } from './signed-body.js';

const CHECKOUT_EVENTS = new Set([
  'checkout.session.completed',
  'checkout.session.expired',
  'checkout.session.async_payment_succeeded',
  'checkout.session.async_payment_failed',
]);
const REFUND_EVENTS = new Set(['refund.created', 'refund.updated', 'refund.failed']);

function subjectOf(type: string): ProviderEvent['about'] {
  if (CHECKOUT_EVENTS.has(type)) return 'checkout';
  if (REFUND_EVENTS.has(type)) return 'refund';
  return type.startsWith('charge.dispute.') ? 'dispute' : null;
}

/**
 * Reads a signed event of Stripe (docs, The Event object). Forgotten are kinds that move no money, thin events (docs,
 * Event destinations: they carry no object), events of a connected account, and events of the other mode than our
 * key's: a test payment is no money.
 * @throws WebhookUnreadable
 */
export function toEvent(event: Members, live: boolean | null): ProviderEvent {
  const [eventId, type] = [requiredName(event.id, 'id'), requiredName(event.type, 'type')];
  const about = subjectOf(type);
  if (about === null || isForeign(event, live)) {
    return { eventId, type, about: null, objectId: eventId, orderId: null, paymentId: null };
  }
  const object = membersOf(membersOf(event.data)?.object);
  if (!object) throw new WebhookUnreadable('data.object is missing');
  return {
    eventId,
    type,
    about,
    objectId: requiredName(object.id, 'data.object.id'),
    orderId: orderIn(object.metadata),
    paymentId: nameOf(membersOf(object.payment_intent)?.id ?? object.payment_intent),
  };
}

/** `account` names the connected account that an event is from; our own key cannot look anything up there. */
function isForeign({ account, livemode }: Members, live: boolean | null): boolean {
  const ownAccount = account === undefined || account === null;
  return !ownAccount || (live !== null && typeof livemode === 'boolean' && livemode !== live);
}
