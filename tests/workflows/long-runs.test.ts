import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { paymentEventWorkflowId } from '../../src/domain/ids.js';
import { until } from '../support/client.js';
import { CALM_POLICY, type FakeRecord, Gate } from '../support/fake-activities.js';
import { ORDER_ID, WorkflowHarness } from '../support/workflow-harness.js';

let harness: WorkflowHarness;
before(async () => {
  harness = await WorkflowHarness.open();
});
after(() => harness.close());

const AT_ONCE = 20;

/** Sends so many signals that a run continues as new. */
async function flood(send: () => Promise<void>, count = 1_040): Promise<void> {
  for (let sent = 0; sent < count; sent += AT_ONCE) await Promise.all(Array.from({ length: AT_ONCE }, send));
}

async function continued(workflowId: string, runId: string): Promise<void> {
  await until(
    'the run to continue as new',
    async () => (await harness.client.workflow.getHandle(workflowId).describe()).runId !== runId,
    60_000,
  );
}

async function runOf(record: FakeRecord): Promise<string> {
  return (await harness.handle(record.id).describe()).runId;
}

describe('a run with a long history continues as new', { timeout: 180_000 }, () => {
  it('while it waits: reminders, messages and updates come once, and nothing that was acknowledged is lost', async () => {
    const startsAt = Date.now() + 3_600_000;
    const record = await harness.booked({ startsAt, policy: { ...CALM_POLICY, remindersMs: [3_600_000 - 2_000] } });
    await until('the reminder', async () => record.messages.length === 2);
    const run = await runOf(record);
    const events: string[] = [];
    const updates: Promise<unknown>[] = [];
    const flooding = flood(() => harness.engine.refresh(record.id));
    // Beside the flood: events of the provider, and commands that people wait for.
    const others = (async () => {
      for (let n = 0; n < 40; n += 1) {
        const eventId = `evt_${n}`;
        events.push(eventId);
        await harness.sendPaymentEvent(record, { eventId });
        updates.push(harness.update(record, 'resendConfirmation'));
        await Promise.allSettled(updates.slice(-4));
      }
    })();
    await Promise.all([flooding, others]);
    await Promise.all(updates);
    await continued(record.id, run);
    const answered = () => new Set(record.called('lookUpPayment').flatMap(({ input }) => input.eventIds));
    await until('every event to be looked up', async () => events.every((eventId) => answered().has(eventId)));
    await until('every message', async () => record.messages.length === 2 + updates.length);
    assert.equal(new Set(record.messages).size, record.messages.length, 'nothing is asked for twice');
    assert.equal(record.messages.filter((kind) => kind.startsWith('reminder')).length, 1);
    assert.ok(
      (await harness.timeline(record)).includes('Confirmation is to be sent again'),
      'what happened is carried over',
    );
    assert.equal((await harness.update(record, 'cancel')).status, 'cancelled_by_clinic');
    assert.equal(await harness.outcome(record), 'cancelled_by_clinic');
  });

  it('with a message on its way and a refund under way: both are taken up again', async () => {
    const refundId = randomUUID();
    const record = harness.record({
      status: 'cancelled_by_doctor',
      paymentStatus: 'refund_pending',
      refunds: [{ id: refundId, amount: 8000, status: 'pending' }],
    });
    let away = true;
    record.steps.deliverMessage = () => {
      if (away) throw new Error('the mail server is unavailable');
      return { email: 'sent' };
    };
    await harness.engine.resume(record.id);
    await until('the watch', async () => record.called('watchRefund').length > 0);
    const run = await runOf(record);
    await flood(() => harness.engine.refresh(record.id));
    await continued(record.id, run);
    const watched = record.called('watchRefund').length;
    away = false;
    await until('the message', async () => (await harness.timeline(record)).length > 0);
    await until('the watch of the next run', async () => record.called('watchRefund').length > watched);
    await harness.sendPaymentEvent(record, { about: 'refund', refundId });
    assert.equal(await harness.outcome(record), 'cancelled_by_doctor');
    assert.ok(record.messages.includes(`refunded/${refundId}`));
  });

  it('with lookups that wait: the next run makes them', async () => {
    const record = await harness.held({ openOrders: [ORDER_ID] });
    const gate = new Gate();
    record.steps.lookUpPayment = async () => {
      await gate.passed;
      return { outcome: 'undecided', snapshot: record.snapshot };
    };
    await harness.sendPaymentEvent(record, { eventId: 'evt_first' });
    await until('the first', async () => record.called('lookUpPayment').length === 1);
    const run = await runOf(record);
    await harness.sendPaymentEvent(record, { eventId: 'evt_second' });
    await flood(() => harness.engine.refresh(record.id));
    gate.open();
    await continued(record.id, run);
    await until('the second', async () =>
      record.called('lookUpPayment').some(({ input }) => input.eventIds.includes('evt_second')),
    );
    await harness.update(record, 'cancel');
    assert.equal(await harness.outcome(record), 'cancelled_by_clinic');
  });

  it('of a workflow for events alone', async () => {
    const record = harness.record({ status: 'payment_expired' });
    const gate = new Gate();
    record.steps.settlePayment = async () => {
      await gate.passed;
      return { outcome: 'known', snapshot: record.snapshot };
    };
    await harness.sendPaymentEvent(record, { eventId: 'evt_0' });
    await until('the first', async () => record.called('settlePayment').length === 1);
    const workflowId = paymentEventWorkflowId('stripe', `cs_${record.id}`);
    const first = (await harness.client.workflow.getHandle(workflowId).describe()).runId;
    let sent = 0;
    await flood(() => {
      sent += 1;
      return harness.sendPaymentEvent(record, { eventId: `evt_${sent}` });
    });
    gate.open();
    await harness.client.workflow.getHandle(workflowId).result();
    assert.notEqual((await harness.client.workflow.getHandle(workflowId).describe()).runId, first);
    const answered = new Set(record.called('settlePayment').flatMap(({ input }) => input.eventIds));
    assert.equal(answered.size, sent + 1, 'every event has its effect');
    assert.ok(record.called('settlePayment').length < 10, 'by few lookups');
  });
});
