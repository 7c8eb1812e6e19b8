import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { until } from '../testing.js';
import { type Answer, initializeParams, PaystackRig } from './testing.js';

describe("the Paystack sandbox's API", () => {
  let rig: PaystackRig;
  before(async () => {
    rig = await PaystackRig.start();
  });
  after(() => rig.stop());

  const open = async (changes: object = {}): Promise<string> => {
    const reference = `${randomUUID()}-1`;
    const answer = await rig.api('/transaction/initialize', initializeParams(reference, changes));
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    return reference;
  };
  const paid = async (changes: object = {}): Promise<string> => {
    const reference = await open(changes);
    assert.equal((await rig.drive(`checkout/${reference}`, { outcome: 'paid' })).status, 200);
    return reference;
  };
  const verify = async (reference: string) => (await rig.api(`/transaction/verify/${reference}`)).body.data;
  const refused = (answer: Answer, status: number, message: RegExp) => {
    assert.equal(answer.status, status);
    assert.equal(answer.body.status, false);
    assert.match(answer.body.message, message);
  };

  it('wants the secret key', async () => {
    refused(await rig.api('/transaction', undefined, 'sk_test_other'), 401, /Invalid key/);
    refused(await rig.api('/transaction/initialize', {}, 'sk_test_other'), 401, /Invalid key/);
    const bare = await fetch(`${rig.apiBase}/transaction`);
    assert.equal(bare.status, 401);
  });

  it('opens a page, once per reference, and answers its address only then', async () => {
    const reference = `${randomUUID()}-1`;
    const { status, body } = await rig.api('/transaction/initialize', initializeParams(reference));
    assert.equal(status, 200);
    assert.equal(body.status, true);
    assert.equal(body.data.reference, reference);
    assert.equal(
      body.data.authorization_url,
      `${rig.sandbox.url}/sandbox/paystack/pay/${body.data.access_code}`,
      'the page lives in the sandbox',
    );
    const again = await rig.api('/transaction/initialize', initializeParams(reference));
    refused(again, 400, /^Duplicate Transaction Reference$/);
    const seen = await verify(reference);
    assert.equal(seen.status, 'abandoned', 'before anybody has paid');
    assert.equal(seen.amount, 500_000);
    assert.equal(seen.currency, 'NGN');
    assert.equal(seen.fees, null);
    assert.equal(seen.paid_at, null);
    assert.deepEqual(seen.metadata.order_id, 'o1');
    assert.doesNotMatch(JSON.stringify(seen), new RegExp(`pay/${body.data.access_code}`));
  });

  it('refuses what Paystack refuses', async () => {
    const send = (changes: object) => rig.api('/transaction/initialize', initializeParams(randomUUID(), changes));
    refused(await send({ email: 'nobody' }), 400, /Invalid Email Address/);
    refused(await send({ amount: 0 }), 400, /Invalid Amount/);
    refused(await send({ amount: 10.5 }), 400, /Invalid Amount/);
    refused(await send({ currency: 'AUD' }), 400, /Currency not supported/);
    refused(await send({ reference: 'order:1' }), 400, /Invalid character/);
    refused(await send({ channels: ['barter'] }), 400, /Invalid channels/);
    refused(await rig.api('/transaction/verify/nobody'), 400, /Transaction reference not found/);
    refused(await rig.api('/refund/1'), 404, /Refund not found/);
    refused(await rig.api('/dispute/1'), 404, /Dispute not found/);
    refused(await rig.api('/transaction/expire/x', {}), 404, /Cannot POST/);
    refused(await rig.api('/transaction?from=yesterday'), 400, /'from' date/);
  });

  it('takes a payment, with the fee of the list price, and sends its event', async () => {
    for (const [amount, currency, fees] of [
      [500_000, 'NGN', 17_500],
      [240_000, 'NGN', 3_600],
      [250_000, 'NGN', 13_750],
      [20_000_000, 'NGN', 200_000],
      [8_000, 'USD', 312],
    ] as const) {
      const reference = await paid({ amount, currency });
      const seen = await verify(reference);
      assert.deepEqual([seen.status, seen.fees, seen.channel], ['success', fees, 'card']);
      const { data } = await rig.notice('charge.success', reference);
      assert.equal(data.id, seen.id);
      assert.equal(data.amount, amount);
    }
  });

  it('sends no event of what failed or was left, and lets it be paid after all', async () => {
    const reference = await open();
    await rig.drive(`checkout/${reference}`, { outcome: 'declined' });
    assert.equal((await verify(reference)).status, 'failed');
    await rig.drive(`checkout/${reference}`, { outcome: 'abandoned' });
    assert.equal((await verify(reference)).status, 'abandoned');
    await rig.drive(`checkout/${reference}`, { outcome: 'processing' });
    assert.equal((await verify(reference)).status, 'pending');
    await rig.drive(`checkout/${reference}`, { outcome: 'async_failed' });
    assert.equal((await verify(reference)).status, 'failed');
    assert.equal((await rig.drive(`checkout/${reference}`, { outcome: 'async_paid' })).status, 409);
    await rig.drive(`checkout/${reference}`, { outcome: 'processing' });
    await rig.drive(`checkout/${reference}`, { outcome: 'async_paid', webhook: 'duplicate' });
    await rig.notice('charge.success', reference, 2);
    const about = rig.received.filter(({ data }) => data.reference === reference);
    assert.deepEqual(
      about.map(({ event }) => event),
      ['charge.success', 'charge.success'],
    );
    assert.equal((await verify(reference)).channel, 'bank_transfer');
    assert.equal((await rig.drive(`checkout/${reference}`, { outcome: 'paid' })).status, 409);
    assert.equal((await rig.drive('checkout/nobody', { outcome: 'paid' })).status, 404);
    assert.equal((await rig.drive(`checkout/${reference}`, { outcome: 'sunny' })).status, 400);
  });

  it('can credit something else than was asked for, and lose the notice', async () => {
    const reference = await open();
    await rig.drive(`checkout/${reference}`, { outcome: 'paid', amount: 400_000, currency: 'usd', webhook: 'lose' });
    const seen = await verify(reference);
    assert.deepEqual([seen.amount, seen.requested_amount, seen.currency], [400_000, 500_000, 'USD']);
    const entry = (await rig.ledger()).find(({ id }) => id === reference);
    assert.deepEqual([entry?.amount, entry?.currency, entry?.status], [400_000, 'usd', 'succeeded']);
  });

  it('lists, newest first, page by page, by date and status', async () => {
    const from = new Date().toISOString();
    const references = [];
    for (let n = 0; n < 5; n += 1) references.push(await (n === 2 ? paid() : open()));
    const listed: string[] = [];
    for (const page of [1, 2, 3]) {
      const { body } = await rig.api(`/transaction?from=${from}&perPage=2&page=${page}`);
      assert.deepEqual(body.meta, { total: 5, skipped: (page - 1) * 2, perPage: 2, page, pageCount: 3 });
      for (const row of body.data) listed.push(row.reference);
    }
    assert.deepEqual(listed, references.reverse());
    const success = (await rig.api(`/transaction?from=${from}&status=success`)).body.data;
    assert.deepEqual(success.length, 1);
    assert.equal((await rig.api(`/transaction?to=${from}&from=${from}`)).body.data.length, 0);
  });

  it('queues refunds: pending, processing, processed; and the transaction follows', async () => {
    const reference = await paid();
    const { body } = await rig.api('/refund', { transaction: reference, amount: 200_000, merchant_note: 'ours' });
    assert.equal(body.message, 'Refund has been queued for processing');
    assert.deepEqual([body.data.status, body.data.amount, body.data.merchant_note], ['pending', 200_000, 'ours']);
    assert.equal(body.data.transaction.reference, reference);
    for (const kind of ['pending', 'processing', 'processed']) {
      const { data } = await rig.notice(`refund.${kind}`, reference);
      assert.equal(data.id, undefined, 'the event of a refund has no id');
      assert.equal(data.amount, '200000');
    }
    assert.equal((await rig.api(`/refund/${body.data.id}`)).body.data.status, 'processed');
    assert.equal((await verify(reference)).status, 'success', 'in part only');
    refused(await rig.api('/refund', { transaction: reference, amount: 300_001 }), 400, /cannot be more/);
    // As of the moment of the answer: its own steps take less than half a second.
    const whole = await rig.api('/refund', { transaction: reference });
    assert.equal(whole.body.data.transaction.status, 'reversal-pending');
    await until('the reversal', async () => ((await verify(reference)).status === 'reversed' ? true : undefined));
    refused(await rig.api('/refund', { transaction: reference }), 400, /fully reversed/);
    const { data } = (await rig.api('/refund?perPage=100')).body;
    assert.deepEqual(
      data
        .filter((row: { transaction_reference: string }) => row.transaction_reference === reference)
        .map((row: { amount: number }) => row.amount),
      [300_000, 200_000],
    );
    refused(await rig.api('/refund', { transaction: 'nobody' }), 404, /Transaction not found/);
    refused(await rig.api('/refund', { transaction: await open() }), 400, /not been paid/);
  });

  it('lets refunds wait, fail, fail later, and ask for bank details', async () => {
    const refund = async (behaviour: string, last: string) => {
      await rig.drive('faults', { refund: behaviour });
      const reference = await paid();
      const { id } = (await rig.api('/refund', { transaction: reference })).body.data;
      const status = async () => (await rig.api(`/refund/${id}`)).body.data.status;
      await until(`${behaviour} to be ${last}`, async () => ((await status()) === last ? true : undefined));
      return { id, reference };
    };
    const failed = await refund('fail', 'failed');
    assert.equal((await verify(failed.reference)).status, 'success', 'the money is back with the clinic');
    const later = await refund('succeed_then_fail', 'failed');
    await rig.notice('refund.processed', later.reference);
    await rig.notice('refund.failed', later.reference);
    const waiting = await refund('pending', 'pending');
    assert.equal((await rig.drive(`refunds/${waiting.id}`, { status: 'succeeded' })).status, 200);
    assert.equal((await verify(waiting.reference)).status, 'reversed');
    assert.equal((await rig.drive(`refunds/${waiting.id}`, { status: 'processing' })).status, 409);
    const asks = await refund('needs_attention', 'needs-attention');
    const { data } = await rig.notice('refund.needs-attention', asks.reference);
    assert.equal(data.id, String(asks.id));
    await rig.drive('faults', { clear: true });
    const retry = (body: object, id = asks.id) => rig.api(`/refund/retry_with_customer_details/${id}`, body);
    refused(await retry({}), 400, /refund_account_details/);
    const details = { refund_account_details: { currency: 'NGN', account_number: '0000000000', bank_id: '9' } };
    assert.equal((await retry(details)).status, 200);
    await rig.notice('refund.processed', asks.reference);
    refused(await retry(details), 422, /not awaiting/);
    refused(await retry(details, failed.id), 422, /not awaiting/);
  });

  it('opens, reminds of, loses and wins disputes', async () => {
    const lost = await paid();
    const dispute = (reference: string, status: string) => rig.drive('dispute', { reference, status });
    const { number } = (await dispute(lost, 'open')).body;
    const seen = async () => (await rig.api(`/dispute/${number}`)).body.data;
    assert.deepEqual([(await seen()).status, (await seen()).resolution], ['awaiting-merchant-feedback', null]);
    assert.equal((await rig.notice('charge.dispute.create', lost)).data.id, number);
    await dispute(lost, 'remind');
    await rig.notice('charge.dispute.remind', lost);
    await dispute(lost, 'lost');
    assert.deepEqual([(await seen()).status, (await seen()).resolution], ['resolved', 'merchant-accepted']);
    assert.equal((await rig.notice('charge.dispute.resolve', lost)).data.refund_amount, 500_000);
    assert.equal((await verify(lost)).status, 'reversed');
    const won = await paid();
    await dispute(won, 'won');
    assert.equal((await rig.notice('charge.dispute.resolve', won)).data.resolution, 'declined');
    assert.equal((await verify(won)).status, 'success');
    const { body } = await rig.api('/dispute');
    assert.equal(body.data.length, 2);
    assert.equal((await dispute(await open(), 'open')).status, 409);
    assert.equal((await dispute(lost, 'open')).status, 409);
    assert.equal((await dispute('nobody', 'open')).status, 404);
    const account = (await (await fetch(`${rig.sandbox.url}/sandbox/paystack/balance`)).json()) as {
      category: string;
      source: string;
      amount: number;
    }[];
    assert.deepEqual(
      account.filter(({ source }) => source === String(number) || source === lost).map(({ amount }) => amount),
      [500_000, -500_000],
    );
  });
});
