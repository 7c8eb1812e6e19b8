import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { WithStartWorkflowOperation, WorkflowFailedError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { ATTENTION_CODES } from '../../src/domain/attention.js';
import { DomainError } from '../../src/domain/errors.js';
import { attentionWorkflowId } from '../../src/domain/ids.js';
import { resolveEntryError } from '../../src/domain/support/attention-entry.js';
import { APPOINTMENT_WORKFLOW } from '../../src/workflows/appointment/contract.js';
import { resolveEntryUpdate } from '../../src/workflows/attention/contract.js';
import { until } from '../support/client.js';
import { CALM_POLICY, type FakeRecord } from '../support/fake-activities.js';
import { ORDER_ID, WorkflowHarness } from '../support/workflow-harness.js';

let harness: WorkflowHarness;
before(async () => {
  harness = await WorkflowHarness.open();
});
after(() => harness.close());

const HOUR = 3_600_000;
/** As documented in docs/operations.md, and of any run: what is over must not stand there either. */
const LISTED = 'Attention IS NOT NULL';

/** Whether the documented query finds this workflow, and under which codes. */
async function listed(workflowId: string): Promise<unknown> {
  for await (const found of harness.client.workflow.list({ query: `${LISTED} AND WorkflowId = '${workflowId}'` })) {
    return found.searchAttributes.Attention;
  }
  return null;
}
const isListed = (workflowId: string, codes: readonly string[]) =>
  until(`the list to show ${codes} of ${workflowId}`, async () => String(await listed(workflowId)) === String(codes));
const isNotListed = (workflowId: string) =>
  until(`the list not to show ${workflowId}`, async () => (await listed(workflowId)) === null);
const statusOf = async (id: string) => (await harness.handle(id).describe()).status.name;

describe('an appointment with open attention', { concurrency: true, timeout: 90_000 }, () => {
  it('keeps its run beyond the deadline of the hold, until a person has resolved a wrong amount', async () => {
    // Long enough to book and to hear of the payment while all the others begin.
    const record = await harness.held({ expiresAt: Date.now() + 6_000 });
    record.steps.lookUpPayment = () => ({
      outcome: 'mismatch',
      snapshot: record.change({ attention: ['payment_mismatch'] }),
    });
    await harness.sendPaymentEvent(record);
    await harness.knows(record, { status: 'payment_expired' });
    await harness.waitsFor(record, /what needs attention/);
    await isListed(record.id, ['payment_mismatch']);
    await harness.refused(
      'validation_failed',
      harness.update(record, 'resolveAttention', { code: 'payment_mismatch', reason: '' }),
    );
    await harness.update(record, 'resolveAttention', { code: 'payment_mismatch' });
    assert.equal(await harness.outcome(record), 'payment_expired');
    await isNotListed(record.id);
    await harness.assertNeverWedged(record);
  });

  for (const code of ATTENTION_CODES) {
    it(`${code}: a run that is over otherwise stays, and ends with the entry`, async () => {
      const record = await harness.resumed({ status: 'payment_expired', attention: [code] });
      // What only the visit itself can mean is taken back by the run.
      if (['absence_undecided', 'doctor_absent', 'overrun', 'payment_undecided'].includes(code)) {
        assert.equal(await harness.outcome(record), 'payment_expired');
        assert.deepEqual(record.snapshot.attention, []);
      } else {
        await harness.waitsFor(record, /what needs attention/);
        record.change({ attention: [] });
        await harness.engine.refresh(record.id);
        assert.equal(await harness.outcome(record), 'payment_expired');
      }
      await isNotListed(record.id);
    });
  }

  it('is still there for money, people and more attention, and ends with the last entry', async () => {
    const record = await harness.resumed({
      status: 'completed',
      paymentStatus: 'paid',
      attention: ['message_undelivered'],
    });
    await isListed(record.id, ['message_undelivered']);
    await harness.sendPaymentEvent(record, { about: 'dispute', objectId: 'dp_1' });
    await isListed(record.id, ['message_undelivered', 'dispute']);
    await harness.update(record, 'issueRefund', { amount: 2000 });
    await until('the refund', async () => record.called('sendRefund').length === 1);
    await harness.update(record, 'resolveAttention', { code: 'message_undelivered' });
    await isListed(record.id, ['dispute']);
    record.steps.settleDispute = () => record.change({ paymentStatus: 'paid', attention: [] });
    await harness.sendPaymentEvent(record, { about: 'dispute', objectId: 'dp_1' });
    assert.equal(await harness.outcome(record), 'completed');
    await isNotListed(record.id);
    assert.equal(record.overlaps, 0);
  });

  it('that was over gets a run again, once, when a reconciliation flags it', async () => {
    const record = await harness.booked({ startsAt: Date.now() - HOUR, endsAt: Date.now() - 1, policy: CALM_POLICY });
    await harness.update(record, 'complete');
    assert.equal(await harness.outcome(record), 'completed');
    record.change({ attention: ['reconciliation'] });
    await Promise.all([1, 2, 3].map(() => harness.engine.refreshOrResume(record.id)));
    await isListed(record.id, ['reconciliation']);
    assert.equal(record.called('resumeRun').length, 2);
    assert.deepEqual((await harness.engine.findRunning(record.id))?.attention, ['reconciliation']);
    await harness.update(record, 'resolveAttention', { code: 'reconciliation' });
    assert.equal(await harness.outcome(record), 'completed');
  });

  it('that was over gets a run again when its message about late money cannot be delivered', async () => {
    const record = harness.record({ status: 'payment_expired' });
    record.steps.settlePayment = () => ({ outcome: 'refunding', snapshot: record.change({}) });
    record.steps.deliverMessage = ({ kind }) => {
      if (kind === 'payment_late') throw ApplicationFailure.nonRetryable('the address is gone', 'not_found');
      return { email: 'sent' };
    };
    await harness.sendPaymentEvent(record);
    await isListed(record.id, ['message_undelivered']);
    await harness.update(record, 'resolveAttention', { code: 'message_undelivered' });
    assert.equal(await harness.outcome(record), 'payment_expired');
  });
});

const isRefusal = (error: unknown) =>
  error instanceof WorkflowUpdateFailedError &&
  error.cause instanceof ApplicationFailure &&
  error.cause.type === 'validation_failed';

describe('an update from the Temporal UI with which the run ends', { concurrency: true, timeout: 60_000 }, () => {
  const fromUi = (record: FakeRecord, name: string, more: object = {}) =>
    harness.handle(record.id).executeUpdate(name, { args: [{ by: 'mia', reason: 'asked by phone', ...more }] });

  it('is answered before the end: it resolves the last entry', async () => {
    const record = await harness.resumed({ status: 'completed', attention: ['message_undelivered'] });
    await harness.waitsFor(record, /what needs attention/);
    await fromUi(record, 'resolveAttention', { code: 'message_undelivered' });
    assert.equal(await harness.outcome(record), 'completed');
    await harness.assertAnsweredBeforeItsEnd(record.id);
  });

  it('is answered before the end: it rejects the refund that the run was still open for', async () => {
    const record = await harness.resumed({ status: 'completed', attention: ['refund_approval'] });
    await harness.waitsFor(record, /what needs attention/);
    record.steps.rejectRefund = () => record.change({ attention: [] });
    await fromUi(record, 'rejectRefund', { refundRequestId: ORDER_ID });
    assert.equal(await harness.outcome(record), 'completed');
    await harness.assertAnsweredBeforeItsEnd(record.id);
  });

  it('is answered before the end: there is no appointment', async () => {
    const record = harness.record();
    record.steps.resumeRun = () => {
      throw new DomainError('not_found', 'Appointment not found.');
    };
    const startWorkflowOperation = new WithStartWorkflowOperation(APPOINTMENT_WORKFLOW, {
      workflowId: record.id,
      taskQueue: harness.taskQueue,
      workflowIdConflictPolicy: 'FAIL',
      args: [{ mode: 'resume', appointmentId: record.id }],
    });
    const args = [{ by: 'mia', reason: 'asked by phone' }];
    const asked = harness.client.workflow.executeUpdateWithStart('cancelForClinic', { startWorkflowOperation, args });
    await assert.rejects(asked, WorkflowUpdateFailedError);
    await assert.rejects(harness.outcome(record), WorkflowFailedError);
    await harness.assertAnsweredBeforeItsEnd(record.id);
  });
});

describe('an entry without appointment', { concurrency: true, timeout: 90_000 }, () => {
  const shown = async (): Promise<{ record: FakeRecord; workflowId: string }> => {
    const record = harness.record();
    assert.equal(await harness.entries.show(record.id), true);
    const workflowId = attentionWorkflowId(record.id);
    await isListed(workflowId, ['unmatched_payment']);
    return { record, workflowId };
  };
  const resolve = (workflowId: string, input: unknown) =>
    harness.handle(workflowId).executeUpdate(resolveEntryUpdate, { args: [input as never] });

  it('has one workflow, which shows it on a page and in the list', async () => {
    const { record, workflowId } = await shown();
    assert.equal(await harness.entries.show(record.id), false);
    const page = (await harness.handle(workflowId).query('__temporal_workflow_metadata')) as {
      currentDetails?: string;
    };
    assert.match(page.currentDetails ?? '', /no order explains/);
    assert.match(page.currentDetails ?? '', /pi_stranger/);
    const [, json = ''] =
      /Update `resolveAttention`[^\n]*\n```json\n([^\n]+)\n```/.exec(page.currentDetails ?? '') ?? [];
    assert.equal(resolveEntryError(JSON.parse(json)), null, json);
  });

  it('is resolved by a person there, with name and reason, and is over', async () => {
    const { record, workflowId } = await shown();
    for (const input of [
      { by: 'mia' },
      { by: 'mia', reason: '  ' },
      { reason: 'looked at it' },
      null,
      'done',
      { by: 7, reason: 'x' },
    ]) {
      await assert.rejects(resolve(workflowId, input), isRefusal);
    }
    assert.equal(record.called('resolveEntry').length, 0, 'nothing of it entered the history');
    const typed = { by: 'mia', reason: 'refunded at the bank', actor: { kind: 'user', role: 'admin' } };
    const after = (await resolve(workflowId, typed)) as { resolvedAt: number | null };
    assert.notEqual(after.resolvedAt, null);
    assert.deepEqual(record.called('resolveEntry')[0]?.input, {
      entryId: record.id,
      by: 'mia',
      reason: 'refunded at the bank',
    });
    await harness.handle(workflowId).result();
    await isNotListed(workflowId);
    await harness.assertAnsweredBeforeItsEnd(workflowId);
  });

  it('that was resolved by API, or by itself, is over when its workflow is signalled', async () => {
    const { record, workflowId } = await shown();
    record.resolveEntry();
    await harness.entries.refresh(record.id);
    await harness.handle(workflowId).result();
    await isNotListed(workflowId);
    await harness.entries.refresh(record.id);
    assert.equal(await statusOf(workflowId), 'COMPLETED', 'nothing is begun for what is over');
  });

  it('that is cancelled in the Temporal UI stays, and one that is terminated comes back', async () => {
    const { record, workflowId } = await shown();
    await harness.handle(workflowId).cancel();
    await isListed(workflowId, ['unmatched_payment']);
    assert.equal(await statusOf(workflowId), 'RUNNING');
    await harness.handle(workflowId).terminate('by mistake');
    assert.equal(await harness.entries.show(record.id), true, 'as maintenance does');
    await isListed(workflowId, ['unmatched_payment']);
    await resolve(workflowId, { by: 'mia', reason: 'refunded at the bank' });
    await harness.handle(workflowId).result();
  });

  it('that was resolved before its workflow began ends at once', async () => {
    const record = harness.record();
    record.resolveEntry();
    await harness.entries.show(record.id);
    await harness.handle(attentionWorkflowId(record.id)).result();
    await isNotListed(attentionWorkflowId(record.id));
  });
});
