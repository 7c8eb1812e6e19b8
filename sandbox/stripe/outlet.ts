import Stripe from 'stripe';
import type { Faults } from '../faults.js';
import type { Store } from '../store.js';
import type { Outlet } from '../webhooks.js';

/** Stripe's notices: the event itself, signed with the secret of the endpoint. */
export function stripeOutlet(store: Store, faults: Faults, url: string, secret: string): Outlet {
  return {
    url,
    faults,
    noticeOf(id) {
      const event = store.get('events', id);
      if (!event) return undefined;
      const payload = JSON.stringify(event, null, 2);
      const headers = {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
        'stripe-signature': Stripe.webhooks.generateTestHeaderString({ payload, secret }),
      };
      return { payload, headers };
    },
  };
}
