import { createHmac } from 'node:crypto';
import { type Move, owe } from '../events.js';
import type { Faults } from '../faults.js';
import { newId } from '../ids.js';
import type { Store } from '../store.js';
import type { Outlet } from '../webhooks.js';

/** The events that the sandbox sends: Paystack reports money that moved and disputes, never of a failed charge. */
type EventName =
  | 'charge.success'
  | `charge.dispute.${'create' | 'remind' | 'resolve'}`
  | `refund.${'pending' | 'processing' | 'processed' | 'failed' | 'needs-attention'}`;

/** Records that something happened and, unless the notice is to be lost, owes its delivery. */
export function notify({ tx, webhook }: Move, event: EventName, data: object): void {
  if (webhook.mode === 'lose') return;
  const id = newId('event');
  tx.put('paystack_events', { id, body: { event, data }, at: Date.now() });
  owe(tx, webhook, id, 'paystack');
}

/** Paystack's notices: `{event, data}`, signed with the secret key itself and without a time. */
export function paystackOutlet(store: Store, faults: Faults, url: string, secretKey: string): Outlet {
  return {
    url,
    faults,
    noticeOf(id) {
      const event = store.get('paystack_events', id);
      if (!event) return undefined;
      const payload = JSON.stringify(event.body);
      const headers = {
        'content-type': 'application/json',
        'user-agent': 'Paystack/2.0',
        'x-paystack-signature': createHmac('sha512', secretKey).update(payload).digest('hex'),
      };
      return { payload, headers };
    },
  };
}
