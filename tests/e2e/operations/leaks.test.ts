import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { Client } from '@temporalio/client';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { MAINTENANCE_WORKFLOW } from '../../../src/workflows/maintenance/contract.js';
import { until } from '../../support/client.js';
import type { TestClinic } from '../../support/clinic.js';
import { Stage } from '../../support/stage.js';

const SYMPTOMS = 'A pulsating headache behind the left eye';

test('what a patient is called, writes and signs in by is found, wherever it leaks', async (t) => {
  const stage = await Stage.open();
  const { clinic } = stage;
  let stopped = false;
  t.after(() => (stopped ? undefined : clinic.stop()));
  const visit = await stage.hold(3_600_000, undefined, SYMPTOMS);
  const [email, password] = [visit.patient.email, visit.patient.password];

  clinic.core.logger.debug('booked', { what: SYMPTOMS });
  clinic.core.logger.error(`signed in with ${password.toUpperCase()}`);
  await assert.rejects(clinic.core.pool.query(`select '${email}'::uuid`), { code: '22P02' });
  await startUnsealed(clinic, email);
  await refuseNaming(clinic, email);

  stopped = true;
  const found = await leaksWhenStopped(clinic);
  const places = [
    /^log: a pulsating headache behind the left eye in /,
    /^log: integration-test-1 in /,
    new RegExp(`^log: ${email} in .*invalid input syntax`),
    new RegExp(`^list of workflows, maintenance: ${email}$`),
    /^history of maintenance, event 1 of type \d+: a pulsating headache behind the left eye$/,
    /^history of maintenance, event 1 of type \d+: testilda$/,
    new RegExp(`^409 to GET /: ${email}$`),
  ];
  for (const place of places)
    assert.ok(
      found.some((leak) => place.test(leak)),
      `${place} of\n${found.join('\n')}`,
    );
});

/** As a client would that lacks the codec. */
async function startUnsealed({ core }: TestClinic, email: string): Promise<void> {
  const client = new Client({ connection: core.client.connection });
  const key = defineSearchAttributeKey('AppointmentStatus', SearchAttributeType.KEYWORD);
  const workflowId = `leak-${core.temporal.taskQueue}`;
  await client.workflow.start(MAINTENANCE_WORKFLOW, {
    workflowId,
    taskQueue: core.temporal.taskQueue,
    args: [],
    memo: { symptoms: SYMPTOMS },
    typedSearchAttributes: [{ key, value: email }],
    staticSummary: 'Testilda waits',
  });
  // The engine lists a workflow a moment after it has begun.
  const isListed = async () => (await client.workflow.count(`WorkflowId = '${workflowId}'`)).count > 0;
  await until('the workflow to be listed', isListed);
}

async function refuseNaming({ leaks }: TestClinic, email: string): Promise<void> {
  const server = createServer(
    leaks.listening((_request, response) => {
      response.writeHead(409, { 'content-type': 'application/problem+json' });
      response.end(JSON.stringify({ error: `The time is taken by ${email}.` }));
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  await (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)).text();
  await new Promise((resolve) => server.close(resolve));
}

async function leaksWhenStopped(clinic: TestClinic): Promise<readonly string[]> {
  const error: unknown = await clinic.stop().then(
    () => assert.fail('nothing was found'),
    (reason) => reason,
  );
  assert.ok(error instanceof assert.AssertionError, String(error));
  return error.actual as string[];
}
