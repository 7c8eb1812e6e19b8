import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { ApplicationFailure } from '@temporalio/activity';
import type { AppointmentSnapshot, RefundSnapshot } from '../../src/domain/appointments/snapshot.js';
import { DomainError } from '../../src/domain/errors.js';
import { paymentEventWorkflowId } from '../../src/domain/ids.js';
import { until } from '../support/client.js';
import type { FakeRecord } from '../support/fake-activities.js';
import { WorkflowHarness } from '../support/workflow-harness.js';

let harness: WorkflowHarness;
before(async () => {
  harness = await WorkflowHarness.open();
});
after(() => harness.close());

const ID = randomUUID();
const refund = (status: RefundSnapshot['status']) => [{ id: ID, amount: 8000, status }];
const cancelled = (status: RefundSnapshot['status'], more: Partial<AppointmentSnapshot> = {}) =>
  ({ status: 'cancelled_by_doctor', paymentStatus: 'refund_pending', refunds: refund(status), ...more }) as const;
const refundMessages = (record: FakeRecord) => record.messages.filter((kind) => kind.startsWith('refunded'));

describe('a refund', { concurrency: true, timeout: 60_000 }, () => {
  it('is sent once, and the patient is notified when it has succeeded', async () => {
    const record = await harness.booked();
    await harness.update(record, 'cancel');
    assert.equal(await harness.outcome(record), 'cancelled_by_clinic');
    assert.equal(record.called('sendRefund').length, 1);
    assert.deepEqual(record.messages.slice(-2), ['cancelled', `refunded/${record.id}/refund`]);
  });

  it('that the bank takes its time over keeps the run open, until an event comes', async () => {
    const record = harness.record(cancelled('requested'));
    record.steps.sendRefund = ({ refundId }) => ({
      status: 'pending',
      snapshot: record.setRefund(refundId, 'pending'),
    });
    await harness.engine.resume(record.id);
    await until('the watch', async () => record.called('watchRefund').length > 0);
    await harness.waitsFor(record, /refund/i);
    assert.deepEqual(refundMessages(record), [], 'nothing is promised yet');
    await harness.sendPaymentEvent(record, { about: 'refund', refundId: ID });
    assert.equal(await harness.outcome(record), 'cancelled_by_doctor');
    assert.deepEqual(refundMessages(record), [`refunded/${ID}`]);
  });

  it('is found to be done by the watch when no event comes', async () => {
    const record = harness.record(cancelled('pending'));
    record.steps.watchRefund = ({ refundId }) => ({
      status: 'succeeded',
      snapshot: record.setRefund(refundId, 'succeeded'),
    });
    await harness.engine.resume(record.id);
    assert.equal(await harness.outcome(record), 'cancelled_by_doctor');
    assert.deepEqual(refundMessages(record), [`refunded/${ID}`]);
  });

  it('that fails stays open for a person, who sends it again', async () => {
    const record = harness.record(cancelled('requested'));
    record.steps.sendRefund = ({ refundId }) => {
      record.setRefund(refundId, 'failed');
      return { status: 'failed', snapshot: record.change({ attention: ['refund_failed'] }) };
    };
    await harness.engine.resume(record.id);
    await harness.knows(record, { attention: ['refund_failed'] });
    await harness.waitsFor(record, /refund/i);
    assert.deepEqual(refundMessages(record), []);
    delete record.steps.sendRefund;
    await harness.update(record, 'retryRefund');
    assert.equal(await harness.outcome(record), 'cancelled_by_doctor');
    assert.deepEqual(record.snapshot.attention, []);
    assert.deepEqual(refundMessages(record), [`refunded/${ID}`]);
  });

  it('that a person paid out by hand is owed no more', async () => {
    const record = await harness.resumed(cancelled('failed', { attention: ['refund_failed'] }));
    record.steps.resolveAttention = () => record.change({ attention: [], refunds: refund('settled_by_hand') });
    await harness.waitsFor(record, /refund/i);
    await harness.update(record, 'resolveAttention', { code: 'refund_failed' });
    assert.equal(await harness.outcome(record), 'cancelled_by_doctor');
    assert.equal(record.called('sendRefund').length, 0);
  });

  it('is sent however long the provider is unavailable', async () => {
    const record = harness.record(cancelled('requested'));
    record.steps.sendRefund = ({ refundId }) => {
      if (record.called('sendRefund').length < 3) throw new DomainError('provider_unavailable', 'down');
      return { status: 'succeeded', snapshot: record.setRefund(refundId, 'succeeded') };
    };
    await harness.engine.resume(record.id);
    assert.equal(await harness.outcome(record), 'cancelled_by_doctor');
    assert.equal(record.called('sendRefund').length, 3);
  });

  it('issued by staff goes out while the appointment goes on', async () => {
    const record = await harness.booked();
    await harness.update(record, 'issueRefund', { amount: 2000 });
    await until('the refund', async () => refundMessages(record).length > 0);
    assert.equal((await harness.update(record, 'start')).status, 'in_progress');
  });
});

describe('what money led to', { concurrency: true, timeout: 60_000 }, () => {
  for (const [outcome, note] of [
    ['surplus', /second payment goes back/],
    ['mismatch', /not the amount owed/],
  ] as const) {
    it(`${outcome}: in the timeline, and nobody is notified of anything else`, async () => {
      const record = await harness.booked();
      await until('the confirmation', async () => record.messages.length > 0);
      record.steps.lookUpPayment = () => ({ outcome, snapshot: record.change({}) });
      await harness.sendPaymentEvent(record);
      await until('the note', async () => (await harness.timeline(record)).some((entry) => note.test(entry)));
      assert.deepEqual(record.messages, ['booking_confirmed']);
    });
  }

  it('the same event three times confirms once', async () => {
    const record = await harness.held();
    const events = ['evt_1', 'evt_2', 'evt_3'];
    await Promise.all(events.map((eventId) => harness.sendPaymentEvent(record, { eventId })));
    const answered = () => record.called('lookUpPayment').flatMap(({ input }) => input.eventIds);
    await until('all of it', async () => events.every((eventId) => answered().includes(eventId)));
    await harness.knows(record, { status: 'booked' });
    await until('the confirmation', async () => record.messages.includes('booking_confirmed'));
    assert.deepEqual(
      record.messages.filter((kind) => kind === 'booking_confirmed'),
      ['booking_confirmed'],
    );
  });

  it('a dispute is shown', async () => {
    const record = await harness.booked();
    await harness.sendPaymentEvent(record, { about: 'dispute', objectId: 'dp_1' });
    await harness.knows(record, { paymentStatus: 'disputed', attention: ['dispute'] });
    assert.equal(record.called('settleDispute')[0]?.input.disputeId, 'dp_1');
  });
});

describe('a payment event of an appointment that nobody runs', { concurrency: true, timeout: 60_000 }, () => {
  const over = (more: Partial<AppointmentSnapshot> = {}) => harness.record({ status: 'payment_expired', ...more });
  const settledBy = (record: FakeRecord, object = `cs_${record.id}`) =>
    harness.client.workflow.getHandle(paymentEventWorkflowId('stripe', object)).result();

  it('late money while the slot is free: booked again, and a run carries on', async () => {
    const record = over();
    record.steps.settlePayment = () => ({
      outcome: 'rebooked',
      snapshot: record.become('booked', { paymentStatus: 'paid' }),
    });
    await harness.sendPaymentEvent(record);
    await settledBy(record);
    await harness.knows(record, { status: 'booked' });
    await until('both messages', async () => record.messages.length === 2);
    assert.deepEqual([...record.messages].sort(), ['booking_confirmed', 'payment_late']);
    assert.equal(record.called('resumeRun').length, 1);
    assert.equal(record.called('settlePayment').length, 1, 'the signal that starts it brings no second event');
  });

  it('what a run before has opened about an undecided payment is withdrawn as soon as it is decided', async () => {
    const record = over({ attention: ['payment_undecided'] });
    record.steps.settlePayment = () => ({
      outcome: 'rebooked',
      snapshot: record.become('booked', { paymentStatus: 'paid' }),
    });
    await harness.sendPaymentEvent(record);
    await settledBy(record);
    await harness.knows(record, { status: 'booked', attention: [] });
  });

  it('late money for a slot that is gone: it goes back', async () => {
    const record = over();
    record.steps.settlePayment = () => ({
      outcome: 'refunding',
      snapshot: record.change({ refunds: refund('requested') }),
    });
    await harness.sendPaymentEvent(record);
    await settledBy(record);
    assert.equal(await harness.outcome(record), 'payment_expired');
    assert.deepEqual([...record.messages].sort(), ['payment_expired', 'payment_late', `refunded/${ID}`].sort());
  });

  it('nothing new: no run is started and nobody is notified', async () => {
    const record = over();
    await harness.sendPaymentEvent(record);
    await settledBy(record);
    assert.equal(record.called('resumeRun').length, 0);
    assert.deepEqual(record.messages, []);
  });

  it('a refund that failed after all gets a run that waits for a person', async () => {
    const record = harness.record(cancelled('succeeded'));
    record.steps.settleRefundEvent = () => ({ status: 'failed', snapshot: record.setRefund(ID, 'failed') });
    await harness.sendPaymentEvent(record, { about: 'refund', objectId: `re_${record.id}`, refundId: ID });
    await settledBy(record, `re_${record.id}`);
    await harness.waitsFor(record, /refund/i);
  });

  it('a dispute is flagged, and a run shows it', async () => {
    const record = harness.record({ status: 'completed', paymentStatus: 'paid' });
    await harness.sendPaymentEvent(record, { about: 'dispute', objectId: `dp_${record.id}` });
    await settledBy(record, `dp_${record.id}`);
    assert.deepEqual(record.snapshot.attention, ['dispute']);
    await harness.waitsFor(record, /what needs attention/);
    assert.equal(record.called('resumeRun').length, 1, 'a run that shows it');
  });

  it('more events of the same object are settled one after the other', async () => {
    const record = over();
    record.steps.settlePayment = async () => {
      if (record.called('settlePayment').length === 1) await harness.sendPaymentEvent(record);
      return { outcome: 'known', snapshot: record.snapshot };
    };
    await harness.sendPaymentEvent(record);
    await settledBy(record);
    assert.equal(record.called('settlePayment').length, 2);
    assert.equal(record.overlaps, 0);
  });

  it('somebody resumed it meanwhile: that run gets the event', async () => {
    const record = over();
    let first = true;
    record.steps.settlePayment = async () => {
      if (!first) return { outcome: 'known', snapshot: record.snapshot };
      first = false;
      const snapshot = record.become('booked', { paymentStatus: 'paid' });
      await harness.engine.resume(record.id);
      return { outcome: 'rebooked', snapshot };
    };
    await harness.sendPaymentEvent(record);
    await settledBy(record);
    await until('the lookup of the other run', async () => record.called('lookUpPayment').length === 1);
    assert.equal(record.called('resumeRun').length, 1);
    await harness.knows(record, { status: 'booked' });
  });

  it('a message that cannot be delivered is shown to a person, and holds up no refund', async () => {
    const record = over();
    record.steps.settlePayment = () => ({
      outcome: 'refunding',
      snapshot: record.change({ refunds: refund('requested') }),
    });
    record.steps.deliverMessage = () => {
      throw ApplicationFailure.nonRetryable('the address is gone', 'not_found');
    };
    await harness.sendPaymentEvent(record);
    await settledBy(record);
    assert.ok(record.snapshot.attention.includes('message_undelivered'));
    await harness.waitsFor(record, /what needs attention/);
    assert.equal(record.called('sendRefund').length, 1);
  });
});

it('maintenance delivers, resumes and forgets', async () => {
  const workflowId = `maintenance-${randomUUID()}`;
  const result = await harness.client.workflow.execute('maintenance', { workflowId, taskQueue: harness.taskQueue });
  assert.deepEqual(result, {
    redriven: 0,
    withdrawn: 0,
    flagged: 0,
    shown: 0,
    resumed: 0,
    reminded: 0,
    followed: 0,
    mailed: 0,
    forgotten: 0,
  });
});
