import { randomUUID } from 'node:crypto';
import Stripe from 'stripe';
import type { Bookings } from './bookings.js';
import type { Product } from './product.js';
import { type Call, load } from './reads.js';

/** Orders that the events are about: events come for many appointments in turn. */
const ORDERS = 50;

interface Order {
  readonly id: string;
  readonly appointment: string;
  readonly session: string;
}

/** Signed events about open orders, each with an id of its own, sent to either side's route. */
export class Webhooks {
  private orders: Promise<readonly Order[]> | undefined;
  private sent = 0;

  constructor(
    private readonly product: Product,
    private readonly bookings: Bookings,
  ) {}

  /** Requests per second. */
  async load(url: string, path: string, size: { readonly connections: number; readonly seconds: number }) {
    const orders = await this.open();
    return load({ url, calls: () => this.event(path, orders), ...size });
  }

  /** How many events the product has stored and not processed yet. */
  async waiting(): Promise<number> {
    const text = 'select count(*)::int as count from provider_events where processed_at is null';
    const { rows } = await this.product.core.pool.query<{ count: number }>(text);
    return rows[0]?.count ?? 0;
  }

  /** The orders, opened once. */
  open(): Promise<readonly Order[]> {
    this.orders ??= this.openAll();
    return this.orders;
  }

  private async openAll(): Promise<readonly Order[]> {
    const orders: Order[] = [];
    for (const { id, token } of this.bookings.all.slice(-ORDERS)) {
      const answer = await fetch(`${this.product.url}/api/v1/orders/`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ appointmentId: id }),
      });
      const order = (await answer.json()) as { order_id: string; checkout_url: string };
      if (answer.status !== 201) throw new Error(`an order was answered ${answer.status}: ${JSON.stringify(order)}`);
      orders.push({ id: order.order_id, appointment: id, session: order.checkout_url.split('/').at(-1) ?? '' });
    }
    return orders;
  }

  private event(path: string, orders: readonly Order[]): Call {
    const order = orders[this.sent % orders.length];
    this.sent += 1;
    const payload = JSON.stringify({
      id: `evt_${randomUUID()}`,
      object: 'event',
      type: 'checkout.session.completed',
      data: {
        object: {
          id: order?.session,
          object: 'checkout.session',
          payment_status: 'unpaid',
          metadata: { order_id: order?.id, appointment_id: order?.appointment },
        },
      },
    });
    const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret: this.product.webhookSecret });
    return {
      method: 'POST',
      path,
      headers: { 'content-type': 'application/json', 'stripe-signature': signature },
      body: payload,
    };
  }
}
