import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { refreshSignal } from '../../src/workflows/appointment/contract.js';
import { until } from '../support/client.js';
import { CALM_POLICY, type FakeRecord, Gate } from '../support/fake-activities.js';
import { ORDER_ID, WorkflowHarness } from '../support/workflow-harness.js';

let harness: WorkflowHarness;
before(async () => {
  harness = await WorkflowHarness.open();
});
after(() => harness.close());

const MINUTE = 60_000;
const OTHER_ORDER = randomUUID();

/** A lookup that ends when the gate is opened, and finds nothing. */
function slow(record: FakeRecord, gate: Gate): { readonly now: () => number; readonly most: () => number } {
  let now = 0;
  let most = 0;
  record.steps.lookUpPayment = async () => {
    now += 1;
    most = Math.max(most, now);
    await gate.passed;
    now -= 1;
    return { outcome: 'undecided', snapshot: record.snapshot };
  };
  return { now: () => now, most: () => most };
}

const looked = (record: FakeRecord) => record.called('lookUpPayment').length;

describe('lookups', { concurrency: true, timeout: 60_000 }, () => {
  it('that people ask for are merged: one is under way, one waits, and nobody waits for them', async () => {
    const record = await harness.held({ openOrders: [ORDER_ID] });
    const gate = new Gate();
    const lookups = slow(record, gate);
    const length = async () => (await harness.handle(record.id).describe()).historyLength;
    const before = await length();
    await Promise.all(Array.from({ length: 30 }, () => harness.sendPaymentEvent(record, { eventId: null })));
    await until('the first', async () => looked(record) === 1);
    try {
      assert.equal((await harness.update(record, 'extendPaymentWindow')).status, 'pending');
      assert.equal((await harness.update(record, 'cancel')).status, 'cancelled_by_clinic');
      assert.deepEqual([lookups.now(), looked(record)], [1, 1], 'commands do not wait: the first is still under way');
    } finally {
      gate.open();
    }
    assert.equal(await harness.outcome(record), 'cancelled_by_clinic');
    assert.equal(lookups.most(), 1);
    assert.equal(looked(record), 1, 'the one that waited is not needed any more');
    assert.ok((await length()) - before < 130, `${(await length()) - before} events, of which 30 are signals`);
  });

  it('of one order do not wait for those of another, and a provider event does not wait for a pause', async () => {
    const record = await harness.held({ openOrders: [ORDER_ID, OTHER_ORDER] });
    record.steps.lookUpPayment = () => ({ outcome: 'undecided', snapshot: record.snapshot });
    await harness.sendPaymentEvent(record, { eventId: null });
    await until('the first', async () => looked(record) === 1);
    await harness.sendPaymentEvent(record, { eventId: null });
    await harness.sendPaymentEvent(record, { eventId: null, orderId: OTHER_ORDER, objectId: 'cs_other' });
    await until('that of the other order', async () => looked(record) === 2);
    assert.equal(record.called('lookUpPayment')[1]?.input.orderId, OTHER_ORDER);
    await harness.sendPaymentEvent(record, { eventId: 'evt_now' });
    await until('that of the event', async () => looked(record) === 3);
    assert.deepEqual(record.called('lookUpPayment')[2]?.input.eventIds, ['evt_now']);
  });

  it('of an order that was settled are made all the same when somebody asks afterwards', async () => {
    const record = await harness.held({ openOrders: [ORDER_ID] });
    record.steps.lookUpPayment = () => ({ outcome: 'closed', snapshot: record.change({ openOrders: [] }) });
    await harness.sendPaymentEvent(record, { eventId: 'evt_closed' });
    await harness.knows(record, { openOrders: [] });
    record.steps.lookUpPayment = () => ({
      outcome: 'confirmed',
      snapshot: record.become('booked', { paymentStatus: 'paid' }),
    });
    await harness.sendPaymentEvent(record, { eventId: null });
    await harness.knows(record, { status: 'booked' });
    assert.equal(looked(record), 2);
  });

  it('that open or close sessions are made alone', async () => {
    const record = await harness.held();
    const gate = new Gate();
    record.steps.lookUpPayment = () => null;
    record.steps.startCheckout = async () => {
      await gate.passed;
      return record.change({ openOrders: [ORDER_ID] });
    };
    const opening = harness.update(record, 'checkout');
    await until('the page', async () => record.called('startCheckout').length === 1);
    await harness.sendPaymentEvent(record);
    await until('the lookup', async () => looked(record) === 1);
    assert.equal(record.called('settlePayment').length, 0);
    gate.open();
    await opening;
    await harness.knows(record, { status: 'booked' });
    assert.equal(record.called('settlePayment').length, 1);
  });

  it('leave the deadline and the warning in time', async () => {
    const gate = new Gate();
    const policy = { ...CALM_POLICY, paymentWarningMs: 2_000 };
    const record = await harness.held({ policy, expiresAt: Date.now() + 6_000, openOrders: [ORDER_ID] });
    slow(record, gate);
    await harness.sendPaymentEvent(record);
    await until('the lookup', async () => looked(record) === 1);
    try {
      await harness.knows(record, { status: 'payment_expired' });
      assert.ok(Date.now() - record.snapshot.expiresAt < 5_000);
      await until('the message', async () => record.messages.includes('payment_expired'));
      assert.deepEqual(record.messages, ['booking_held', 'payment_warning', 'payment_expired']);
    } finally {
      // A step that never ends would keep the worker from stopping.
      gate.open();
    }
    assert.equal(await harness.outcome(record), 'payment_expired');
  });

  it('are made by the run itself while a page is open, and end with the hold', async () => {
    const [paid, cancelled] = [await harness.held(), await harness.held()];
    let attempts = 0;
    paid.steps.watchPayment = () => ({
      outcome: 'confirmed',
      snapshot: paid.become('booked', { paymentStatus: 'paid', openOrders: [] }),
    });
    cancelled.steps.watchPayment = () => {
      attempts += 1;
      throw new Error('still undecided');
    };
    for (const record of [paid, cancelled]) await harness.update(record, 'checkout');
    await harness.knows(paid, { status: 'booked' });
    assert.ok((await harness.timeline(paid)).includes('Paid: booked'));
    await until('the watch', async () => attempts === 1);
    await harness.update(cancelled, 'cancel');
    assert.equal(await harness.outcome(cancelled), 'cancelled_by_clinic');
    assert.equal(attempts, 1);
  });

  for (const [outcome, lateOutcome] of [
    ['rebooked', 'rebooked'],
    ['refunding', 'refunded'],
  ] as const) {
    it(`for staff send the patient what became of late money: ${outcome}`, async () => {
      const record = await harness.held({ openOrders: [ORDER_ID], attention: ['payment_refused'] });
      record.become('payment_expired', { openOrders: [] });
      await harness.handle(record.id).signal(refreshSignal);
      await harness.knows(record, { status: 'payment_expired' });
      record.steps.checkPayment = () =>
        outcome === 'rebooked'
          ? record.become('booked', { paymentStatus: 'paid' })
          : record.change({
              paymentStatus: 'refund_pending',
              refunds: [{ id: ORDER_ID, status: 'failed', amount: 8000 }],
            });
      await harness.update(record, 'checkPayment');
      await until('the message', async () => record.messages.includes('payment_late'));
      const sent = record.called('deliverMessage').find(({ input }) => input.kind === 'payment_late');
      assert.equal(sent?.input.lateOutcome, lateOutcome);
    });
  }

  it('for staff happen at once', async () => {
    const record = await harness.held({ openOrders: [ORDER_ID] });
    assert.equal((await harness.update(record, 'checkPayment')).status, 'booked');
    await harness.refused('validation_failed', harness.update(record, 'checkPayment', { reason: ' ' }));
    assert.equal(record.called('checkPayment')[0]?.input.command.reason, 'asked by phone');
  });
});

it('however often a run is asked to refresh, it reads its record twice at most', async () => {
  const record = await harness.held();
  const gate = new Gate();
  record.steps.readSnapshot = async () => {
    await gate.passed;
    return record.snapshot;
  };
  await Promise.all(Array.from({ length: 40 }, () => harness.engine.refresh(record.id)));
  await until('the first reading', async () => record.called('readSnapshot').length === 1);
  record.change({ expiresAt: Date.now() + 30 * MINUTE });
  gate.open();
  await harness.knows(record, { expiresAt: record.snapshot.expiresAt });
  assert.ok(record.called('readSnapshot').length <= 2);
});
