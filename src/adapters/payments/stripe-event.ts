import { orderIn } from './our-metadata.js';
import { type ProviderEvent, WebhookUnreadable } from './port.js';
import { type Members, membersOf, nameOf, requiredName } from './signed-body.js';

type Meaning = Pick<ProviderEvent, 'about' | 'change'>;

const MEANINGS: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['checkout.session.completed', { about: 'checkout', change: 'completed' }],
  ['checkout.session.async_payment_succeeded', { about: 'checkout', change: 'paid' }],
  ['checkout.session.expired', { about: 'checkout', change: 'closed' }],
  ['checkout.session.async_payment_failed', { about: 'checkout', change: 'closed' }],
  ['refund.created', { about: 'refund', change: 'updated' }],
  ['refund.updated', { about: 'refund', change: 'updated' }],
  ['refund.failed', { about: 'refund', change: 'updated' }],
]);

/** Null for kinds that move no money. */
function meaningOf(type: string): Meaning | null {
  return MEANINGS.get(type) ?? (type.startsWith('charge.dispute.') ? { about: 'dispute', change: 'updated' } : null);
}

/**
 * Reads a signed event of Stripe (docs, The Event object). Forgotten are kinds that move no money, thin events (docs,
 * Event destinations: they carry no object), events of a connected account, and events of the other mode than our
 * key's: a test payment is no money.
 * @throws WebhookUnreadable
 */
export function toEvent(event: Members, live: boolean | null): ProviderEvent | null {
  const [eventId, type] = [requiredName(event.id, 'id'), requiredName(event.type, 'type')];
  const meaning = meaningOf(type);
  if (meaning === null || isForeign(event, live)) return null;
  const object = membersOf(membersOf(event.data)?.object);
  if (!object) throw new WebhookUnreadable('data.object is missing');
  return {
    eventId,
    ...meaning,
    label: type,
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
