import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, it } from 'node:test';
import {
  type IncomingEvent,
  ProviderEventRepository,
} from '../../../src/models/repositories/payments/provider-events.js';
import { sqlOf } from '../../../src/models/sql.js';
import { takeTogether } from '../../../src/usecases/payments/webhooks/take-together.js';
import { Steps } from '../../support/steps.js';

let steps: Steps;
before(async () => {
  steps = await Steps.open();
});
after(() => steps.close());

function event(change: Partial<IncomingEvent>): IncomingEvent {
  const what = { about: 'checkout', change: 'completed', label: 'checkout.session.completed' } as const;
  return {
    provider: 'stripe',
    eventId: `evt_${randomUUID()}`,
    ...what,
    objectId: `cs_${randomUUID()}`,
    orderId: null,
    paymentId: null,
    ...change,
  };
}

it('stores a burst with the order of each event; one that is named twice is stored once', async () => {
  const { id, order } = await steps.payable();
  const session = [...steps.bank.checkouts.values()].find(({ orderId }) => orderId === order)?.sessionId ?? '';
  const unknown = randomUUID();
  const byOrder = event({ orderId: order });
  const burst = {
    byOrder,
    again: { ...byOrder, label: 'checkout.session.async_payment_succeeded' },
    bySession: event({ objectId: session }),
    ofNobody: event({}),
    ofUnknownOrder: event({ orderId: unknown }),
    earlyRefund: event({ about: 'refund', change: 'updated', objectId: `re_${randomUUID()}` }),
  };
  const inbox = takeTogether(() => new ProviderEventRepository(sqlOf(steps.pool)));
  const alone = inbox.take(event({ orderId: order }), steps.now());
  const rows = await Promise.all(Object.values(burst).map((one) => inbox.take(one, steps.now())));
  assert.equal((await alone)?.subjectId, id);
  const found = Object.fromEntries(Object.keys(burst).map((name, at) => [name, rows[at]]));
  assert.deepEqual([found.byOrder?.orderId, found.byOrder?.subjectId], [order, id]);
  assert.equal(found.again?.eventId, byOrder.eventId);
  assert.deepEqual([found.bySession?.orderId, found.bySession?.subjectId], [order, id]);
  assert.equal(found.ofNobody, null, 'a checkout that names no order of ours is not stored');
  assert.deepEqual([found.ofUnknownOrder?.orderId, found.ofUnknownOrder?.subjectId], [null, null]);
  assert.equal(found.earlyRefund?.orderId, null);
  const ids = Object.values(burst).map(({ eventId }) => eventId);
  const stored = await steps.sql('select event_id from provider_events where event_id = any($1)', [ids]);
  assert.equal(stored.length, 4);
});

it('takes the same bursts at the same time from several connections, in any order', async () => {
  const { order } = await steps.payable();
  const events = Array.from({ length: 40 }, () => event({ orderId: order }));
  const inbox = new ProviderEventRepository(sqlOf(steps.pool));
  const bursts = [events, [...events].reverse(), events, [...events].reverse()];
  const taken = await Promise.all(bursts.map((burst) => inbox.takeAll(burst, steps.now())));
  assert.deepEqual(
    taken.map((rows) => rows.length),
    [40, 40, 40, 40],
  );
});

it('a row that somebody holds keeps back neither its own redelivery nor the events that come with it', async () => {
  const { order } = await steps.payable();
  const held = event({ orderId: order });
  const inbox = takeTogether(() => new ProviderEventRepository(sqlOf(steps.pool)));
  assert.ok(await inbox.take(held, steps.now()));
  const holder = await steps.pool.connect();
  try {
    await holder.query('begin');
    await holder.query('select 1 from provider_events where event_id = $1 for update', [held.eventId]);
    const others = [event({ orderId: order }), event({ orderId: order })];
    const taken = await Promise.all([held, ...others].map((one) => inbox.take(one, steps.now())));
    assert.deepEqual(
      taken.map((row) => row?.eventId),
      [held, ...others].map(({ eventId }) => eventId),
    );
  } finally {
    await holder.query('rollback');
    holder.release();
  }
});
