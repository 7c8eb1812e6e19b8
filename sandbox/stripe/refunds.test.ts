import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type Stripe from 'stripe';
import { drive, Rig, readLedger, sessionParams, until } from '../testing.js';

describe('refunds in the sandbox', () => {
  let rig: Rig;
  before(async () => {
    rig = await Rig.start();
  });
  after(() => rig.stop());
  afterEach(() => drive(rig.sandbox.url, 'faults', {}));

  const paid = async (): Promise<{ session: string; intent: string }> => {
    const { id } = await rig.stripe.checkout.sessions.create(sessionParams());
    await rig.press(id, { outcome: 'paid' });
    const session = await rig.stripe.checkout.sessions.retrieve(id);
    assert.ok(typeof session.payment_intent === 'string');
    return { session: id, intent: session.payment_intent };
  };
  const received = (type: string, id: string): Promise<Stripe.Event> =>
    until(type, () => rig.receiver.of(type).find((event) => (event.data.object as { id: string }).id === id));
  const statusOf = async (id: string): Promise<string | null> => (await rig.stripe.refunds.retrieve(id)).status;

  it('gives money back in parts, up to the charge and no further', async () => {
    const { session, intent } = await paid();
    const half = await rig.stripe.refunds.create({
      payment_intent: intent,
      amount: 4000,
      reason: 'requested_by_customer',
      metadata: { appointment_id: 'a1', policy: '2h' },
    });
    assert.equal(half.status, 'succeeded');
    await received('refund.created', half.id);
    await assert.rejects(rig.stripe.refunds.create({ payment_intent: intent, amount: 4001 }), {
      type: 'StripeInvalidRequestError',
      param: 'amount',
    });
    const rest = await rig.stripe.refunds.create({ charge: String(half.charge) });
    assert.equal(rest.amount, 4000);
    await assert.rejects(rig.stripe.refunds.create({ payment_intent: intent }), {
      statusCode: 400,
      code: 'charge_already_refunded',
    });
    await assert.rejects(rig.stripe.refunds.create({ payment_intent: intent, reason: 'rain' as 'duplicate' }), {
      param: 'reason',
    });
    const listed = await rig.stripe.refunds.list({ payment_intent: intent });
    assert.deepEqual(
      listed.data.map((refund) => refund.id),
      [rest.id, half.id],
    );
    const charge = await rig.stripe.charges.retrieve(String(half.charge), { expand: ['balance_transaction'] });
    assert.equal(charge.refunded, true);
    assert.equal((charge.balance_transaction as Stripe.BalanceTransaction).fee, 166);
    const lines = (await readLedger(rig.sandbox.url)).filter((entry) => entry.session_id === session);
    assert.deepEqual(
      lines.map((entry) => [entry.type, entry.amount, entry.status, entry.metadata.policy]),
      [
        ['charge', 8000, 'succeeded', undefined],
        ['refund', 4000, 'succeeded', '2h'],
        ['refund', 4000, 'succeeded', undefined],
      ],
    );
  });

  it('refuses to refund what was never paid', async () => {
    const { id } = await rig.stripe.checkout.sessions.create(sessionParams());
    await rig.press(id, { outcome: 'declined' });
    const session = await rig.stripe.checkout.sessions.retrieve(id);
    await assert.rejects(rig.stripe.refunds.create({ payment_intent: String(session.payment_intent) }), {
      message: /does not have a successful charge/,
    });
    await assert.rejects(rig.stripe.refunds.create({ payment_intent: 'pi_nobody' }), { statusCode: 404 });
  });

  it('is made once, however often its key is sent', async () => {
    const { intent } = await paid();
    const ids = new Set<string>();
    for (let n = 0; n < 3; n++) {
      ids.add((await rig.stripe.refunds.create({ payment_intent: intent }, { idempotencyKey: `refund-${intent}` })).id);
    }
    assert.equal(ids.size, 1);
  });

  it('can stay pending until somebody settles it', async () => {
    await drive(rig.sandbox.url, 'faults', { refund: 'pending' });
    const { intent } = await paid();
    const refund = await rig.stripe.refunds.create({ payment_intent: intent });
    assert.equal(refund.status, 'pending');
    assert.equal(refund.pending_reason, 'processing');
    await drive(rig.sandbox.url, `refunds/${refund.id}`, { status: 'succeeded' });
    await received('refund.updated', refund.id);
    assert.equal(await statusOf(refund.id), 'succeeded');
    assert.equal((await drive(rig.sandbox.url, `refunds/${refund.id}`, { status: 'succeeded' })).status, 409);
  });

  it('can fail, and the money can then be refunded anew', async () => {
    await drive(rig.sandbox.url, 'faults', { refund: 'fail' });
    const { intent } = await paid();
    const refund = await rig.stripe.refunds.create({ payment_intent: intent });
    assert.equal(refund.status, 'pending');
    const failed = (await received('refund.failed', refund.id)).data.object as Stripe.Refund;
    assert.equal(failed.status, 'failed');
    assert.equal(failed.failure_reason, 'lost_or_stolen_card');
    await drive(rig.sandbox.url, 'faults', { refund: 'succeed' });
    assert.equal((await rig.stripe.refunds.create({ payment_intent: intent })).status, 'succeeded');
  });

  it('can succeed and fail after all, even over a restart', async () => {
    await drive(rig.sandbox.url, 'faults', { refund: 'succeed_then_fail' });
    const { intent } = await paid();
    const refund = await rig.stripe.refunds.create({ payment_intent: intent });
    assert.equal(refund.status, 'succeeded');
    await rig.restart();
    await received('refund.updated', refund.id);
    await received('refund.failed', refund.id);
    assert.equal(await statusOf(refund.id), 'failed');
  });
});
