import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { WorkflowUpdateFailedError } from '@temporalio/client';
import type { ApplicationFailure } from '@temporalio/common';
import { STAFF_UPDATES, type StaffUpdateName } from '../../src/domain/appointments/staff-updates.js';
import { until } from '../support/client.js';
import { failureOf } from '../support/harness-engine.js';
import { COMMANDS, WorkflowHarness } from '../support/workflow-harness.js';

let harness: WorkflowHarness;
before(async () => {
  harness = await WorkflowHarness.open();
});
after(() => harness.close());

const STAFF = Object.keys(STAFF_UPDATES) as StaffUpdateName[];
const ID = randomUUID();

/** What a tired person types instead, and what the sentence must name. */
const WRONG: Readonly<Record<StaffUpdateName, readonly [object, RegExp][]>> = {
  extendPaymentWindow: [
    [{ minutes: -5 }, /"minutes" must be a whole number/],
    [{ minutes: 0 }, /"minutes"/],
    [{ minutes: 1441 }, /1 to 1440/],
    [{ minutes: 2.5 }, /"minutes"/],
    [{ minutes: '30' }, /without quotes/],
    [{ minutes: [30] }, /"minutes"/],
    [{ minutes: undefined }, /"minutes" is missing/],
  ],
  checkPayment: [[{ orderId: ID }, /"orderId" is not a field of checkPayment/]],
  resendConfirmation: [[{ minutes: 30 }, /"minutes" is not a field of resendConfirmation/]],
  retryRefund: [
    [{ refundId: 'abc' }, /"refundId" must be the whole id/],
    [{ refundid: ID }, /"refundid" is not a field/],
    [{ refundId: null }, /"refundId"/],
  ],
  issueRefund: [
    [{ amount: '20.00' }, /"amount" must be a whole number of minor units/],
    [{ amount: '2000' }, /without quotes/],
    [{ amount: 20.5 }, /"amount"/],
    [{ amount: -2000 }, /"amount"/],
    [{ amount: 0 }, /"amount"/],
    [{ amount: { value: 2000 } }, /"amount"/],
    [{ amont: 2000 }, /"amont" is not a field/],
    [{ paymentId: 7 }, /"paymentId"/],
  ],
  cancelForClinic: [[{ to: 'cancelled_by_patient' }, /"to" is not a field/]],
  rejectRefund: [
    [{ refundRequestId: undefined }, /"refundRequestId" is missing/],
    [{ refundRequestId: [ID] }, /"refundRequestId"/],
  ],
  decideAbsence: [
    [{ outcome: 'nobody' }, /"outcome" must be one of no_show, doctor_absent/],
    [{ outcome: undefined }, /"outcome" is missing/],
    [{ outcome: ['no_show'] }, /"outcome"/],
  ],
  resolveAttention: [
    [{ code: 'nonsense' }, /"code" must be one of .*refund_failed/],
    [{ code: undefined }, /"code" is missing/],
    [{ code: ['overrun'] }, /"code"/],
    [{ code: { overrun: true } }, /"code"/],
  ],
};

/** The same for every update. */
const ALWAYS: readonly [unknown, RegExp][] = [
  [null, /takes one JSON object: \{"by":/],
  [undefined, /takes one JSON object/],
  [[], /takes one JSON object/],
  [[{ by: 'mia', reason: 'asked' }], /takes one JSON object/],
  ['{"by": "mia", "reason": "asked"}', /takes one JSON object/],
  [7, /takes one JSON object/],
  [true, /takes one JSON object/],
];
const OF_STAFF: readonly [object, RegExp][] = [
  [{ by: undefined }, /"by" is missing: it is your name/],
  [{ by: '  ' }, /"by" must be your name/],
  [{ by: 7 }, /"by"/],
  [{ by: { name: 'mia' } }, /"by"/],
  [{ by: 'x'.repeat(61) }, /at most 60/],
  [{ reason: undefined }, /"reason" is missing/],
  [{ reason: '' }, /"reason"/],
  [{ reason: ['asked'] }, /"reason"/],
  [{ reason: null }, /"reason"/],
  [{ reason: 'x'.repeat(501) }, /at most 500/],
  [{ 'Ms Testname, 4 Some Street': 1 }, /^One of the names is not a field/],
  [{ constructor: 1 }, /"constructor" is not a field/],
];

describe('what is typed into an update of staff', { concurrency: true, timeout: 120_000 }, () => {
  for (const name of STAFF) {
    it(`${name}: each wrong field is a sentence, and nothing enters history`, async () => {
      const record = await harness.booked();
      await harness.knows(record, { status: 'booked' });
      const right = COMMANDS[name];
      const attempts: [unknown, RegExp][] = [
        ...ALWAYS,
        ...[...OF_STAFF, ...WRONG[name]].map(([wrong, says]): [unknown, RegExp] => [{ ...right, ...wrong }, says]),
      ];
      for (const [input, says] of attempts) {
        const failure = await failureOf(harness.handle(record.id).executeUpdate(name, { args: [input] }));
        assert.equal(failure.type, 'validation_failed', JSON.stringify(input));
        assert.match(failure.message, says, JSON.stringify(input));
      }
      const events = await harness.events(record);
      assert.equal(events.filter((event) => event === 'workflowExecutionUpdateAcceptedEventAttributes').length, 0);
      await harness.assertNeverWedged(record);
    });
  }

  it('the example that the list shows is taken as it is', async () => {
    for (const name of STAFF) {
      const record = await harness.resumed({ status: name === 'extendPaymentWindow' ? 'pending' : 'booked' });
      const { example } = STAFF_UPDATES[name];
      const attempt = harness.handle(record.id).executeUpdate(name, { args: [example] });
      await attempt.catch((error: WorkflowUpdateFailedError) => {
        assert.notEqual((error.cause as ApplicationFailure).type, 'validation_failed', `${name}: ${error.cause}`);
      });
    }
  });
});

describe('the list of updates in the Temporal UI', () => {
  it("begins with the staff's own, each with a description and an input; the others say what to use", async () => {
    const record = await harness.booked();
    const metadata = await harness.handle(record.id).query<{
      definition: {
        updateDefinitions: { name: string; description: string }[];
        signalDefinitions: { description?: string }[];
        queryDefinitions: { name: string; description?: string }[];
      };
    }>('__temporal_workflow_metadata');
    const { updateDefinitions, signalDefinitions, queryDefinitions } = metadata.definition;
    assert.deepEqual(
      updateDefinitions.slice(0, STAFF.length).map((one) => one.name),
      STAFF,
    );
    assert.equal(updateDefinitions.length, Object.keys(COMMANDS).length + 1);
    for (const { name, description } of updateDefinitions) {
      const own = STAFF.some((known) => known === name);
      assert.match(description, own ? /Input: \{"by":"your name","reason":"why"/ : /^By API only: /, name);
    }
    const queries = queryDefinitions.filter(({ name }) => !name.startsWith('__'));
    for (const { description } of [...signalDefinitions, ...queries]) assert.ok(description);
  });
});

describe('what is typed into a signal', () => {
  it('has no effect when it cannot be read, and harms no run', async () => {
    const record = await harness.booked();
    // Its entry would come between those of the signals.
    await until('the confirmation', async () => (await harness.timeline(record)).includes('Confirmation sent'));
    const event = { provider: 'stripe', eventId: 'evt', about: 'refund', objectId: 're', subjectId: record.id };
    const typed = [
      null,
      'event',
      7,
      [],
      {},
      event,
      { ...event, orderId: 'x' },
      { ...event, orderId: ID, about: 'all' },
    ];
    for (const input of typed) await harness.handle(record.id).signal('paymentEvent', input);
    const received = async () => (await harness.events(record)).filter((name) => name.includes('Signaled')).length;
    await until('all of them', async () => (await received()) === typed.length);
    const notes = await harness.timeline(record);
    assert.equal(notes.filter((note) => note.includes('cannot be read')).length, 1, 'noted, once for all of them');
    for (const step of ['lookUpPayment', 'settlePayment', 'settleDispute'] as const)
      assert.equal(record.called(step).length, 0);
    assert.equal(record.called('settleRefundEvent').length, 0);
    assert.equal((await harness.update(record, 'start')).status, 'in_progress');
    await harness.assertNeverWedged(record);
  });
});

describe('a workflow that is started by hand', { concurrency: true }, () => {
  const start = (workflowId: string, type: string, args: unknown[]) =>
    harness.client.workflow.execute(type, { workflowId, taskQueue: harness.taskQueue, args });

  it('never works on an appointment beside its own run', async () => {
    const record = await harness.booked();
    const inputs = [
      { mode: 'resume', appointmentId: record.id },
      { mode: 'book', appointmentId: record.id },
      { mode: 'anything', appointmentId: record.id },
      { mode: 'resume' },
      null,
      'resume',
      [],
    ];
    for (const input of inputs) {
      const failure = await failureOf(start(`by-hand-${randomUUID()}`, 'appointment', [input]));
      assert.match(failure.message, /^Start it with the id of the appointment/);
    }
    assert.equal(record.called('resumeRun').length, 1);
  });

  it('books nothing, whoever is named', async () => {
    const record = harness.record();
    const run = await harness.client.workflow.start('appointment', {
      workflowId: record.id,
      taskQueue: harness.taskQueue,
      args: [{ mode: 'book', appointmentId: record.id }],
    });
    const command = { slotId: ID, patientId: ID, bodyHash: 'hash', actor: { kind: 'user', userId: ID, role: 'admin' } };
    const failure = await failureOf(run.executeUpdate('book', { args: [command] }));
    assert.equal(failure.type, 'forbidden');
    assert.match(failure.message, /^By API only/);
    assert.equal(record.called('claimSlot').length, 0);
  });

  it('as an attention entry says what is wrong with it', async () => {
    for (const input of [null, {}, 'entry', { entryId: 7 }]) {
      const failure = await failureOf(start(`attention/by-hand-${randomUUID()}`, 'attention', [input]));
      assert.match(failure.message, /no attention entry/);
    }
  });

  it('as a payment event says what is wrong with it', async () => {
    for (const input of [null, {}, 'evt_1', { provider: 'stripe' }]) {
      const failure = await failureOf(start(`payment-event/by-hand/${randomUUID()}`, 'paymentEvent', [input]));
      assert.match(failure.message, /no payment event/);
    }
  });
});
