import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { ApplicationFailure } from '@temporalio/activity';
import type { AppointmentSnapshot, RefundSnapshot } from '../../src/domain/appointments/snapshot.js';
import { DomainError } from '../../src/domain/errors.js';
import { paymentEventWorkflowId } from '../../src/domain/ids.js';
import { until } from '../support/client.js';
import type { FakeRecord } from '../support/fake-activities.js';
import { Story } from '../support/story.js';

let story: Story;
before(async () => {
  story = await Story.open();
});
after(() => story.close());

const ID = randomUUID();
const refund = (status: RefundSnapshot['status']) => [{ id: ID, amount: 8000, status }];
const cancelled = (status: RefundSnapshot['status'], more: Partial<AppointmentSnapshot> = {}) =>
  ({ status: 'cancelled_by_doctor', paymentStatus: 'refund_pending', refunds: refund(status), ...more }) as const;
const told = (record: FakeRecord) => record.messages.filter((kind) => kind.startsWith('refunded'));

describe('a refund', { concurrency: true, timeout: 60_000 }, () => {
  it('is sent once, and the patient is told when it has succeeded', async () => {
    const record = await story.booked();
    await story.update(record, 'cancel');
    assert.equal(await story.outcome(record), 'cancelled_by_clinic');
    assert.equal(record.called('sendRefund').length, 1);
    assert.deepEqual(record.messages.slice(-2), ['cancelled', `refunded/${record.id}/refund`]);
  });

  it('that the bank takes its time over keeps the run open, until news come', async () => {
    const record = story.record(cancelled('requested'));
    record.steps.sendRefund = ({ refundId }) => ({
      status: 'pending',
      snapshot: record.setRefund(refundId, 'pending'),
    });
    await story.engine.resume(record.id);
    await until('the watch', async () => record.called('watchRefund').length > 0);
    await story.waitsFor(record, /refund/i);
    assert.deepEqual(told(record), [], 'nothing is promised yet');
    await story.news(record, { about: 'refund', refundId: ID });
    assert.equal(await story.outcome(record), 'cancelled_by_doctor');
    assert.deepEqual(told(record), [`refunded/${ID}`]);
  });

  it('is found to be done by the watch when no news come', async () => {
    const record = story.record(cancelled('pending'));
    record.steps.watchRefund = ({ refundId }) => ({
      status: 'succeeded',
      snapshot: record.setRefund(refundId, 'succeeded'),
    });
    await story.engine.resume(record.id);
    assert.equal(await story.outcome(record), 'cancelled_by_doctor');
    assert.deepEqual(told(record), [`refunded/${ID}`]);
  });

  it('that fails stays open for a person, who sends it again', async () => {
    const record = story.record(cancelled('requested'));
    record.steps.sendRefund = ({ refundId }) => {
      record.setRefund(refundId, 'failed');
      return { status: 'failed', snapshot: record.change({ attention: ['refund_failed'] }) };
    };
    await story.engine.resume(record.id);
    await story.knows(record, { attention: ['refund_failed'] });
    await story.waitsFor(record, /refund/i);
    assert.deepEqual(told(record), []);
    delete record.steps.sendRefund;
    await story.update(record, 'retryRefund');
    assert.equal(await story.outcome(record), 'cancelled_by_doctor');
    assert.deepEqual(record.snapshot.attention, []);
    assert.deepEqual(told(record), [`refunded/${ID}`]);
  });

  it('that a person paid out by hand is owed no more', async () => {
    const record = await story.resumed(cancelled('failed', { attention: ['refund_failed'] }));
    record.steps.resolveAttention = () => record.change({ attention: [], refunds: refund('settled_by_hand') });
    await story.waitsFor(record, /refund/i);
    await story.update(record, 'resolveAttention', { code: 'refund_failed' });
    assert.equal(await story.outcome(record), 'cancelled_by_doctor');
    assert.equal(record.called('sendRefund').length, 0);
  });

  it('is sent however long the provider is away', async () => {
    const record = story.record(cancelled('requested'));
    record.steps.sendRefund = ({ refundId }) => {
      if (record.called('sendRefund').length < 3) throw new DomainError('provider_unavailable', 'down');
      return { status: 'succeeded', snapshot: record.setRefund(refundId, 'succeeded') };
    };
    await story.engine.resume(record.id);
    assert.equal(await story.outcome(record), 'cancelled_by_doctor');
    assert.equal(record.called('sendRefund').length, 3);
  });

  it('issued by staff goes out while the appointment goes on', async () => {
    const record = await story.booked();
    await story.update(record, 'issueRefund', { amount: 2000 });
    await until('the refund', async () => told(record).length > 0);
    assert.equal((await story.update(record, 'start')).status, 'in_progress');
  });
});

describe('what money led to', { concurrency: true, timeout: 60_000 }, () => {
  for (const [outcome, note] of [
    ['surplus', /second payment goes back/],
    ['mismatch', /not the amount owed/],
  ] as const) {
    it(`${outcome}: in the timeline, and nobody is told anything else`, async () => {
      const record = await story.booked();
      record.steps.lookUpPayment = () => ({ outcome, snapshot: record.change({}) });
      await story.news(record);
      await until('the note', async () => (await story.timeline(record)).some((entry) => note.test(entry)));
      assert.deepEqual(record.messages, ['booking_confirmed']);
    });
  }

  it('the same news twice confirm once', async () => {
    const record = await story.held();
    const events = ['evt_1', 'evt_2', 'evt_3'];
    await Promise.all(events.map((eventId) => story.news(record, { eventId })));
    const answered = () => record.called('lookUpPayment').flatMap(({ input }) => input.eventIds);
    await until('all of it', async () => events.every((eventId) => answered().includes(eventId)));
    await story.knows(record, { status: 'booked' });
    await until('the confirmation', async () => record.messages.includes('booking_confirmed'));
    assert.deepEqual(
      record.messages.filter((kind) => kind === 'booking_confirmed'),
      ['booking_confirmed'],
    );
  });

  it('a dispute is shown', async () => {
    const record = await story.booked();
    await story.news(record, { about: 'dispute', objectId: 'dp_1' });
    await story.knows(record, { paymentStatus: 'disputed', attention: ['dispute'] });
    assert.equal(record.called('settleDispute')[0]?.input.disputeId, 'dp_1');
  });
});

describe('news of an appointment that nobody runs', { concurrency: true, timeout: 60_000 }, () => {
  const over = (more: Partial<AppointmentSnapshot> = {}) => story.record({ status: 'payment_expired', ...more });
  const dealtWith = (record: FakeRecord, object = `cs_${record.id}`) =>
    story.client.workflow.getHandle(paymentEventWorkflowId('stripe', object)).result();

  it('late money while the slot is free: booked again, and a run carries on', async () => {
    const record = over();
    record.steps.settlePayment = () => ({
      outcome: 'rebooked',
      snapshot: record.become('booked', { paymentStatus: 'paid' }),
    });
    await story.news(record);
    await dealtWith(record);
    await story.knows(record, { status: 'booked' });
    await until('both letters', async () => record.messages.length === 2);
    assert.deepEqual([...record.messages].sort(), ['booking_confirmed', 'payment_late']);
    assert.equal(record.called('resumeRun').length, 1);
    assert.equal(record.called('settlePayment').length, 1, 'the signal that starts it brings no second event');
  });

  it('late money for a slot that is gone: it goes back', async () => {
    const record = over();
    record.steps.settlePayment = () => ({
      outcome: 'refunding',
      snapshot: record.change({ refunds: refund('requested') }),
    });
    await story.news(record);
    await dealtWith(record);
    assert.equal(await story.outcome(record), 'payment_expired');
    assert.deepEqual([...record.messages].sort(), ['payment_expired', 'payment_late', `refunded/${ID}`].sort());
  });

  it('nothing new: no run is started and nobody is told', async () => {
    const record = over();
    await story.news(record);
    await dealtWith(record);
    assert.equal(record.called('resumeRun').length, 0);
    assert.deepEqual(record.messages, []);
  });

  it('a refund that failed after all gets a run that waits for a person', async () => {
    const record = story.record(cancelled('succeeded'));
    record.steps.settleRefundEvent = () => ({ status: 'failed', snapshot: record.setRefund(ID, 'failed') });
    await story.news(record, { about: 'refund', objectId: `re_${record.id}`, refundId: ID });
    await dealtWith(record, `re_${record.id}`);
    await story.waitsFor(record, /refund/i);
  });

  it('a dispute is flagged, and a run shows it', async () => {
    const record = story.record({ status: 'completed', paymentStatus: 'paid' });
    await story.news(record, { about: 'dispute', objectId: `dp_${record.id}` });
    await dealtWith(record, `dp_${record.id}`);
    assert.deepEqual(record.snapshot.attention, ['dispute']);
    await story.waitsFor(record, /what needs attention/);
    assert.equal(record.called('resumeRun').length, 1, 'a run that shows it');
  });

  it('more news of the same object are dealt with one after the other', async () => {
    const record = over();
    record.steps.settlePayment = async () => {
      if (record.called('settlePayment').length === 1) await story.news(record);
      return { outcome: 'known', snapshot: record.snapshot };
    };
    await story.news(record);
    await dealtWith(record);
    assert.equal(record.called('settlePayment').length, 2);
    assert.equal(record.overlaps, 0);
  });

  it('somebody resumed it meanwhile: that run is told to look', async () => {
    const record = over();
    let first = true;
    record.steps.settlePayment = async () => {
      if (!first) return { outcome: 'known', snapshot: record.snapshot };
      first = false;
      const snapshot = record.become('booked', { paymentStatus: 'paid' });
      await story.engine.resume(record.id);
      return { outcome: 'rebooked', snapshot };
    };
    await story.news(record);
    await dealtWith(record);
    await until('the other run to look', async () => record.called('lookUpPayment').length === 1);
    assert.equal(record.called('resumeRun').length, 1);
    await story.knows(record, { status: 'booked' });
  });

  it('a letter that cannot be delivered is shown to a person, and holds up no refund', async () => {
    const record = over();
    record.steps.settlePayment = () => ({
      outcome: 'refunding',
      snapshot: record.change({ refunds: refund('requested') }),
    });
    record.steps.deliverMessage = () => {
      throw ApplicationFailure.nonRetryable('the address is gone', 'not_found');
    };
    await story.news(record);
    await dealtWith(record);
    assert.ok(record.snapshot.attention.includes('message_undelivered'));
    await story.waitsFor(record, /what needs attention/);
    assert.equal(record.called('sendRefund').length, 1);
  });
});

it('maintenance delivers, resumes and forgets', async () => {
  const workflowId = `maintenance-${randomUUID()}`;
  const result = await story.client.workflow.execute('maintenance', { workflowId, taskQueue: story.taskQueue });
  assert.deepEqual(result, { redriven: 0, shown: 0, resumed: 0, forgotten: 0 });
});
