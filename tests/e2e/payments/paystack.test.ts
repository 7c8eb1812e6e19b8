import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { type Outcome, Stage, type Visit } from '../../support/stage.js';

const HOUR = 3_600_000;

let stage: Stage;
before(async () => {
  stage = await Stage.open();
  await stage.sql("update clinics set currency = 'ngn', payment_providers = '{paystack}'");
});
after(() => stage.close());

/** A visit with a page at Paystack; the session is the transaction's reference. */
interface PaystackVisit extends Visit {
  readonly order: string;
  readonly session: string;
}

async function payable(): Promise<PaystackVisit> {
  const visit = await stage.hold(HOUR);
  const reply = await visit.api.post('/api/v1/orders/', { appointmentId: visit.id });
  assert.equal(reply.status, 201, JSON.stringify(reply.body));
  const { order_id: order, provider, checkout_url, stripe_checkout_url } = reply.body;
  assert.deepEqual([provider, stripe_checkout_url], ['paystack', null]);
  assert.match(checkout_url, /\/sandbox\/paystack\/pay\//);
  return { ...visit, order, session: `${order}-1` };
}

async function drive(path: string, body: Outcome): Promise<Outcome> {
  const answer = await fetch(`${stage.clinic.sandboxUrl}/sandbox/paystack/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  assert.equal(answer.status, 200, `${path} ${JSON.stringify(body)}`);
  return (await answer.json()) as Outcome;
}

const pay = (visit: PaystackVisit, outcome: Outcome = { outcome: 'paid' }) =>
  drive(`checkout/${visit.session}`, outcome);

interface Line {
  readonly type: string;
  readonly id: string;
  readonly session_id: string;
  readonly amount: number;
  readonly status: string;
}

async function bank(visit: PaystackVisit): Promise<readonly Line[]> {
  const answer = await fetch(`${stage.clinic.sandboxUrl}/sandbox/paystack/ledger`);
  return ((await answer.json()) as Line[]).filter((line) => line.session_id === visit.session);
}

/** What Paystack holds of a visit's money, its fees taken off. */
async function held(visit: PaystackVisit): Promise<number> {
  const own = new Set((await bank(visit)).map(({ id }) => id));
  const answer = await fetch(`${stage.clinic.sandboxUrl}/sandbox/paystack/balance`);
  const lines = (await answer.json()) as { id: string; category: string; amount: number; fee: number }[];
  return lines
    .filter(({ id, category }) => own.has(id) || category === 'dispute')
    .reduce((sum, { amount, fee }) => sum + amount - fee, 0);
}

/** Posts a notice to the webhook route as Paystack would, signed unless another signature is given. */
async function notify(event: string, data: unknown, signature?: string): Promise<number> {
  const payload = JSON.stringify({ event, data });
  const key = String(stage.clinic.core.settings.PAYSTACK_SECRET_KEY);
  const signed = signature ?? createHmac('sha512', key).update(payload).digest('hex');
  const response = await fetch(`${stage.clinic.apiUrl}/webhook/paystack/`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-paystack-signature': signed },
    body: payload,
  });
  await response.body?.cancel();
  return response.status;
}

const charge = (visit: PaystackVisit, id = 1) => ({
  id,
  status: 'success',
  reference: visit.session,
  metadata: { order_id: visit.order, appointment_id: visit.id },
});

async function cancelByClinic(visit: Visit): Promise<void> {
  const reception = await stage.signIn('receptionist');
  const reply = await reception.patch(`${visit.path}update/`, { status: 'cancelled_by_clinic', reason: 'ill' });
  assert.equal(reply.status, 200, JSON.stringify(reply.body));
}

test('paying with Paystack', { concurrency: true }, async (t) => {
  await Promise.all([
    t.test('pay, be confirmed, cancel, and get the money back', async () => {
      const visit = await payable();
      await pay(visit);
      await stage.reaches(visit, 'booked', 'paid');
      const own = await stage.sql(
        'select provider, provider_payment_id, currency, fee, method from payments where order_id in (select id from orders where subject_id = $1)',
        [visit.id],
      );
      // 1.5 % of NGN 80.00; the flat part is waived.
      assert.deepEqual(own, [
        { provider: 'paystack', provider_payment_id: visit.session, currency: 'ngn', fee: 120, method: 'card' },
      ]);
      await cancelByClinic(visit);
      await stage.reaches(visit, 'cancelled_by_clinic', 'refunded');
      const lines = await bank(visit);
      assert.deepEqual(
        lines.map(({ type, amount, status }) => [type, amount, status]),
        [
          ['charge', 8000, 'succeeded'],
          ['refund', 8000, 'succeeded'],
        ],
      );
      await stage.inboxEmpty(visit);
    }),
    t.test('one notice, many times; a forged one; one that says too much', async () => {
      const visit = await payable();
      assert.equal(await notify('charge.success', charge(visit)), 200);
      await stage.inboxEmpty(visit);
      assert.equal((await stage.row(visit)).status, 'pending', 'what it claims is looked up');
      await pay(visit, { outcome: 'paid', webhook: 'lose' });
      assert.equal(await notify('charge.success', charge(visit, 2), '00'), 400);
      const answers = await Promise.all(Array.from({ length: 10 }, () => notify('charge.success', charge(visit, 3))));
      assert.deepEqual([...new Set(answers)], [200]);
      await stage.reaches(visit, 'booked', 'paid');
      assert.equal(
        (
          await stage.sql('select 1 from payments where order_id in (select id from orders where subject_id = $1)', [
            visit.id,
          ])
        ).length,
        1,
      );
      await stage.told(visit, ['booking_held', 'booking_confirmed']);
    }),
    t.test('unknown kinds and unknown references', async () => {
      assert.equal(await notify('transfer.success', { id: 4 }), 200);
      const reference = `shop-${randomUUID()}`;
      assert.equal(await notify('charge.success', { id: 5, status: 'success', reference, metadata: '' }), 200);
      const text = "select 1 from attention where code = 'unmatched_payment' and context->>'objectId' = $1";
      assert.equal((await stage.sql(text, [reference])).length, 0, 'the money of another shop');
      const lost = `${randomUUID()}-1`;
      const named = { id: 6, status: 'success', reference: lost, metadata: '' };
      assert.equal(await notify('charge.success', named), 200);
      assert.equal((await stage.sql(text, [lost])).length, 1, 'money under a reference of ours is shown');
      assert.equal(await notify('charge.success', null as never), 200, 'signed and unreadable');
    }),
    t.test('a refund that fails after it succeeded is told of by the payment alone', async () => {
      const visit = await payable();
      await pay(visit);
      await stage.reaches(visit, 'booked', 'paid');
      await cancelByClinic(visit);
      await stage.reaches(visit, 'cancelled_by_clinic', 'refunded');
      await stage.closes(visit);
      const [refund] = (await bank(visit)).filter(({ type }) => type === 'refund');
      assert.ok(refund);
      await drive(`refunds/${refund.id}`, { status: 'failed' });
      await stage.reaches(visit, 'cancelled_by_clinic', 'refund_failed');
      await stage.flagged(visit, 'refund_failed');
      await stage.inboxEmpty(visit);
    }),
  ]);
});

// Alone: another test's maintenance would hand it on as well.
test('a notice that was stored and never handed on', async () => {
  const visit = await payable();
  await pay(visit, { outcome: 'paid', webhook: 'lose' });
  await stage.sql(
    `insert into provider_events (provider, event_id, about, change, label, object_id, order_id)
     values ('paystack', $1, 'checkout', 'paid', 'charge.success', $2, $3)`,
    [`charge.success:${randomUUID()}:success`, visit.session, visit.order],
  );
  assert.ok((await stage.maintain()).redriven >= 1);
  await stage.reaches(visit, 'booked', 'paid');
  await stage.inboxEmpty(visit);
});

test('a dispute that is lost costs what Paystack takes, once', async () => {
  const visit = await payable();
  await pay(visit);
  await stage.reaches(visit, 'booked', 'paid');
  await drive('dispute', { reference: visit.session, status: 'open' });
  await stage.reaches(visit, 'booked', 'disputed');
  await drive('dispute', { reference: visit.session, status: 'remind' });
  await drive('dispute', { reference: visit.session, status: 'lost', webhook: 'duplicate' });
  await stage.flagged(visit, 'dispute_lost');
  await stage.inboxEmpty(visit);
  const [ours] = await stage.sql(
    "select sum(amount)::int as held from ledger_entries where account = 'provider' and order_id in (select id from orders where subject_id = $1)",
    [visit.id],
  );
  assert.deepEqual(ours, { held: await held(visit) });
  const disputes = await stage.sql(
    'select provider, state, amount from disputes where order_id in (select id from orders where subject_id = $1)',
    [visit.id],
  );
  assert.deepEqual(disputes, [{ provider: 'paystack', state: 'lost', amount: 8000 }]);
});

test('a page whose address was lost makes room for another', async () => {
  const visit = await stage.hold(HOUR);
  const ask = () => visit.api.post('/api/v1/orders/', { appointmentId: visit.id });
  await drive('faults', { lose_response: 1 });
  const lost = await ask();
  assert.deepEqual([lost.status, lost.body.code], [503, 'provider_unavailable']);
  const found = await ask();
  assert.equal(found.status, 201, JSON.stringify(found.body));
  const order = String(found.body.order_id);
  const [row] = await stage.sql('select attempt, provider_session_id from orders where id = $1', [order]);
  assert.deepEqual(row, { attempt: 2, provider_session_id: `${order}-2` });
  await drive(`checkout/${order}-2`, { outcome: 'paid' });
  await stage.reaches(visit, 'booked', 'paid');
});

test('nothing is paid by the deadline, and the money comes later', async () => {
  await stage.policy({ paymentWindowMs: 3_000 });
  const visit = await payable();
  await stage.reaches(visit, 'payment_expired', 'unpaid');
  await pay(visit);
  await stage.reaches(visit, 'booked', 'paid');
  assert.deepEqual(await stage.moves(visit), ['pending', 'payment_expired', 'booked']);
});
