import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type Stripe from 'stripe';
import { drive, Rig, readLedger, sessionParams, until } from '../testing.js';

describe('payments in the sandbox', () => {
  let rig: Rig;
  before(async () => {
    rig = await Rig.start();
  });
  after(() => rig.stop());

  const open = (): Promise<Stripe.Checkout.Session> => rig.stripe.checkout.sessions.create(sessionParams());
  const read = (id: string): Promise<Stripe.Checkout.Session> =>
    rig.stripe.checkout.sessions.retrieve(id, {
      expand: ['payment_intent', 'payment_intent.latest_charge', 'payment_intent.latest_charge.balance_transaction'],
    });
  const intentOf = (session: Stripe.Checkout.Session): Stripe.PaymentIntent => {
    assert.ok(session.payment_intent && typeof session.payment_intent === 'object');
    return session.payment_intent;
  };
  /** Events of one type about one session, or about its intent. */
  const sent = (type: string, id: string): Stripe.Event[] =>
    rig.receiver.of(type).filter((event) => (event.data.object as { id: string }).id === id);
  const received = (type: string, id: string, times = 1): Promise<Stripe.Event[]> =>
    until(`${times} x ${type}`, () => (sent(type, id).length >= times ? sent(type, id) : undefined));

  it('takes a payment: session, intent, charge, fee, signed event, ledger', async () => {
    const { id } = await open();
    assert.equal((await rig.press(id, { outcome: 'paid' })).status, 200);
    const session = await read(id);
    assert.equal(session.status, 'complete');
    assert.equal(session.payment_status, 'paid');
    const intent = intentOf(session);
    assert.equal(intent.status, 'succeeded');
    assert.deepEqual(intent.metadata, { appointment_id: 'a1' });
    const charge = intent.latest_charge as Stripe.Charge;
    const balance = charge.balance_transaction as Stripe.BalanceTransaction;
    assert.deepEqual([balance.amount, balance.fee, balance.net], [8000, 166, 7834]);
    const [event] = await received('checkout.session.completed', id);
    assert.equal(event?.api_version, '2026-10-28.endive');
    assert.equal((event.data.object as Stripe.Checkout.Session).payment_intent, intent.id);
    await received('payment_intent.succeeded', intent.id);
    const [line, ...more] = (await readLedger(rig.sandbox.url)).filter((entry) => entry.session_id === id);
    assert.deepEqual(more, []);
    assert.deepEqual(
      { ...line, created_at: '' },
      {
        type: 'charge',
        id: charge.id,
        session_id: id,
        amount: 8000,
        currency: 'aud',
        status: 'succeeded',
        created_at: '',
        metadata: { appointment_id: 'a1' },
      },
    );
    const found = await rig.stripe.checkout.sessions.list({ payment_intent: intent.id });
    assert.deepEqual(
      found.data.map((entry) => entry.id),
      [id],
    );
    assert.equal((await rig.stripe.charges.retrieve(charge.id)).paid, true);
    assert.equal((await rig.stripe.balanceTransactions.retrieve(balance.id)).net, 7834);
    assert.equal((await rig.press(id, { outcome: 'paid' })).status, 409);
  });

  it('leaves the session open when a card is declined, so that it can be paid after all', async () => {
    const { id } = await open();
    await rig.press(id, { outcome: 'declined' });
    const declined = await read(id);
    assert.equal(declined.status, 'open');
    assert.equal(intentOf(declined).status, 'requires_payment_method');
    assert.equal(intentOf(declined).last_payment_error?.code, 'card_declined');
    await received('payment_intent.payment_failed', intentOf(declined).id);
    assert.deepEqual(
      (await readLedger(rig.sandbox.url)).filter((entry) => entry.session_id === id),
      [],
    );
    await rig.press(id, { outcome: 'requires_action' });
    assert.equal(intentOf(await read(id)).status, 'requires_action');
    await rig.press(id, { outcome: 'paid' });
    assert.equal((await read(id)).payment_status, 'paid');
    assert.equal(intentOf(await read(id)).id, intentOf(declined).id);
  });

  it('completes a delayed payment unpaid, and settles it either way', async () => {
    for (const [outcome, type, status] of [
      ['async_paid', 'checkout.session.async_payment_succeeded', 'paid'],
      ['async_failed', 'checkout.session.async_payment_failed', 'unpaid'],
    ] as const) {
      const { id } = await open();
      assert.equal((await rig.press(id, { outcome })).status, 409);
      await rig.press(id, { outcome: 'processing' });
      const waiting = await read(id);
      assert.deepEqual(
        [waiting.status, waiting.payment_status, intentOf(waiting).status],
        ['complete', 'unpaid', 'processing'],
      );
      await received('checkout.session.completed', id);
      assert.equal((await rig.press(id, { outcome: 'paid' })).status, 409);
      await rig.press(id, { outcome });
      await received(type, id);
      assert.equal((await read(id)).payment_status, status);
      assert.equal((await rig.press(id, { outcome })).status, 409);
    }
  });

  it('credits a closed session only when the order says that the bank does so late', async () => {
    const { id } = await open();
    await rig.press(id, { outcome: 'expired' });
    await received('checkout.session.expired', id);
    assert.equal((await rig.press(id, { outcome: 'paid' })).status, 409);
    assert.equal((await rig.press(id, { outcome: 'declined', late: true })).status, 409);
    assert.equal((await rig.press(id, { outcome: 'paid', late: true })).status, 200);
    const session = await read(id);
    assert.deepEqual([session.status, session.payment_status], ['complete', 'paid']);
    await received('checkout.session.completed', id);
    assert.equal((await rig.press(id, { outcome: 'paid', late: true })).status, 409);
    assert.equal((await readLedger(rig.sandbox.url)).filter((entry) => entry.session_id === id).length, 1);
  });

  it('refuses orders that it does not understand', async () => {
    const { id } = await open();
    assert.equal((await rig.press(id, { outcome: 'stolen' })).status, 400);
    assert.equal((await rig.press(id, { outcome: 'paid', webhook: 'delay:soon' })).status, 400);
    assert.equal((await rig.press('cs_test_nobody', { outcome: 'paid' })).status, 404);
    assert.equal((await read(id)).status, 'open');
  });

  it('loses, doubles and delays the notice of a payment', async () => {
    const [lost, doubled, delayed] = [await open(), await open(), await open()];
    await rig.press(lost.id, { outcome: 'paid', webhook: 'lose' });
    await rig.press(doubled.id, { outcome: 'paid', webhook: 'duplicate' });
    const at = Date.now();
    await rig.press(delayed.id, { outcome: 'paid', webhook: 'delay:700ms' });
    const twice = await received('checkout.session.completed', doubled.id, 2);
    assert.equal(twice.length, 2);
    assert.equal(twice[0]?.id, twice[1]?.id);
    await received('checkout.session.completed', delayed.id);
    assert.ok(Date.now() - at >= 700);
    assert.deepEqual(sent('checkout.session.completed', lost.id), []);
    // Lost on the way, but it happened: a poll sees it.
    assert.equal((await read(lost.id)).payment_status, 'paid');
    const events = await rig.stripe.events.list({ type: 'checkout.session.completed', limit: 100 });
    assert.ok(events.data.some((event) => (event.data.object as { id: string }).id === lost.id));
  });

  it('credits another sum or currency when the order says so', async () => {
    const { id } = await open();
    for (const order of [
      { outcome: 'declined', amount: 1 },
      { outcome: 'paid', amount: 1.5 },
      { outcome: 'paid', currency: 'AUD' },
    ]) {
      assert.equal((await rig.press(id, order)).status, 400, JSON.stringify(order));
    }
    await rig.press(id, { outcome: 'paid', amount: 7000, currency: 'usd' });
    const session = await read(id);
    const charge = intentOf(session).latest_charge as Stripe.Charge;
    assert.deepEqual([session.amount_total, session.currency, session.payment_status], [8000, 'aud', 'paid']);
    assert.deepEqual([charge.amount_captured, charge.currency, intentOf(session).amount_received], [7000, 'usd', 7000]);
    const [line] = (await readLedger(rig.sandbox.url)).filter((entry) => entry.session_id === id);
    assert.deepEqual([line?.amount, line?.currency], [7000, 'usd']);
  });

  describe('disputes', () => {
    const dispute = async (order: Readonly<Record<string, unknown>>): Promise<Stripe.Dispute> => {
      const { status, body } = await drive(rig.sandbox.url, 'dispute', order);
      assert.equal(status, 200, JSON.stringify(body));
      return body as Stripe.Dispute;
    };
    const moved = (found: Stripe.Dispute) => found.balance_transactions.map(({ amount, fee }) => [amount, fee]);

    it('take the money and a fee, and return the money alone', async () => {
      const { id } = await open();
      assert.equal((await drive(rig.sandbox.url, 'dispute', { session_id: id })).status, 409, 'nothing was paid');
      await rig.press(id, { outcome: 'paid' });
      const opened = await dispute({ session_id: id });
      assert.deepEqual([opened.status, moved(opened)], ['needs_response', [[-8000, 2500]]]);
      await received('charge.dispute.created', opened.id);
      await received('charge.dispute.funds_withdrawn', opened.id);
      assert.equal((await drive(rig.sandbox.url, 'dispute', { session_id: id })).status, 409, 'once');
      await dispute({ session_id: id, status: 'under_review' });
      await received('charge.dispute.updated', opened.id);
      await dispute({ session_id: id, status: 'won' });
      await received('charge.dispute.funds_reinstated', opened.id);
      await received('charge.dispute.closed', opened.id);
      const read = await rig.stripe.disputes.retrieve(opened.id);
      assert.deepEqual(
        [read.status, moved(read)],
        [
          'won',
          [
            [-8000, 2500],
            [8000, 0],
          ],
        ],
      );
      const [listed, ...more] = (await rig.stripe.disputes.list({ charge: String(read.charge) })).data;
      assert.deepEqual([listed?.id, more.length], [opened.id, 0]);
    });

    it('keep a charge from being refunded until they are won, and can be lost after all', async () => {
      const { id } = await open();
      await rig.press(id, { outcome: 'paid' });
      const intent = intentOf(await read(id));
      const refund = (amount: number) => rig.stripe.refunds.create({ payment_intent: intent.id, amount });
      for (const status of ['needs_response', 'under_review', 'lost']) {
        await dispute({ payment_intent: intent.id, status });
        await assert.rejects(refund(100), { code: 'charge_disputed' });
      }
      assert.equal((await dispute({ payment_intent: intent.id, status: 'won' })).balance_transactions.length, 2);
      assert.equal((await refund(100)).status, 'succeeded');
      assert.equal((await dispute({ payment_intent: intent.id, status: 'lost' })).balance_transactions.length, 3);
      await assert.rejects(refund(100), { code: 'charge_disputed' });
    });

    it('of nothing, or of something unknown, are refused', async () => {
      for (const [order, status] of [
        [{}, 400],
        [{ session_id: 'cs_nobody' }, 404],
        [{ payment_intent: 'pi_nobody' }, 404],
        [{ session_id: 'cs_nobody', status: 'over' }, 400],
      ] as const) {
        assert.equal((await drive(rig.sandbox.url, 'dispute', order)).status, status);
      }
    });

    it('are in the account with all else, and charges are listed by the time they were made', async () => {
      const before = Math.floor(Date.now() / 1000);
      const { id } = await open();
      await rig.press(id, { outcome: 'declined' });
      await rig.press(id, { outcome: 'paid' });
      const opened = await dispute({ session_id: id });
      const lines = (await (await fetch(`${rig.sandbox.url}/sandbox/stripe/balance`)).json()) as {
        category: string;
        source: string;
        amount: number;
        fee: number;
      }[];
      const ours = lines.filter((line) => line.source === opened.id || line.source === opened.charge);
      assert.deepEqual(
        ours.map(({ category, amount, fee }) => [category, amount, fee]),
        [
          ['charge', 8000, 166],
          ['dispute', -8000, 2500],
        ],
      );
      const seen: string[] = [];
      const created = { gte: before, lt: Math.floor(Date.now() / 1000) + 1 };
      for await (const charge of rig.stripe.charges.list({ created, limit: 1 })) {
        if (charge.payment_intent === opened.payment_intent) seen.push(charge.status);
      }
      assert.deepEqual(seen, ['succeeded', 'failed']);
      assert.deepEqual((await rig.stripe.charges.list({ created: { lt: before - 3600 } })).data, []);
    });
  });
});
