import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { until } from '../testing.js';
import { initializeParams, PaystackRig } from './testing.js';

describe('the Paystack page', () => {
  let rig: PaystackRig;
  before(async () => {
    rig = await PaystackRig.start();
  });
  after(() => rig.stop());

  async function open(changes: object = {}): Promise<{ reference: string; url: string }> {
    const reference = `${randomUUID()}-1`;
    const { body } = await rig.api('/transaction/initialize', initializeParams(reference, changes));
    return { reference, url: body.data.authorization_url };
  }
  const shown = async (url: string): Promise<string> => (await fetch(url)).text();
  const pressed = (url: string, fields: Record<string, string>): Promise<Response> =>
    fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
  const statusOf = async (reference: string): Promise<string> =>
    (await rig.api(`/transaction/verify/${reference}`)).body.data.status;

  it('shows amount and choices, and says what it is', async () => {
    const { reference, url } = await open();
    const page = await shown(url);
    for (const part of ['Sandbox', 'no real money', 'Paystack', '5,000.00 NGN', reference, 'Card declined']) {
      assert.ok(page.includes(part), part);
    }
    assert.match(page, /<html lang="en">/);
    assert.match(page, /name="viewport"/);
    assert.match(page, /<button type="submit" name="outcome" value="paid" class="button">Pay /);
    assert.doesNotMatch(page, /patient@/, 'nobody is named');
    const cards = await open({ channels: ['card'] });
    assert.doesNotMatch(await shown(cards.url), /Bank transfer/);
    const transfers = await open({ channels: ['bank_transfer'] });
    assert.doesNotMatch(await shown(transfers.url), /Card declined/);
  });

  it('leads back to the clinic with the reference, as Paystack does', async () => {
    const { reference, url } = await open();
    const answer = await pressed(url, { outcome: 'paid', webhook: 'duplicate' });
    assert.equal(answer.status, 303);
    const back = new URL(String(answer.headers.get('location')));
    assert.equal(back.origin + back.pathname, 'http://clinic.invalid/payment/success');
    assert.deepEqual(Object.fromEntries(back.searchParams), { appointment_id: 'a1', trxref: reference, reference });
    await rig.notice('charge.success', reference, 2);
    assert.match(await shown(url), /You do not need to pay again/);
    const again = await pressed(url, { outcome: 'paid' });
    assert.match(String(again.headers.get('location')), /\?notice=closed$/);
  });

  it('lets a declined card try again', async () => {
    const { reference, url } = await open();
    const answer = await pressed(url, { outcome: 'declined' });
    assert.equal(answer.status, 303);
    const next = new URL(String(answer.headers.get('location')), url);
    assert.match(await shown(next.href), /role="alert">The payment was declined/);
    assert.equal(await statusOf(reference), 'failed');
    await pressed(url, { outcome: 'paid' });
    assert.equal(await statusOf(reference), 'success');
  });

  it('takes a bank transfer that arrives later', async () => {
    const { reference, url } = await open();
    const answer = await pressed(url, { outcome: 'processing' });
    assert.match(String(answer.headers.get('location')), /^http:\/\/clinic\.invalid\/payment\/success/);
    assert.match(await shown(url), /Waiting for the transfer/);
    await pressed(url, { outcome: 'async_failed' });
    assert.equal(await statusOf(reference), 'failed');
    await pressed(url, { outcome: 'processing' });
    await pressed(url, { outcome: 'async_paid' });
    assert.equal(await statusOf(reference), 'success');
    await rig.api('/refund', { transaction: reference });
    await until('the reversal', async () => ((await statusOf(reference)) === 'reversed' ? true : undefined));
    assert.match(await shown(url), /Paid, and refunded/);
  });

  it('lets somebody leave, to where the clinic wants them', async () => {
    const { reference, url } = await open();
    const answer = await pressed(url, { outcome: 'abandoned' });
    assert.equal(answer.headers.get('location'), 'http://clinic.invalid/payment/cancel');
    assert.equal(await statusOf(reference), 'abandoned');
    const bare = await open({ metadata: undefined, callback_url: undefined });
    const stays = await pressed(bare.url, { outcome: 'abandoned' });
    assert.match(String(stays.headers.get('location')), /\?notice=abandoned$/);
    const paid = await pressed(bare.url, { outcome: 'paid' });
    assert.match(String(paid.headers.get('location')), /^\w+\?notice=paid$/);
  });

  it('escapes what it shows and answers for unknown pages', async () => {
    const { url } = await open({ callback_url: 'javascript:alert(1)', metadata: { order_id: '<img>' } });
    const page = await shown(`${url}?notice=<img>`);
    assert.doesNotMatch(page, /<img>/);
    const paid = await pressed(url, { outcome: 'paid' });
    assert.match(String(paid.headers.get('location')), /^\w+\?notice=paid$/);
    assert.doesNotMatch(await shown(url), /javascript:/);
    assert.equal((await fetch(`${rig.sandbox.url}/sandbox/paystack/pay/nobody`)).status, 404);
    assert.equal((await pressed(url, { outcome: 'sunny' })).status, 400);
    assert.match(String((await fetch(url)).headers.get('content-security-policy')), /default-src 'none'/);
  });

  it('is listed among all payments of the sandbox', async () => {
    const { reference } = await open();
    const page = await shown(`${rig.sandbox.url}/sandbox/`);
    assert.match(page, /href="paystack\/pay\/\w+"/);
    const listed = (await (await fetch(`${rig.sandbox.url}/sandbox/paystack/transactions`)).json()) as { id: string }[];
    assert.equal(listed[0]?.id, reference);
  });
});

describe('faults and restarts of the Paystack half', () => {
  let rig: PaystackRig;
  before(async () => {
    rig = await PaystackRig.start();
  });
  after(() => rig.stop());

  const open = async (): Promise<string> => {
    const reference = `${randomUUID()}-1`;
    assert.equal((await rig.api('/transaction/initialize', initializeParams(reference))).status, 200);
    return reference;
  };

  it('is unreachable in an outage, alone, and holds its notices back', async () => {
    const reference = await open();
    await rig.drive('faults', { outage: '1h' });
    const answers = await Promise.allSettled([rig.api('/transaction'), rig.api('/transaction')]);
    assert.deepEqual(answers.map(({ status }) => status).sort(), ['fulfilled', 'rejected'], 'one 503, one cut off');
    await rig.drive(`checkout/${reference}`, { outcome: 'paid' });
    assert.deepEqual(rig.received, []);
    const stripe = await (await fetch(`${rig.sandbox.url}/sandbox/stripe/faults`)).json();
    assert.equal((stripe as { outage_ms: number }).outage_ms, 0);
    await rig.drive('faults', { clear: true });
    await rig.notice('charge.success', reference);
  });

  it('acts and loses the answer, or fails without acting', async () => {
    const reference = `${randomUUID()}-1`;
    await rig.drive('faults', { lose_response: 1 });
    await assert.rejects(rig.api('/transaction/initialize', initializeParams(reference)));
    assert.equal((await rig.api(`/transaction/verify/${reference}`)).status, 200);
    await rig.drive('faults', { server_error: 1 });
    const other = `${randomUUID()}-1`;
    assert.equal((await rig.api('/transaction/initialize', initializeParams(other))).status, 500);
    assert.equal((await rig.api('/transaction/initialize', initializeParams(other))).status, 200);
    assert.equal((await rig.drive('faults', { refund: 'maybe' })).status, 400);
    assert.equal((await rig.drive('faults', { gremlins: 1 })).status, 400);
  });

  it('delivers until the notice is taken, also after a restart, and forgets nothing', async () => {
    const reference = await open();
    rig.receiver.status = 500;
    await rig.drive(`checkout/${reference}`, { outcome: 'paid' });
    await rig.notice('charge.success', reference, 2);
    const { id } = (await rig.api('/refund', { transaction: reference })).body.data;
    await rig.restart();
    rig.receiver.status = 200;
    await rig.notice('refund.processed', reference);
    assert.equal((await rig.api(`/refund/${id}`)).body.data.status, 'processed');
    assert.equal((await rig.api(`/transaction/verify/${reference}`)).body.data.status, 'reversed');
    const again = await rig.api('/transaction/initialize', initializeParams(reference));
    assert.equal(again.body.message, 'Duplicate Transaction Reference');
  });

  it('sends a notice late when the form says so', async () => {
    const reference = await open();
    const at = Date.now();
    await rig.drive(`checkout/${reference}`, { outcome: 'paid', webhook: 'delay:300ms' });
    await rig.notice('charge.success', reference);
    assert.ok(Date.now() - at >= 295);
    assert.equal((await rig.drive(`checkout/${await open()}`, { outcome: 'paid', webhook: 'maybe' })).status, 400);
  });
});
