import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ProviderUnavailable } from '../../src/adapters/payments/port.js';
import { until } from '../support/client.js';
import { CALM_POLICY, type FakeRecord, Gate } from '../support/fake-activities.js';
import { WorkflowHarness } from '../support/workflow-harness.js';

let harness: WorkflowHarness;
before(async () => {
  harness = await WorkflowHarness.open();
});
after(() => harness.close());

const SECOND = 1_000;

/** A hold whose window is nearly over, with an open payment page. */
function short(more: { windowMs?: number; processingLimitMs?: number; warningMs?: number } = {}) {
  const { windowMs = 1_500, processingLimitMs = 60_000, warningMs = 3_600_000 } = more;
  const policy = { ...CALM_POLICY, paymentWarningMs: warningMs, processingLimitMs };
  return { policy, expiresAt: Date.now() + windowMs, openOrders: ['order'] };
}

const order = (record: FakeRecord, ...names: string[]) =>
  record.calls.map((c) => c.name).filter((n) => names.includes(n));

describe('a hold', { concurrency: true }, () => {
  it('ends at the provider first, then frees the slot, then notifies the patient', async () => {
    const record = await harness.held(short());
    assert.equal(await harness.outcome(record), 'payment_expired');
    assert.ok(Date.now() >= record.snapshot.expiresAt);
    assert.deepEqual(order(record, 'closeCheckouts', 'expireHold'), ['closeCheckouts', 'expireHold']);
    assert.equal(record.called('expireHold')[0]?.input.undecided, false);
    assert.deepEqual(record.messages, ['booking_held', 'payment_expired']);
  });

  it('warns once before the end, and not at all when the window is shorter than the warning', async () => {
    const [warned, hasty] = await Promise.all([
      harness.held(short({ windowMs: 6_000, warningMs: 2_000 })),
      harness.held(short({ windowMs: 6_000, warningMs: 10_000 })),
    ]);
    await Promise.all([harness.outcome(warned), harness.outcome(hasty)]);
    assert.deepEqual(warned.messages, ['booking_held', 'payment_warning', 'payment_expired']);
    assert.deepEqual(hasty.messages, ['booking_held', 'payment_expired']);
  });

  it('that was paid in time is booked and confirmed, and never expires', async () => {
    const record = await harness.held(short({ windowMs: 20_000 }));
    await harness.sendPaymentEvent(record);
    await harness.knows(record, { status: 'booked' });
    await until('the confirmation', async () => record.messages.includes('booking_confirmed'));
    await harness.waitsFor(record, /consultation to start/);
    assert.deepEqual(order(record, 'closeCheckouts', 'expireHold'), []);
  });

  it('that the provider says is paid at the deadline is booked, without a webhook', async () => {
    const record = harness.record(short());
    record.steps.closeCheckouts = () => ({
      outcome: 'confirmed',
      snapshot: record.become('booked', { paymentStatus: 'paid', openOrders: [] }),
    });
    await harness.book(record);
    await harness.knows(record, { status: 'booked' });
    assert.equal(record.called('expireHold').length, 0);
    assert.ok((await harness.timeline(record)).includes('Paid: booked'));
  });

  it('that was given more time ends later, and is cancelled at once when asked', async () => {
    const window = short({ windowMs: 20_000 });
    const [extended, cancelled] = await Promise.all([harness.held(window), harness.held(window)]);
    await harness.update(extended, 'extendPaymentWindow', { minutes: 10 });
    assert.equal((await harness.update(cancelled, 'cancel')).status, 'cancelled_by_clinic');
    assert.equal(await harness.outcome(cancelled), 'cancelled_by_clinic');
    assert.deepEqual(
      order(cancelled, 'cancelAppointment', 'closeCheckouts'),
      ['cancelAppointment', 'closeCheckouts'],
      'the page is closed after',
    );
    await harness.waitsFor(extended, /Payment/);
    assert.ok(Date.parse((await harness.state(extended)).until ?? '') > Date.now() + 500 * SECOND);
    assert.equal(extended.called('expireHold').length, 0);
  });
});

describe('a payment that is undecided at the deadline', { concurrency: true }, () => {
  const undecided = (record: FakeRecord) => {
    record.steps.closeCheckouts = () => ({ outcome: 'undecided', snapshot: record.snapshot });
  };

  it('keeps the slot until an event comes by signal, and costs no history while it waits', async () => {
    const record = harness.record(short());
    undecided(record);
    await harness.book(record);
    await until('the watch', async () => record.called('watchCheckouts').length >= 2);
    const waiting = (await harness.events(record)).length;
    await harness.sendPaymentEvent(record);
    await harness.knows(record, { status: 'booked' });
    await harness.waitsFor(record, /consultation to start/);
    assert.equal(record.called('expireHold').length, 0);
    assert.ok(waiting < 50, `${waiting} events`);
    const seen = record.called('watchCheckouts').length;
    await until('the watch to be over', async () =>
      (await harness.events(record)).includes('activityTaskCanceledEventAttributes'),
    );
    assert.ok(record.called('watchCheckouts').length <= seen + 1);
  });

  it('is asked again when the watch says that it is decided', async () => {
    const record = harness.record(short());
    undecided(record);
    record.steps.watchCheckouts = () => {
      delete record.steps.closeCheckouts;
    };
    await harness.book(record);
    assert.equal(await harness.outcome(record), 'payment_expired');
    assert.equal(record.called('expireHold')[0]?.input.undecided, false);
  });

  it('frees the slot at the processing limit, for a person to look at', async () => {
    const record = harness.record(short({ windowMs: SECOND, processingLimitMs: 2 * SECOND }));
    undecided(record);
    record.steps.expireHold = () => record.become('payment_expired', { openOrders: [] });
    await harness.book(record);
    assert.equal(await harness.outcome(record), 'payment_expired');
    assert.equal(record.called('expireHold')[0]?.input.undecided, true);
    assert.ok(Date.now() >= record.snapshot.expiresAt + 2 * SECOND);
  });

  it('an unreachable provider is the same: nothing is freed on a guess', async () => {
    const record = harness.record(short());
    let away = true;
    record.steps.closeCheckouts = () => {
      if (away) throw new ProviderUnavailable('down');
      return { outcome: 'closed', snapshot: record.change({ openOrders: [] }) };
    };
    record.steps.watchCheckouts = () => {
      if (record.called('watchCheckouts').length < 2) throw new ProviderUnavailable('down');
      away = false;
    };
    await harness.book(record);
    assert.equal(await harness.outcome(record), 'payment_expired');
    assert.ok(
      order(record, 'watchCheckouts', 'expireHold').indexOf('expireHold') >= 2,
      'not before the provider spoke',
    );
  });

  it('a cancel during the wait wins, and the payment is watched to its end afterwards', async () => {
    const record = harness.record(short());
    undecided(record);
    await harness.book(record);
    await until('the watch', async () => record.called('watchCheckouts').length >= 1);
    await harness.update(record, 'cancel');
    await harness.waitsFor(record, /under way/);
    const refund = { id: 'late', amount: 8000, status: 'requested' } as const;
    record.steps.lookUpPayment = () => ({
      outcome: 'refunding',
      snapshot: record.change({ openOrders: [], refunds: [refund], paymentStatus: 'paid' }),
    });
    await harness.sendPaymentEvent(record);
    assert.equal(await harness.outcome(record), 'cancelled_by_clinic');
    assert.deepEqual([...record.messages].sort(), ['booking_held', 'cancelled', 'payment_late', 'refunded/late']);
    assert.equal(record.called('expireHold').length, 0);
  });
});

describe('money and the lock', { concurrency: true }, () => {
  it('a payment that is looked up while the deadline closes the page is booked, not expired', async () => {
    const record = harness.record(short());
    const gate = new Gate();
    record.steps.closeCheckouts = async () => {
      await gate.passed;
      return { outcome: 'closed', snapshot: record.change({ openOrders: [] }) };
    };
    await harness.book(record);
    await until('the deadline', async () => record.called('closeCheckouts').length > 0);
    await harness.sendPaymentEvent(record);
    await until('the lookup, which waits for no lock', async () => record.called('lookUpPayment').length === 1);
    gate.open();
    await harness.knows(record, { status: 'booked', openOrders: [] });
    assert.deepEqual(order(record, 'expireHold'), []);
  });

  it('a cancel does not wait for a page that is being closed, opened or looked up', async () => {
    const gate = new Gate();
    const closing = harness.record(short());
    closing.steps.closeCheckouts = async () => {
      await gate.passed;
      return { outcome: 'closed', snapshot: closing.change({ openOrders: [] }) };
    };
    const [opening, looking] = [await harness.held(), await harness.held()];
    opening.steps.startCheckout = async () => {
      await gate.passed;
      return opening.change({ openOrders: ['order'] });
    };
    looking.steps.lookUpPayment = async () => {
      await gate.passed;
      return { outcome: 'closed', snapshot: looking.snapshot };
    };
    await harness.book(closing);
    await until('the deadline', async () => closing.called('closeCheckouts').length > 0);
    const opened = harness.update(opening, 'checkout');
    await until('the page', async () => opening.called('startCheckout').length > 0);
    await harness.sendPaymentEvent(looking);
    await until('the lookup', async () => looking.called('lookUpPayment').length > 0);
    for (const record of [closing, opening, looking]) {
      assert.equal((await harness.update(record, 'cancel')).status, 'cancelled_by_clinic');
    }
    gate.open();
    await opened;
    for (const record of [closing, opening, looking]) {
      assert.equal(await harness.outcome(record), 'cancelled_by_clinic');
      assert.deepEqual(record.snapshot.openOrders, []);
      assert.equal(record.overlaps, 0);
    }
  });
});
