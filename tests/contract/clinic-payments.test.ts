import assert from 'node:assert/strict';
import { until } from '../support/client.js';
import {
  act,
  assertMoneyAgrees,
  booked,
  type DueVisit,
  everyTill,
  gatewayOf,
  ordersOf,
  sharedStage,
  type Till,
  type TillCase,
} from '../support/till.js';
import { DESK_TILL, WAIVED_TILL } from '../support/till-by-hand.js';
import { PAYSTACK_TILL, STRIPE_TILL } from '../support/till-gateways.js';

const LOST = { outcome: 'paid', webhook: 'lose' };

/** Paid and booked once, in everybody's eyes. */
async function assertBookedOnce(till: Till, visit: DueVisit): Promise<void> {
  const { stage } = till;
  await stage.reaches(visit, 'booked', 'paid');
  await stage.told(visit, ['booking_held', 'booking_confirmed']);
  assert.deepEqual(await stage.moves(visit), ['pending', 'booked']);
  const text =
    'select provider, currency, amount, purpose from payments where order_id in (select id from orders where subject_id = $1)';
  const paid = { provider: till.name, currency: till.currency, amount: 8000, purpose: 'appointment' };
  assert.deepEqual(await stage.sql(text, [visit.id]), [paid]);
  assert.equal((await till.bank(visit)).filter(({ type }) => type === 'charge').length, 1);
  await assertMoneyAgrees(till, visit);
}

async function assertStillHeld({ stage }: Till, visit: DueVisit): Promise<void> {
  const { status, payment_status } = await stage.row(visit);
  assert.deepEqual([status, payment_status], ['pending', 'unpaid']);
}

/** Another page for the visit, through the API. */
async function another(till: Till, visit: DueVisit): Promise<DueVisit> {
  const { status, body } = await gatewayOf(till).ask(visit);
  assert.equal(status, 201, JSON.stringify(body));
  assert.notEqual(body.order_id, visit.order);
  const [row] = await till.stage.sql<{ session: string }>(
    'select provider_session_id as session from orders where id = $1',
    [body.order_id],
  );
  return { ...visit, order: String(body.order_id), session: String(row?.session), url: String(body.checkout_url) };
}

const CASES: readonly TillCase[] = [
  {
    name: 'is booked once nothing is owed any more, with an order that says who took how much',
    needs: [],
    run: async (till) => {
      const visit = await booked(till);
      const [order, ...more] = await ordersOf(till, visit);
      assert.deepEqual(more, []);
      assert.deepEqual([order.provider, order.status, order.currency], [till.name, 'paid', till.currency]);
      const nothing = till.name === 'waived';
      assert.equal(order.amount, nothing ? 0 : 8000);
      assert.equal((await till.stage.row(visit)).payment_status, nothing ? 'waived' : 'paid');
      assert.deepEqual(await till.stage.attention(visit), []);
      await assertMoneyAgrees(till, visit);
    },
  },
  {
    name: 'is paid once, however it is told',
    needs: ['money'],
    run: async (till) => {
      const visit = await till.payable();
      await till.pay(visit);
      const [order] = await ordersOf(till, visit);
      await Promise.all([1, 2, 3].map(() => visit.api.post(`/api/v1/orders/${order.id}/refresh/`, {})));
      await assertBookedOnce(till, visit);
    },
  },
  {
    name: 'is paid with another card after one was declined',
    needs: ['page'],
    run: async (till) => {
      const visit = await till.payable();
      await gatewayOf(till).press(visit, { outcome: 'declined' });
      await gatewayOf(till).press(visit, { outcome: 'declined' });
      await assertStillHeld(till, visit);
      await till.pay(visit);
      await assertBookedOnce(till, visit);
    },
  },
  {
    name: 'takes a notice that comes ten times at once for one, and a forged one for none',
    needs: ['page'],
    run: async (till) => {
      const { notices, notify, press } = gatewayOf(till);
      const visit = await till.payable();
      await press(visit, LOST);
      const [notice = {}] = await notices(visit);
      assert.equal(await notify(notice, 't=1,v1=00'), 400);
      const text = 'select 1 from provider_events where order_id in (select id from orders where subject_id = $1)';
      assert.deepEqual(await till.stage.sql(text, [visit.id]), [], 'nothing of it is kept');
      const answers = await Promise.all(Array.from({ length: 10 }, () => notify(notice)));
      assert.deepEqual([...new Set(answers)], [200]);
      await assertBookedOnce(till, visit);
      assert.equal((await till.stage.sql(text, [visit.id])).length, 1);
      await till.stage.inboxEmpty(visit);
    },
  },
  {
    name: 'takes notices in any order, and looks up what they claim',
    needs: ['page'],
    run: async (till) => {
      const { notices, notify, press } = gatewayOf(till);
      const visit = await till.payable();
      const told = [...(await notices(visit))].reverse();
      const claim = told.at(-1);
      assert.ok(claim);
      assert.equal(await notify({ ...claim, id: 'evt_claim' }), 200);
      await till.stage.inboxEmpty(visit);
      await assertStillHeld(till, visit);
      await press(visit, { outcome: 'processing', webhook: 'lose' });
      await press(visit, { outcome: 'async_paid', webhook: 'lose' });
      await till.stage.sql(
        'delete from provider_events where order_id in (select id from orders where subject_id = $1)',
        [visit.id],
      );
      for (const notice of told) assert.equal(await notify(notice), 200);
      await assertBookedOnce(till, visit);
      await till.stage.inboxEmpty(visit);
    },
  },
  {
    name: 'is found paid by the return page when no notice came',
    needs: ['page'],
    run: async (till) => {
      const visit = await till.payable();
      await gatewayOf(till).press(visit, LOST);
      await visit.api.post(`/api/v1/orders/${visit.order}/refresh/`, {});
      await assertBookedOnce(till, visit);
    },
  },
  {
    name: 'has one page, however many ask for it at once',
    needs: ['page'],
    run: async (till) => {
      const { ask, pages } = gatewayOf(till);
      const visit = await till.stage.hold(48 * 3_600_000);
      const replies = await Promise.all(Array.from({ length: 5 }, () => ask(visit)));
      for (const { status, body } of replies) {
        assert.ok(status === 201 || body.code === 'order_exists', JSON.stringify(body));
      }
      assert.equal(await pages(visit), 1);
      assert.equal((await till.stage.sql('select 1 from orders where subject_id = $1', [visit.id])).length, 1);
    },
  },
  {
    name: 'sends whoever asks again to the page that is open',
    needs: ['page'],
    run: async (till) => {
      const visit = await till.payable();
      for (const more of [{}, { provider: till.name }]) {
        const { status, body } = await gatewayOf(till).ask(visit, more);
        assert.deepEqual(
          [status, body.code, body.existing_order, body.payment_url],
          [400, 'order_exists', visit.order, visit.url],
        );
      }
      assert.equal(await gatewayOf(till).pages(visit), 1);
    },
  },
  {
    name: 'opens another page when the first has ended by itself',
    needs: ['page'],
    run: async (till) => {
      const { stage } = till;
      const visit = await till.payable();
      if (till.name === 'stripe') await gatewayOf(till).press(visit, { outcome: 'expired', webhook: 'lose' });
      // As it is half an hour later, in a window that staff have extended.
      const past = Math.floor(Date.now() / 1000) - 1;
      await stage.sql(
        "update orders set request = request || jsonb_build_object('expiresAtSeconds', $2::int) where id = $1",
        [visit.order, past],
      );
      const next = await another(till, visit);
      assert.notEqual(next.session, visit.session);
      assert.deepEqual(
        (await ordersOf(till, visit)).map(({ status }) => status),
        ['expired', 'pending'],
      );
      await till.pay(next);
      await assertBookedOnce(till, next);
    },
  },
  {
    name: 'is not booked by another amount: a person is told, and no second one is taken until the money has gone back',
    needs: ['page'],
    run: async (till) => {
      const { stage } = till;
      const visit = await till.payable();
      await gatewayOf(till).press(visit, { outcome: 'paid', amount: 7999 });
      await stage.flagged(visit, 'payment_mismatch');
      await assertStillHeld(till, visit);
      await assertMoneyAgrees(till, visit);
      const order = { appointmentId: visit.id };
      const refused = await visit.api.post('/api/v1/orders/', order);
      assert.deepEqual([refused.status, refused.body.code, refused.body.payment_url], [400, 'order_exists', null]);
      const [wrong] = await stage.sql<{ id: string }>(
        "select id from payments where order_id in (select id from orders where subject_id = $1) and purpose = 'mismatch'",
        [visit.id],
      );
      const reply = await act(till, visit, { action: 'issue_refund', payment_id: wrong?.id });
      assert.equal(reply.status, 200, JSON.stringify(reply.body));
      await until('the wrong amount to go back', async () => {
        const refunds = (await till.bank(visit)).filter(({ type }) => type === 'refund');
        const known = await stage.sql(
          "select 1 from refunds where order_id in (select id from orders where subject_id = $1) and status = 'succeeded'",
          [visit.id],
        );
        return refunds.some(({ amount, status }) => amount === 7999 && status === 'succeeded') && known.length === 1;
      });
      // With the wrong money gone, the right one can be paid.
      await till.pay(await another(till, visit));
      await stage.reaches(visit, 'booked', 'paid');
      await assertMoneyAgrees(till, visit);
    },
  },
  {
    name: 'is not booked by another currency',
    needs: ['page'],
    run: async (till) => {
      const visit = await till.payable();
      await gatewayOf(till).press(visit, { outcome: 'paid', currency: 'usd' });
      await till.stage.flagged(visit, 'payment_mismatch');
      await assertStillHeld(till, visit);
      const text =
        'select currency, amount, purpose from payments where order_id in (select id from orders where subject_id = $1)';
      const taken = [{ currency: 'usd', amount: 8000, purpose: 'mismatch' }];
      assert.deepEqual(await till.stage.sql(text, [visit.id]), taken);
      await assertMoneyAgrees(till, visit);
    },
  },
];

const ONE_BY_ONE: readonly TillCase[] = [
  {
    name: 'is paid once on the page that is open in the end, when the answer to its opening was lost',
    needs: ['page'],
    run: async (till) => {
      const { ask, faults, loseAnswer } = gatewayOf(till);
      const visit = await till.stage.hold(48 * 3_600_000);
      await loseAnswer();
      const lost = await ask(visit);
      assert.deepEqual([lost.status, lost.body.code], [503, 'provider_unavailable']);
      await faults({ clear: true });
      const found = await ask(visit);
      assert.equal(found.status, 201, JSON.stringify(found.body));
      const [row] = await till.stage.sql<{ session: string }>(
        'select provider_session_id as session from orders where subject_id = $1',
        [visit.id],
      );
      const due = { ...visit, order: String(found.body.order_id), session: String(row?.session), url: null };
      await till.pay(due);
      await assertBookedOnce(till, due);
    },
  },
  {
    name: 'opens no page in an outage, and one after it under the same key',
    needs: ['page'],
    run: async (till) => {
      const { faults, pages } = gatewayOf(till);
      const visit = await till.stage.hold(48 * 3_600_000);
      const ask = () => visit.api.post('/api/v1/orders/', { appointmentId: visit.id }, `key-${visit.id}`);
      await faults({ outage: '10m' });
      const refused = await ask();
      assert.deepEqual([refused.status, refused.body.code], [503, 'provider_unavailable']);
      await faults({ clear: true });
      const opened = await ask();
      assert.equal(opened.status, 201, JSON.stringify(opened.body));
      assert.equal((await ask()).body.order_id, opened.body.order_id);
      assert.equal(await pages(visit), 1);
    },
  },
];

const stage = sharedStage();
const EVERY_WAY = [STRIPE_TILL, PAYSTACK_TILL, DESK_TILL, WAIVED_TILL];
everyTill('paying', stage, EVERY_WAY, CASES);
everyTill('paying through faults', stage, EVERY_WAY, ONE_BY_ONE, { concurrency: false });
