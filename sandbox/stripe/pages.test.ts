import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type Stripe from 'stripe';
import { Rig, sessionParams, until } from '../testing.js';

describe('the pages of the sandbox', () => {
  let rig: Rig;
  before(async () => {
    rig = await Rig.start();
  });
  after(() => rig.stop());

  const open = async (changes: Stripe.Checkout.SessionCreateParams = {}): Promise<{ id: string; url: string }> => {
    const session = await rig.stripe.checkout.sessions.create(sessionParams(changes));
    return { id: session.id, url: `${rig.sandbox.url}/sandbox/stripe/pay/${session.id}` };
  };
  const press = (url: string, fields: Record<string, string>): Promise<Response> =>
    fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
  const shown = async (url: string): Promise<string> => (await fetch(url)).text();

  it('shows what is paid, and that no money moves', async () => {
    const { url } = await open();
    const answer = await fetch(url);
    const text = await answer.text();
    assert.equal(answer.status, 200);
    assert.match(text, /no real money/);
    assert.match(text, /Consultation/);
    assert.match(text, /\$80\.00 AUD/);
    assert.match(text, /href="http:\/\/clinic\.invalid\/payment\/cancel"/);
    assert.match(answer.headers.get('content-security-policy') ?? '', /default-src 'none'/);
    for (const label of ['Card declined', '3-D Secure challenge', 'Cancel']) {
      assert.ok(text.includes(label), label);
    }
  });

  it('pays and leads back to the clinic with the id of the session', async () => {
    const { id, url } = await open();
    const answer = await press(url, { outcome: 'paid', webhook: 'duplicate' });
    assert.equal(answer.status, 303);
    assert.equal(answer.headers.get('location'), `http://clinic.invalid/payment/success?session=${id}`);
    await until('both notices', () => {
      const events = rig.receiver.of('checkout.session.completed');
      return events.filter((event) => (event.data.object as { id: string }).id === id).length === 2 || undefined;
    });
    assert.match(await shown(url), /This checkout is complete/);
  });

  it('stays on the page for a declined card and a challenge', async () => {
    const { id, url } = await open();
    const declined = await press(url, { outcome: 'declined' });
    assert.equal(declined.headers.get('location'), `${id}?notice=declined`);
    assert.match(await shown(`${url}?notice=declined`), /Your card was declined/);
    await press(url, { outcome: 'requires_action' });
    assert.match(await shown(url), /Approve the payment/);
    await press(url, { outcome: 'paid' });
    assert.equal((await rig.stripe.checkout.sessions.retrieve(id)).payment_status, 'paid');
  });

  it('keeps a failed challenge open for another try, and says why', async () => {
    const { id, url } = await open();
    await press(url, { outcome: 'requires_action' });
    const challenged = await shown(url);
    assert.match(challenged, /Your bank asks whether it is you/);
    assert.doesNotMatch(challenged, /Card declined/);
    const failed = await press(url, { outcome: 'challenge_failed' });
    assert.match(
      await shown(new URL(failed.headers.get('location') ?? '', url).href),
      /role="alert">Your bank could not/,
    );
    const session = await rig.stripe.checkout.sessions.retrieve(id, { expand: ['payment_intent'] });
    const intent = session.payment_intent as Stripe.PaymentIntent;
    assert.deepEqual(
      [session.status, intent.status, intent.last_payment_error?.code, intent.latest_charge],
      ['open', 'requires_payment_method', 'payment_intent_authentication_failure', null],
    );
    await press(url, { outcome: 'paid' });
    assert.equal((await rig.stripe.checkout.sessions.retrieve(id)).payment_status, 'paid');
  });

  it('offers only what the session allows, whoever presses', async () => {
    const cards = await open();
    assert.doesNotMatch(await shown(cards.url), /the money comes later/);
    const both = await open({ allowed_payment_method_types: ['card', 'au_becs_debit', 'sepa_debit'] });
    assert.deepEqual((await rig.stripe.checkout.sessions.retrieve(both.id)).payment_method_types, [
      'card',
      'au_becs_debit',
    ]);
    assert.match(await shown(both.url), /Pay by au becs debit/);
    const debit = await open({ allowed_payment_method_types: ['au_becs_debit'] });
    assert.doesNotMatch(await shown(debit.url), /Card declined|3-D Secure/);
    const refused = await press(debit.url, { outcome: 'paid' });
    assert.equal(refused.headers.get('location'), `${debit.id}?notice=not_offered`);
    assert.match(await shown(`${debit.url}?notice=not_offered`), /does not take that way of paying/);
    await press(debit.url, { outcome: 'processing' });
    await press(debit.url, { outcome: 'async_paid' });
    const paid = await rig.stripe.checkout.sessions.retrieve(debit.id, { expand: ['payment_intent.latest_charge'] });
    const charge = (paid.payment_intent as Stripe.PaymentIntent).latest_charge as Stripe.Charge;
    assert.deepEqual([paid.payment_status, charge.payment_method_details?.type], ['paid', 'au_becs_debit']);
    for (const types of [['sepa_debit'], ['beads']]) {
      await assert.rejects(open({ allowed_payment_method_types: types }), { param: 'allowed_payment_method_types' });
    }
  });

  it('says clearly that a session expired, also to somebody who presses an old page', async () => {
    const { id, url } = await open();
    await rig.stripe.checkout.sessions.expire(id, {});
    const answer = await press(url, { outcome: 'paid' });
    assert.equal(answer.status, 303);
    const text = await shown(new URL(answer.headers.get('location') ?? '', url).href);
    assert.match(text, /role="alert"[^<]*>[^<]*Nothing was charged/);
    assert.match(text, /This checkout has expired/);
    assert.doesNotMatch(text, /value="paid"/);
  });

  it('counts down to the end of the hold where the clinic sends it, never past the session', async () => {
    const held = new Date(Date.now() + 5 * 60_000);
    const { url } = await open({ metadata: { pay_by: held.toISOString() } });
    const page = await shown(url);
    const left = Number(/data-left="(\d+)"/.exec(page)?.[1]);
    assert.ok(left > 280 && left <= 300, `${left} s left`);
    const late = await open({ metadata: { pay_by: new Date(Date.now() + 90 * 60_000).toISOString() } });
    assert.ok(Number(/data-left="(\d+)"/.exec(await shown(late.url))?.[1]) <= 31 * 60);
  });

  it('has a button for everything that the bank can do, and shows what became of it', async () => {
    const wrong = await open();
    await press(wrong.url, { outcome: 'paid_other', amount: '10.00' });
    assert.match(await shown(wrong.url), /credited \$10\.00 AUD instead/);
    const typo = await open();
    const answer = await press(typo.url, { outcome: 'paid_other', amount: 'ten' });
    assert.match(
      await shown(new URL(answer.headers.get('location') ?? '', typo.url).href),
      /Write the amount as 10\.00/,
    );
    await press(typo.url, { outcome: 'expired' });
    assert.equal((await rig.stripe.checkout.sessions.retrieve(typo.id)).status, 'expired');
    await press(typo.url, { outcome: 'paid_late' });
    assert.equal((await rig.stripe.checkout.sessions.retrieve(typo.id)).payment_status, 'paid');
    const paid = await rig.stripe.checkout.sessions.retrieve(typo.id);
    const refund = await rig.stripe.refunds.create({ payment_intent: String(paid.payment_intent), amount: 100 });
    assert.match(await shown(typo.url), /Refunded<\/dt><dd>\$1\.00 AUD/);
    await press(typo.url, { outcome: 'refund_failed', refund: refund.id });
    assert.equal((await rig.stripe.refunds.retrieve(refund.id)).status, 'failed');
    for (const [outcome, status] of [
      ['dispute_open', 'needs response'],
      ['dispute_lost', 'lost'],
      ['dispute_won', 'won'],
    ]) {
      await press(typo.url, { outcome: outcome ?? '' });
      assert.match(await shown(typo.url), new RegExp(`Dispute: ${status}`));
    }
    assert.equal(
      (await press(wrong.url, { outcome: 'refund_failed', refund: refund.id })).headers.get('location'),
      `${wrong.id}?notice=refused`,
    );
  });

  it('sets and ends faults on the overview', async () => {
    const overview = `${rig.sandbox.url}/sandbox/`;
    await press(overview, { outage: '', latency: '1ms', refund: 'pending', lose_response: '', server_error: '' });
    assert.match(await shown(overview), /each answer 1 ms late, refunds pending/);
    assert.equal((await press(overview, { latency: 'soon' })).status, 400);
    await press(overview, { clear: 'true', latency: '' });
    assert.match(await shown(overview), /Stripe works as it should/);
  });

  it('escapes whatever a caller puts into names and addresses', async () => {
    const { url } = await open({
      customer_email: '"><script>alert(1)</script>@example.invalid',
      cancel_url: 'http://clinic.invalid/?a="><b>&c',
      line_items: [
        {
          quantity: 1,
          price_data: { currency: 'aud', unit_amount: 100, product_data: { name: '<img src=x onerror=alert(1)>' } },
        },
      ],
    });
    const text = await shown(url);
    assert.doesNotMatch(text, /<img src=x|<script>alert|"><b>/);
    assert.match(text, /&lt;img src=x/);
    assert.doesNotMatch(await shown(`${rig.sandbox.url}/sandbox/`), /<img src=x/);
    await assert.rejects(open({ success_url: 'javascript:alert(1)' }), { code: 'url_invalid' });
  });

  it('lists sessions and ledger for people and for machines', async () => {
    const { id } = await open();
    const slashless = await fetch(`${rig.sandbox.url}/sandbox`, { redirect: 'manual' });
    assert.equal(slashless.headers.get('location'), 'sandbox/');
    assert.match(await shown(`${rig.sandbox.url}/sandbox/`), new RegExp(`href="stripe/pay/${id}"`));
    const listed = (await (await fetch(`${rig.sandbox.url}/sandbox/stripe/sessions`)).json()) as { id: string }[];
    assert.equal(listed[0]?.id, id);
    assert.equal((await fetch(`${rig.sandbox.url}/sandbox/stripe/pay/cs_test_nobody`)).status, 404);
  });
});
