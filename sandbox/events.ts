import { parseDuration } from './duration.js';
import { newId } from './ids.js';
import type { Tx } from './store.js';
import { API_VERSION, type Delivery, type StoredEvent, unixNow } from './stripe/objects.js';

/** What becomes of the notices of a move. */
export type WebhookChoice =
  | { readonly mode: 'send' | 'duplicate' | 'lose' }
  | { readonly mode: 'delay'; readonly ms: number };

/** The usual choice. */
export const SEND: WebhookChoice = { mode: 'send' };

/** Reads `send`, `duplicate`, `lose` or `delay:<duration>`; undefined when it is none of them. */
export function parseWebhookChoice(text: string): WebhookChoice | undefined {
  if (text === 'send' || text === 'duplicate' || text === 'lose') return { mode: text };
  const ms = text.startsWith('delay:') ? parseDuration(text.slice('delay:'.length)) : undefined;
  return ms === undefined ? undefined : { mode: 'delay', ms };
}

/** One move of the bank: the transaction it belongs to, and how the clinic is notified of it. */
export interface Move {
  readonly tx: Tx;
  readonly webhook: WebhookChoice;
  /** The API request behind the move, when there is one. */
  readonly request?: { readonly id: string; readonly idempotency_key: string | null };
}

/** Records that something happened and, unless the notice is to be lost, owes its delivery. */
export function emit({ tx, webhook, request }: Move, type: string, object: object): StoredEvent {
  const event: StoredEvent = {
    id: newId('event'),
    object: 'event',
    api_version: API_VERSION,
    created: unixNow(),
    data: { object },
    livemode: false,
    pending_webhooks: webhook.mode === 'lose' ? 0 : 1,
    request: request ?? { id: null, idempotency_key: null },
    type,
  };
  tx.put('events', event);
  owe(tx, webhook, event.id);
  return event;
}

/** Owes the deliveries of an event, as many and as late as was chosen. */
export function owe(tx: Tx, webhook: WebhookChoice, event: string, from?: Delivery['from']): void {
  if (webhook.mode === 'lose') return;
  const due = Date.now() + (webhook.mode === 'delay' ? webhook.ms : 0);
  const times = webhook.mode === 'duplicate' ? 2 : 1;
  for (let n = 0; n < times; n++)
    tx.put('deliveries', { id: newId('delivery'), event, due, ...(from ? { from } : {}) });
}
