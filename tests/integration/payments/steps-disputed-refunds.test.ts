import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { lookUpRefund } from '../../../src/usecases/payments/refund.js';
import { retryRefund } from '../../../src/usecases/support/retry-refund.js';
import { asked, disputes, FEE, returned, taken } from '../../support/disputes.js';
import { Steps } from '../../support/steps.js';

let steps: Steps;
before(async () => {
  steps = await Steps.open();
});
after(() => steps.close());

const visits = disputes(() => steps);
const { booked, refund, inputOf, books, disputed, hear, orderStatus, paymentStatus, attention, send, cancel } = visits;

describe('a refund of a disputed payment', () => {
  const held = async () => {
    const visit = await booked();
    const open = await disputed(visit);
    await hear(visit, open);
    await cancel(visit);
    const calls = steps.bank.keys.length;
    assert.equal(await send(visit), 'failed');
    assert.equal(steps.bank.keys.length, calls, 'nothing is sent');
    const { failure_reason: reason } = await refund(visit);
    assert.deepEqual([reason, await paymentStatus(visit)], ['in_dispute', 'disputed']);
    assert.deepEqual(await attention(visit), ['dispute', 'refund_in_dispute']);
    return { visit, open };
  };

  it('is held back, and sent when the dispute is won', async () => {
    const { visit, open } = await held();
    await retryRefund(steps.deps)(asked(visit.id, {}));
    assert.equal(await send(visit), 'failed', 'also when a person asks');
    const won = await hear(visit, { ...open, state: 'won', movements: [...open.movements, returned()] });
    assert.deepEqual(
      won.refunds.map(({ status }) => status),
      ['requested'],
    );
    assert.deepEqual([await paymentStatus(visit), await attention(visit)], ['refund_pending', []]);
    assert.equal(await send(visit), 'succeeded');
    assert.deepEqual([await paymentStatus(visit), await orderStatus(visit)], ['refunded', 'refunded']);
    assert.deepEqual(await books(visit), { fees: FEE, provider: -FEE });
  });

  it('is settled by the bank when the dispute is lost, and owed again when it is won after all', async () => {
    const { visit, open } = await held();
    await hear(visit, { ...open, state: 'lost' });
    const settled = await refund(visit);
    assert.deepEqual([settled.status, settled.failure_reason], ['settled_by_hand', 'dispute_lost']);
    assert.deepEqual(
      [await paymentStatus(visit), await orderStatus(visit), await attention(visit)],
      ['disputed', 'disputed', ['dispute_lost']],
    );
    assert.equal((await books(visit)).losses, 8000);
    await hear(visit, { ...open, state: 'won', movements: [...open.movements, returned()] });
    assert.equal((await refund(visit)).status, 'requested');
    assert.equal(await send(visit), 'succeeded');
    assert.deepEqual([await paymentStatus(visit), await orderStatus(visit)], ['refunded', 'refunded']);
  });

  it('that was asked for before the dispute waits, too; lost, nothing is owed any more', async () => {
    const visit = await booked();
    await cancel(visit);
    const open = await disputed(visit);
    await hear(visit, open);
    assert.equal(await paymentStatus(visit), 'refund_pending');
    assert.equal(await send(visit), 'failed');
    assert.deepEqual([await paymentStatus(visit), await orderStatus(visit)], ['refund_failed', 'disputed']);
    await hear(visit, { ...open, state: 'lost' });
    assert.deepEqual(
      [await paymentStatus(visit), await orderStatus(visit), await attention(visit)],
      ['refunded', 'disputed', ['dispute_lost']],
    );
    await hear(visit, { ...open, state: 'won', movements: [...open.movements, returned()] });
    assert.deepEqual([await paymentStatus(visit), await orderStatus(visit)], ['refund_pending', 'paid']);
    assert.equal(await send(visit), 'succeeded');
  });

  it('that had failed before waits, so that nobody pays it by hand meanwhile', async () => {
    const visit = await booked();
    await cancel(visit);
    steps.bank.failures.push('refused');
    await send(visit);
    assert.deepEqual(await attention(visit), ['refund_failed']);
    const open = await disputed(visit);
    await hear(visit, open);
    assert.deepEqual(await attention(visit), ['dispute', 'refund_in_dispute']);
    await hear(visit, { ...open, state: 'won', movements: [...open.movements, returned()] });
    assert.deepEqual([await paymentStatus(visit), await attention(visit)], ['refund_pending', []]);
  });

  it('of more than the bank gave back stays owed', async () => {
    const visit = await booked();
    await cancel(visit);
    const open = await disputed(visit, { amount: 3000, movements: [taken(3000)] });
    await hear(visit, open);
    await send(visit);
    await hear(visit, { ...open, state: 'lost' });
    assert.deepEqual(
      [(await refund(visit)).status, await paymentStatus(visit), await attention(visit)],
      ['failed', 'refund_failed', ['dispute_lost', 'refund_failed']],
    );
  });

  it('whose dispute is won while it is looked at goes out all the same', async () => {
    const visit = await booked();
    await cancel(visit);
    const open = await disputed(visit);
    await hear(visit, open);
    const { bank } = steps;
    const find = bank.findRefund.bind(bank);
    bank.findRefund = async (payment, id) => {
      bank.findRefund = find;
      await hear(visit, { ...open, state: 'won', movements: [...open.movements, returned()] });
      return find(payment, id);
    };
    assert.equal(await send(visit), 'requested');
    assert.equal(await send(visit), 'succeeded');
    assert.deepEqual([await paymentStatus(visit), await attention(visit)], ['refunded', []]);
  });

  it('that went out just before it, its answer lost, is found and counts', async () => {
    const visit = await booked();
    await cancel(visit);
    const { id } = await refund(visit);
    steps.bank.refunds.set(String(id), {
      providerRefundId: `re_${id}`,
      status: 'succeeded',
      failureReason: null,
      fee: null,
    });
    const open = await disputed(visit);
    await hear(visit, open);
    assert.equal(await send(visit), 'succeeded');
    assert.deepEqual([await paymentStatus(visit), await orderStatus(visit)], ['refunded', 'refunded']);
    await hear(visit, { ...open, state: 'lost' });
    assert.deepEqual(await books(visit), { losses: 8000, fees: FEE, provider: -8000 - FEE });
  });

  it('that the provider refuses for a dispute we have not heard of waits for that, too', async () => {
    const visit = await booked();
    await cancel(visit);
    steps.bank.failures.push('in dispute');
    assert.equal(await send(visit), 'failed');
    assert.deepEqual(await attention(visit), ['refund_in_dispute']);
    const open = await disputed(visit);
    await hear(visit, { ...open, state: 'won', movements: [...open.movements, returned()] });
    assert.equal((await refund(visit)).status, 'requested');
    assert.deepEqual(await attention(visit), []);
  });

  it('that fails after it succeeded is settled by a dispute that was lost meanwhile', async () => {
    const visit = await booked();
    await cancel(visit);
    await send(visit);
    const open = await disputed(visit);
    await hear(visit, { ...open, state: 'lost' });
    const sent = steps.bank.refunds.get(String((await refund(visit)).id));
    assert.ok(sent);
    steps.bank.refunds.set(String((await refund(visit)).id), {
      ...sent,
      status: 'failed',
      failureReason: 'closed account',
    });
    assert.equal((await lookUpRefund(steps.deps)(await inputOf(visit))).status, 'settled_by_hand');
    assert.deepEqual(await books(visit), { patient: -8000, losses: 8000, fees: FEE, provider: -FEE });
    assert.deepEqual(await attention(visit), ['dispute_lost']);
  });

  it('that goes out after the lost dispute had settled it is in the books, and shown as paid twice', async () => {
    const visit = await booked();
    await cancel(visit);
    const { id } = await refund(visit);
    const says = (status: 'failed' | 'succeeded') => {
      const sent = steps.bank.refunds.get(String(id));
      assert.ok(sent);
      steps.bank.refunds.set(String(id), { ...sent, status });
    };
    steps.bank.refundsBecome = 'failed';
    await send(visit);
    steps.bank.refundsBecome = 'succeeded';
    await hear(visit, { ...(await disputed(visit)), state: 'lost' });
    assert.equal((await refund(visit)).status, 'settled_by_hand');
    says('succeeded');
    for (let times = 0; times < 2; times += 1) {
      assert.equal((await lookUpRefund(steps.deps)(await inputOf(visit))).status, 'succeeded');
    }
    assert.deepEqual(await books(visit), { losses: 8000, fees: FEE, provider: -8000 - FEE });
    assert.deepEqual(await attention(visit), ['dispute_lost', 'paid_back_twice']);
    says('failed');
    assert.equal((await lookUpRefund(steps.deps)(await inputOf(visit))).status, 'settled_by_hand');
    assert.deepEqual(await books(visit), { patient: -8000, losses: 8000, fees: FEE, provider: -FEE });
    assert.deepEqual(await attention(visit), ['dispute_lost']);
  });

  it('at the same moment is either sent before it or held back by it', async () => {
    for (let round = 0; round < 12; round += 1) {
      const visit = await booked();
      await cancel(visit);
      const open = await disputed(visit);
      await Promise.all([send(visit), hear(visit, open)]);
      const sent = (await refund(visit)).status === 'succeeded';
      assert.equal(await paymentStatus(visit), sent ? 'refunded' : 'refund_failed');
      assert.equal(await orderStatus(visit), sent ? 'refunded' : 'disputed');
      await hear(visit, { ...open, state: 'won', movements: [...open.movements, returned()] });
      if (!sent) assert.equal(await send(visit), 'succeeded');
      assert.deepEqual([await paymentStatus(visit), await orderStatus(visit)], ['refunded', 'refunded']);
      assert.deepEqual(await books(visit), { fees: FEE, provider: -FEE });
    }
  });

  it('costs what the provider says it does', async () => {
    const visit = await booked();
    await cancel(visit);
    steps.bank.refundFee = 75;
    await send(visit);
    steps.bank.refundFee = null;
    await lookUpRefund(steps.deps)(await inputOf(visit));
    assert.equal((await refund(visit)).fee, 75);
    assert.deepEqual(await books(visit), { fees: 75, provider: -75 });
  });
});
