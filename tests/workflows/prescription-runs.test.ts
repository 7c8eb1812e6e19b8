import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { Context } from '@temporalio/activity';
import { WorkflowFailedError } from '@temporalio/client';
import type { ApplicationFailure } from '@temporalio/common';
import { DomainError } from '../../src/domain/errors.js';
import { prescriptionWorkflowId } from '../../src/domain/ids.js';
import { LATE_AFTER_MS } from '../../src/workflows/support/late.js';
import { until } from '../support/client.js';
import { Gate } from '../support/fake-activities.js';
import { failureOf, refused } from '../support/harness-engine.js';
import { PrescriptionHarness } from '../support/prescriptions/workflow-harness.js';
import { at } from '../support/stage.js';

let harness: PrescriptionHarness;
before(async () => {
  harness = await PrescriptionHarness.open();
});
after(() => harness.close());

const alertsOpen = () => new DomainError('alerts_open', 'Some alerts are open.', { alerts: [] });

describe('issuing', { concurrency: true, timeout: 60_000 }, () => {
  it('that is refused closes its run, and is judged anew when it is asked again', async () => {
    const record = harness.record();
    record.steps.issuePrescription = () => {
      throw alertsOpen();
    };
    const error = await refused('alerts_open', harness.issue(record));
    assert.deepEqual(error.details, { alerts: [] }, 'with its details');
    assert.equal(await harness.outcome(record), 'refused');
    delete record.steps.issuePrescription;
    await harness.issue(record);
    assert.equal(await harness.outcome(record), 'delivered');
    assert.equal(record.called('issuePrescription').length, 2);
    assert.deepEqual(record.sent, ['prescription_ready']);
  });

  it('that is asked for twice at once under one id is done once', async () => {
    const record = harness.record();
    const both = await Promise.all([harness.issue(record), harness.issue(record)]);
    for (const { requestId } of both) assert.equal(requestId, record.id);
    assert.equal(await harness.outcome(record), 'delivered');
    assert.equal(record.overlaps, 0);
    assert.deepEqual(record.sent, ['prescription_ready']);
  });

  it('that is asked again while the first asking is refused is judged by itself, and delivered', async () => {
    const record = harness.record();
    const gate = new Gate();
    record.steps.issuePrescription = async () => {
      delete record.steps.issuePrescription;
      await gate.passed;
      throw alertsOpen();
    };
    const first = refused('alerts_open', harness.issue(record));
    await until('the first to be judged', async () => record.called('issuePrescription').length > 0);
    const second = harness.issue(record);
    gate.open();
    await first;
    assert.equal((await second).requestId, record.id);
    assert.equal(await harness.outcome(record), 'delivered');
    assert.deepEqual(record.sent, ['prescription_ready']);
  });

  for (const wasIssued of [true, false]) {
    it(`whose step gives no answer is settled: it ${wasIssued ? 'was issued, and is delivered' : 'was not, and never will be'}`, async () => {
      const record = harness.record();
      record.steps.issuePrescription = async () => {
        record.isIssued = wasIssued;
        await Context.current().cancelled;
        throw new Error('cancelled');
      };
      await refused('unavailable', harness.issue(record));
      assert.equal(await harness.outcome(record), wasIssued ? 'delivered' : 'refused');
      assert.equal(record.called('settleIssue').length, 1);
      assert.deepEqual(record.sent, wasIssued ? ['prescription_ready'] : []);
    });
  }

  it('of what was issued already answers as it stands, in a run that closes again', async () => {
    const record = await harness.delivered();
    assert.equal((await harness.issue(record)).requestId, record.id);
    assert.equal(await harness.outcome(record), 'delivered');
    assert.deepEqual(record.sent, ['prescription_ready']);
  });

  it('that reaches a worker after its caller has given up issues nothing, and may be asked again', async () => {
    const away = await PrescriptionHarness.open({ worker: false });
    try {
      const record = away.record();
      const began = Date.now();
      const asked = refused('unavailable', away.issue(record));
      await at(began + LATE_AFTER_MS + 500);
      await away.startWorker();
      await asked;
      await until('it to be judged', async () => record.called('issuePrescription').length > 0);
      assert.equal(record.called('issuePrescription')[0]?.input.late, true);
      await assert.rejects(away.outcome(record), (error) => {
        assert.ok(error instanceof WorkflowFailedError);
        assert.equal((error.cause as ApplicationFailure).type, 'late');
        return true;
      });
      assert.deepEqual(record.sent, []);
      await away.issue(record);
      assert.equal(await away.outcome(record), 'delivered');
    } finally {
      await away.close();
    }
  });
});

describe('a run that was lost', { concurrency: true, timeout: 60_000 }, () => {
  it('is followed by one that goes on where the record stands', async () => {
    const record = harness.record({ delivery: 'rendering' });
    assert.equal(await harness.engine.resume(record.id), true);
    assert.equal(await harness.outcome(record), 'delivered');
    assert.deepEqual(record.callNames, [
      'resumePrescriptions',
      'makePrescriptionDocuments',
      'deliverPrescriptionMail',
      'finishDelivery',
    ]);
  });

  it('and is running is not begun beside itself', async () => {
    const record = harness.record();
    const gate = record.hold('makePrescriptionDocuments');
    await harness.issue(record);
    assert.equal(await harness.engine.resume(record.id), false);
    gate.open();
    assert.equal(await harness.outcome(record), 'delivered');
  });

  it('of a delivered one does nothing but what is still to come', async () => {
    const record = harness.record({ delivery: 'delivered', remindAt: new Date(Date.now() - 1_000).toISOString() });
    await harness.engine.resume(record.id);
    assert.equal(await harness.outcome(record), 'delivered');
    assert.deepEqual(record.sent, ['prescription_unread']);
  });
});

describe('a run that is told to follow', { concurrency: true, timeout: 60_000 }, () => {
  it('has the patient told of a cancel of which nobody has told them, once', async () => {
    const record = await harness.delivered();
    record.changeOne(record.id, { status: 'cancelled' });
    await harness.engine.follow(record.id);
    assert.equal(await harness.outcome(record), 'ended');
    await harness.engine.follow(record.id);
    assert.equal(await harness.outcome(record), 'ended');
    assert.deepEqual(record.sent, ['prescription_ready', `prescription_cancelled/${record.id}`]);
  });

  it('while it waits for the patient reads the record, and ends when nothing stands', async () => {
    const record = harness.record();
    record.remindsInMs = 3_600_000;
    await harness.issue(record);
    await harness.waitsFor(record, /The patient to open the document/);
    await harness.engine.follow(record.id);
    await until('it to be read', async () => record.called('readPrescriptions').length > 0);
    assert.ok(await harness.isRunning(record));
    record.changeOne(record.id, { status: 'cancelled' });
    await harness.engine.follow(record.id);
    assert.equal(await harness.outcome(record), 'ended');
    assert.deepEqual(record.sent, ['prescription_ready', `prescription_cancelled/${record.id}`]);
  });

  it('and is refused reads nothing', async () => {
    const record = harness.record();
    const gate = new Gate();
    record.steps.issuePrescription = async () => {
      await gate.passed;
      throw alertsOpen();
    };
    const asked = refused('alerts_open', harness.issue(record));
    await until('it to be judged', async () => record.called('issuePrescription').length > 0);
    await harness.engine.follow(record.id);
    gate.open();
    await asked;
    assert.equal(await harness.outcome(record), 'refused');
    assert.equal(record.called('readPrescriptions').length, 0);
  });
});

describe('what is typed in the Temporal UI', { concurrency: true, timeout: 60_000 }, () => {
  const ID = randomUUID();
  const TYPED: readonly (readonly unknown[])[] = [
    [],
    [null],
    ['cancel it'],
    [{ by: 'mia', reason: 'asked by phone' }],
    [{ prescriptionId: ID, reason: 'asked' }, null],
    [{ prescriptionId: ID, reason: 'asked' }, 7],
    [{ prescriptionId: ID, reason: 'asked' }, { seal: 'mine' }],
  ];

  it('changes no prescription, and enters no history', async () => {
    const record = harness.record();
    record.remindsInMs = 3_600_000;
    await harness.issue(record);
    await harness.waitsFor(record, /The patient to open the document/);
    const calls = record.calls.length;
    for (const name of ['issue', 'cancel', 'resend']) {
      for (const args of TYPED) {
        const failure = await failureOf(harness.fromUi(record, name, args));
        assert.equal(failure.type, 'forbidden', `${name} ${JSON.stringify(args)}`);
        assert.equal(failure.message, 'Only the API can do this. Nothing was changed.');
      }
    }
    const { events } = await harness.handle(record).fetchHistory();
    const accepted = (events ?? []).filter((event) => event.workflowExecutionUpdateAcceptedEventAttributes);
    assert.equal(accepted.length, 1, 'its own issue alone');
    assert.equal(record.calls.length, calls);
    await harness.assertNeverWedged(record);
  });

  it('with a seal that somebody has made up is refused by the step', async () => {
    const record = harness.record();
    record.remindsInMs = 3_600_000;
    await harness.issue(record);
    await harness.waitsFor(record, /The patient to open the document/);
    for (const name of ['cancel', 'resend']) {
      const args = [{ prescriptionId: record.id, reason: 'asked' }, 'a-seal-of-mine'];
      const failure = await failureOf(harness.fromUi(record, name, args));
      assert.equal(failure.type, 'forbidden', name);
    }
    assert.deepEqual(record.sent, ['prescription_ready']);
    assert.equal(record.called('cancelPrescription').length + record.called('resendPrescription').length, 0);
    await harness.handle(record).signal('follow', { by: 'mia' }, 7, null);
    await until('the record to be read', async () => record.called('readPrescriptions').length > 0);
    assert.ok(await harness.isRunning(record));
    await harness.assertNeverWedged(record);
  });

  it('starts no run, but one that says why it is none', async () => {
    const record = await harness.delivered();
    const before = record.calls.length;
    const start = (workflowId: string, input: unknown) =>
      harness.client.workflow.execute('prescription', { workflowId, taskQueue: harness.taskQueue, args: [input] });
    for (const input of [null, 'issue', 7, [], {}, { requestId: 7 }, { requestId: 'RX2026000001' }]) {
      const failure = await failureOf(start(`by-hand-${randomUUID()}`, input));
      assert.match(failure.message, /^This is no prescription/, JSON.stringify(input));
    }
    for (const input of [
      { mode: 'resume', requestId: record.id },
      { mode: 'issue', requestId: record.id },
    ]) {
      const failure = await failureOf(start(`by-hand-${randomUUID()}`, input));
      assert.match(failure.message, /^This is no prescription/, 'never beside its own run');
    }
    const failure = await failureOf(start(prescriptionWorkflowId(record.id), { mode: 'all', requestId: record.id }));
    assert.match(failure.message, /^This is no prescription/);
    assert.equal(record.calls.length, before);
  });
});
