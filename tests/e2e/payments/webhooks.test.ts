import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import Stripe from 'stripe';
import { type PayableVisit, Stage } from '../../support/stage.js';

const HOUR = 3_600_000;

let stage: Stage;
before(async () => {
  stage = await Stage.open();
});
after(() => stage.close());

/** Posts a notice to the webhook route as the bank would, signed unless another signature is given. */
async function notify(event: Record<string, unknown>, signature?: string): Promise<number> {
  const payload = JSON.stringify({ object: 'event', api_version: '2025-01-01', created: 1, livemode: false, ...event });
  const secret = String(stage.clinic.core.settings.STRIPE_WEBHOOK_SECRET);
  const signed = signature ?? Stripe.webhooks.generateTestHeaderString({ payload, secret });
  const response = await fetch(`${stage.clinic.apiUrl}/webhook/stripe/`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'stripe-signature': signed },
    body: payload,
  });
  await response.body?.cancel();
  return response.status;
}

function aboutSession(visit: PayableVisit, type: string, id = `evt_${randomUUID()}`) {
  const metadata = { order_id: visit.order, appointment_id: visit.id };
  return { id, type, data: { object: { id: visit.session, object: 'checkout.session', metadata } } };
}

test('webhooks in any order, twice, unknown and forged', { concurrency: true }, async (t) => {
  await Promise.all([
    t.test('the second notice comes first', async () => {
      const visit = await stage.payable(HOUR);
      await stage.pay(visit, { outcome: 'processing', webhook: 'lose' });
      await stage.pay(visit, { outcome: 'async_paid', webhook: 'lose' });
      assert.equal(await notify(aboutSession(visit, 'checkout.session.async_payment_succeeded')), 200);
      await stage.reaches(visit, 'booked', 'paid');
      assert.equal(await notify(aboutSession(visit, 'checkout.session.completed')), 200);
      assert.equal(await notify(aboutSession(visit, 'checkout.session.expired')), 200);
      await stage.inboxEmpty(visit);
      assert.deepEqual(await stage.moves(visit), ['pending', 'booked']);
      await stage.told(visit, ['booking_held', 'booking_confirmed']);
    }),
    t.test('one notice, many times', async () => {
      const visit = await stage.payable(HOUR);
      await stage.pay(visit, { outcome: 'paid', webhook: 'lose' });
      const event = aboutSession(visit, 'checkout.session.completed');
      const answers = await Promise.all(Array.from({ length: 10 }, () => notify(event)));
      assert.deepEqual([...new Set(answers)], [200]);
      await stage.reaches(visit, 'booked', 'paid');
      await stage.told(visit, ['booking_held', 'booking_confirmed']);
      assert.equal(
        (
          await stage.sql('select 1 from payments where order_id in (select id from orders where subject_id = $1)', [
            visit.id,
          ])
        ).length,
        1,
      );
    }),
    t.test('a notice is only a hint: what it claims is looked up', async () => {
      const visit = await stage.payable(HOUR);
      const claim = aboutSession(visit, 'checkout.session.completed');
      Object.assign(claim.data.object, { payment_status: 'paid', status: 'complete' });
      assert.equal(await notify(claim), 200);
      await stage.inboxEmpty(visit);
      assert.equal((await stage.row(visit)).status, 'pending');
    }),
    t.test('an unknown kind, an unknown session, a bad signature', async () => {
      const visit = await stage.payable(HOUR);
      assert.equal(
        await notify({ id: `evt_${randomUUID()}`, type: 'customer.created', data: { object: { id: 'cus_1' } } }),
        200,
      );
      const stranger = { ...visit, session: `cs_test_${randomUUID()}`, order: randomUUID() };
      assert.equal(await notify(aboutSession(stranger, 'checkout.session.completed')), 200);
      assert.equal(await notify(aboutSession(visit, 'checkout.session.completed'), 't=1,v1=00'), 400);
      const text = "select 1 from attention where code = 'unmatched_payment' and context->>'objectId' = $1";
      assert.equal((await stage.sql(text, [stranger.session])).length, 1, 'money that nobody explains is shown');
      assert.deepEqual(
        await stage.sql(
          'select 1 from provider_events where order_id in (select id from orders where subject_id = $1)',
          [visit.id],
        ),
        [],
      );
    }),
    t.test('signed, and of no shape that anybody expects: 200, and nothing is shown', async () => {
      const visit = await stage.payable(HOUR);
      const about = () => aboutSession(visit, 'checkout.session.completed');
      const shapes: readonly Record<string, unknown>[] = [
        { ...about(), data: undefined },
        { ...about(), data: null },
        { ...about(), id: undefined },
        { ...about(), type: undefined },
        { ...about(), id: 7 },
        { ...about(), id: 'evt_\u0000' },
        { ...about(), data: { object: { id: 'cs_\u0000', object: 'checkout.session' } } },
        { ...about(), data: { object: { id: 'cs_shop', object: 'checkout.session', metadata: { order_id: '7' } } } },
        { ...about(), account: 'acct_other' },
        { ...about(), livemode: true },
        { object: 'v2.core.event', id: 'evt_2', type: 'v2.core.event_destination.ping' },
      ];
      for (const shape of shapes) assert.equal(await notify(shape), 200, JSON.stringify(shape));
      const shown = "select 1 from attention where context->>'objectId' = any($1)";
      assert.deepEqual(await stage.sql(shown, [[visit.session, 'cs_shop']]), []);
      assert.deepEqual(
        await stage.sql(
          'select 1 from provider_events where order_id in (select id from orders where subject_id = $1)',
          [visit.id],
        ),
        [],
      );
      const metrics = await (await fetch(`${stage.clinic.apiUrl}/metrics`)).text();
      const total = /^keepwell_webhooks_unreadable_total\{provider="stripe"\} (\d+)$/m.exec(metrics)?.[1];
      assert.ok(Number(total) >= 6, `${total} unreadable ones are counted`);
    }),
    t.test('a notice that comes before the session is stored', async () => {
      const visit = await stage.payable(HOUR);
      await stage.pay(visit, { outcome: 'paid', webhook: 'lose' });
      // As it is when the API dies between the bank's answer and its own commit.
      await stage.sql(
        "update orders set status = 'creating', provider_session_id = null, checkout_url = null where id = $1",
        [visit.order],
      );
      assert.equal(await notify(aboutSession(visit, 'checkout.session.completed')), 200);
      await stage.reaches(visit, 'booked', 'paid');
      const sessions = await stage.sql('select provider_session_id from orders where subject_id = $1', [visit.id]);
      assert.deepEqual(sessions, [{ provider_session_id: visit.session }]);
    }),
  ]);
  await stage.moneyAgrees();
});

// Alone: another test's maintenance would hand it on as well.
test('a notice that was stored and never handed on', async () => {
  const visit = await stage.payable(HOUR);
  await stage.pay(visit, { outcome: 'paid', webhook: 'lose' });
  await stage.sql(
    `insert into provider_events (provider, event_id, about, change, label, object_id, order_id)
     values ('stripe', $1, 'checkout', 'completed', 'checkout.session.completed', $2, $3)`,
    [`evt_${randomUUID()}`, visit.session, visit.order],
  );
  const done = await stage.maintain();
  assert.ok(done.redriven >= 1);
  await stage.reaches(visit, 'booked', 'paid');
  await stage.inboxEmpty(visit);
  await stage.moneyAgrees();
});
