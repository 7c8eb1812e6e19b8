import { type Findings, groupBy } from './findings.js';
import type { World } from './world.js';

/** Kinds of events that move something here; the others are answered and forgotten. */
const MOVING =
  /^(checkout\.session\.(completed|expired|async_payment_succeeded|async_payment_failed)|refund\.|charge\.dispute\.)/;

/** Invariant 4: a webhook that was answered with 200 has had its effect, once. */
export function checkWebhooks(world: World, findings: Findings): void {
  const { deliveries } = world.facts;
  const rows = groupBy(world.events, (event) => event.event_id);
  const taken = deliveries.filter((delivery) => delivery.status === 200 && MOVING.test(delivery.type));
  findings.each(
    4,
    'an event answered 200 is processed once',
    groupBy(taken, (delivery) => delivery.eventId),
    ([id]) => {
      const stored = rows.get(id) ?? [];
      if (stored.length !== 1) return `event ${id} is stored ${stored.length} times`;
      return stored[0]?.processed_at ? null : `${stored[0]?.type} ${id} was not processed`;
    },
  );
  findings.each(4, 'every stored event is processed', world.events, (event) =>
    event.processed_at ? null : `${event.type} ${event.event_id}`,
  );
  findings.each(4, 'the API refuses no genuine webhook', deliveries, (delivery) =>
    delivery.status !== null && delivery.status >= 400 && delivery.status < 500
      ? `${delivery.type} ${delivery.eventId} was answered ${delivery.status}`
      : null,
  );
  checkSessions(world, findings);
}

/** What an order may be when its session is open, paid, or closed without money. */
function checkSessions(world: World, findings: Findings): void {
  const sessions = new Map(world.sessions.map((session) => [session.id, session]));
  const payments = groupBy(world.payments, (payment) => payment.order_id);
  findings.each(
    4,
    'an order agrees with its session',
    world.orders.filter((order) => order.provider_session_id),
    (order) => {
      const session = sessions.get(order.provider_session_id ?? '');
      if (!session) return `order ${order.id}: no session ${order.provider_session_id}`;
      const paid = session.payment_status !== 'unpaid';
      const said = `order ${order.id} is ${order.status}, its session ${session.status} and ${session.payment_status}`;
      const known = (payments.get(order.id) ?? []).length;
      if (paid !== (known === 1)) return `${said}: ${known} payments`;
      const moneyless = ['creating', 'pending', 'expired', 'cancelled'].includes(order.status);
      // A surplus payment, and one of a wrong amount, leave their order expired.
      const other = (payments.get(order.id) ?? []).some((payment) => payment.purpose !== 'appointment');
      return paid === moneyless && !other ? said : null;
    },
  );
  findings.each(4, 'a session belongs to one order', sessions.keys(), (id) => {
    const owners = world.orders.filter((order) => order.provider_session_id === id);
    return owners.length === 1 ? null : `session ${id} is on ${owners.length} orders`;
  });
}
