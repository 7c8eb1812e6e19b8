import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type Stripe from 'stripe';
import { drive, type Rig, readLedger, sessionParams, startRig, until } from '../../scripts/dev/sandbox/testing.js';

describe('payments in the sandbox', () => {
  let rig: Rig;
  before(async () => {
    rig = await startRig();
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
  const told = (type: string, id: string): Stripe.Event[] =>
    rig.receiver.of(type).filter((event) => (event.data.object as { id: string }).id === id);
  const heard = (type: string, id: string, times = 1): Promise<Stripe.Event[]> =>
    until(`${times} x ${type}`, () => (told(type, id).length >= times ? told(type, id) : undefined));

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
    const [event] = await heard('checkout.session.completed', id);
    assert.equal(event?.api_version, '2026-10-28.endive');
    assert.equal((event.data.object as Stripe.Checkout.Session).payment_intent, intent.id);
    await heard('payment_intent.succeeded', intent.id);
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
    await heard('payment_intent.payment_failed', intentOf(declined).id);
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
      await heard('checkout.session.completed', id);
      assert.equal((await rig.press(id, { outcome: 'paid' })).status, 409);
      await rig.press(id, { outcome });
      await heard(type, id);
      assert.equal((await read(id)).payment_status, status);
      assert.equal((await rig.press(id, { outcome })).status, 409);
    }
  });

  it('credits a closed session only when told that the bank does so late', async () => {
    const { id } = await open();
    await rig.press(id, { outcome: 'expired' });
    await heard('checkout.session.expired', id);
    assert.equal((await rig.press(id, { outcome: 'paid' })).status, 409);
    assert.equal((await rig.press(id, { outcome: 'declined', late: true })).status, 409);
    assert.equal((await rig.press(id, { outcome: 'paid', late: true })).status, 200);
    const session = await read(id);
    assert.deepEqual([session.status, session.payment_status], ['complete', 'paid']);
    await heard('checkout.session.completed', id);
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
    const twice = await heard('checkout.session.completed', doubled.id, 2);
    assert.equal(twice.length, 2);
    assert.equal(twice[0]?.id, twice[1]?.id);
    await heard('checkout.session.completed', delayed.id);
    assert.ok(Date.now() - at >= 700);
    assert.deepEqual(told('checkout.session.completed', lost.id), []);
    // Lost on the way, but it happened: a poll sees it.
    assert.equal((await read(lost.id)).payment_status, 'paid');
    const events = await rig.stripe.events.list({ type: 'checkout.session.completed', limit: 100 });
    assert.ok(events.data.some((event) => (event.data.object as { id: string }).id === lost.id));
  });

  it('opens and closes disputes', async () => {
    const { id } = await open();
    assert.equal((await drive(rig.sandbox.url, 'dispute', { session_id: id })).status, 409);
    await rig.press(id, { outcome: 'paid' });
    const opened = await drive(rig.sandbox.url, 'dispute', { session_id: id });
    const dispute = opened.body as Stripe.Dispute;
    assert.equal(dispute.status, 'needs_response');
    await heard('charge.dispute.created', dispute.id);
    const intent = intentOf(await read(id));
    await assert.rejects(rig.stripe.refunds.create({ payment_intent: intent.id }), { code: 'charge_disputed' });
    await drive(rig.sandbox.url, 'dispute', { session_id: id, outcome: 'lost' });
    const closed = (await heard('charge.dispute.closed', dispute.id)).map(
      (event) => event.data.object as Stripe.Dispute,
    );
    assert.equal(closed[0]?.status, 'lost');
  });
});
