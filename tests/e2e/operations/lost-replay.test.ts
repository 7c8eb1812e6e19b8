import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { WorkflowHandle } from '@temporalio/client';
import proto from '@temporalio/proto';
import { attentionWorkflowId } from '../../../src/domain/ids.js';
import { changedWorkflows } from '../../support/changed-workflows.js';
import { until } from '../../support/client.js';
import type { ChangedWorker } from '../../support/clinic.js';
import { Stage } from '../../support/stage.js';

const HOUR = 3_600_000;
/** An attempt that fails is only given up when its task has timed out: 5 s, and longer after each. */
const ATTEMPTS_MS = 60_000;

const { WorkflowTaskFailedCause: cause } = proto.temporal.api.enums.v1;

let stage: Stage;
before(async () => {
  stage = await Stage.open();
});
after(() => stage.close());

async function swapWorker(changed?: ChangedWorker): Promise<void> {
  await stage.clinic.stopWorker();
  await stage.clinic.startWorker(changed);
}

/** Messages are a step of another name: nothing that this version has written can ours replay. */
async function otherVersion(): Promise<ChangedWorker> {
  const bundlePath = await changedWorkflows(/deliverMessage/g, 'deliverLetter');
  return { bundlePath, steps: ({ deliverMessage }) => ({ deliverLetter: deliverMessage }) };
}

async function failedFor(handle: WorkflowHandle): Promise<number | null | undefined> {
  const { events } = await handle.fetchHistory();
  return events?.findLast((event) => event.workflowTaskFailedEventAttributes)?.workflowTaskFailedEventAttributes?.cause;
}

test('a run that cannot be replayed is begun anew from its row, and the payment that waited is settled', async () => {
  await swapWorker(await otherVersion());
  const visit = await stage.payable(2 * HOUR);
  await stage.told(visit, ['booking_held']);
  const { client } = stage.clinic.core;
  const first = client.workflow.getHandle(visit.id, (await stage.handle(visit).describe()).runId);
  await swapWorker();
  await stage.pay(visit);
  await until('its task to fail', async () => {
    return (await failedFor(first)) === cause.WORKFLOW_TASK_FAILED_CAUSE_NON_DETERMINISTIC_ERROR;
  });
  assert.equal((await stage.row(visit)).status, 'pending');
  await until('maintenance to find it', async () => (await stage.maintain()).resumed === 1, ATTEMPTS_MS);
  await stage.inboxEmpty(visit);
  await stage.reaches(visit, 'booked', 'paid');
  await stage.told(visit, ['booking_held', 'booking_confirmed']);
  const described = await stage.handle(visit).describe();
  assert.deepEqual([(await first.describe()).status.name, described.status.name], ['TERMINATED', 'RUNNING']);
  assert.equal((await stage.row(visit)).run_id, described.runId);
  assert.equal((await stage.maintain()).resumed, 0);
  await stage.moneyAgreesFor(visit);
});

test('a run whose tasks fail for another reason is left alone: the next worker goes on with it', async () => {
  const visit = await stage.payable(2 * HOUR);
  await stage.told(visit, ['booking_held']);
  const { runId } = await stage.handle(visit).describe();
  await swapWorker({
    bundlePath: await changedWorkflows(/(?<!function )receivePaymentEvent\(run/g, 'receiveNothing(run'),
  });
  await stage.pay(visit);
  const { core } = stage.clinic;
  await until(
    'its task to fail again and again',
    async () => ((await stage.handle(visit).describe()).raw.pendingWorkflowTask?.attempt ?? 0) > 3,
    ATTEMPTS_MS,
  );
  assert.equal((await core.engine.findRunning(visit.id))?.progress, 'healthy');
  await stage.maintain();
  await swapWorker();
  await stage.inboxEmpty(visit);
  await stage.reaches(visit, 'booked', 'paid');
  const described = await stage.handle(visit).describe();
  assert.deepEqual([described.runId, described.status.name], [runId, 'RUNNING']);
});

test('an entry without appointment whose workflow cannot be replayed is shown by a new one', async () => {
  const { core } = stage.clinic;
  const bundlePath = await changedWorkflows(/readEntry/g, 'readNote');
  await swapWorker({ bundlePath, steps: ({ readEntry }) => ({ readNote: readEntry }) });
  const id = randomUUID();
  await stage.sql(
    `insert into attention (id, clinic_id, subject_id, about, code, context)
     select $1, id, id, 'stripe/pi_stranger', 'unmatched_payment', '{"provider": "stripe", "objectId": "pi_stranger"}' from clinics`,
    [id],
  );
  await core.showEntry(id, 'opened');
  const entry = core.client.workflow.getHandle(attentionWorkflowId(id));
  await until('its workflow to know it', async () => (await entry.query('state')) !== null);
  const { runId } = await entry.describe();
  await swapWorker();
  await entry.signal('refresh');
  await until('maintenance to find it', async () => (await stage.maintain()).shown === 1, ATTEMPTS_MS);
  assert.notEqual((await entry.describe()).runId, runId);
  await entry.executeUpdate('resolveAttention', { args: [{ by: 'mia', reason: 'refunded at the provider' }] });
  await entry.result();
  assert.equal((await stage.maintain()).shown, 0);
});
