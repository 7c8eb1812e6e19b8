import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { until } from '../../support/client.js';
import { Stage } from '../../support/stage.js';

const HOUR = 3_600_000;

let stage: Stage;
before(async () => {
  stage = await Stage.open();
});
after(() => stage.close());

test('no worker: a booking says so in time and leaves nothing behind; the webhook waits for one', async () => {
  const paid = await stage.payable(HOUR);
  const patient = await stage.signIn('patient');
  const slot = await stage.clinic.slot(await stage.clinic.person('doctor'), HOUR);
  const key = randomUUID();
  await stage.clinic.stopWorker();
  await stage.pay(paid);
  await until('the webhook to be taken', async () => {
    const text = 'select 1 from provider_events where order_id in (select id from orders where subject_id = $1)';
    return (await stage.sql(text, [paid.id])).length > 0;
  });
  const begun = Date.now();
  const refused = await patient.post('/api/v1/appointments/', { availability_id: slot }, key);
  assert.deepEqual([refused.status, refused.body.code], [503, 'unavailable']);
  assert.ok(refused.headers.get('retry-after'));
  assert.ok(Date.now() - begun < 20_000, `${Date.now() - begun} ms`);
  await stage.clinic.startWorker();

  await stage.reaches(paid, 'booked', 'paid');
  await stage.told(paid, ['booking_held', 'booking_confirmed']);
  // The update is delivered now, long after its caller went away: it claims nothing.
  const { client, temporal } = stage.clinic.core;
  await until('the late booking to be refused', async () => {
    const query = `TaskQueue = '${temporal.taskQueue}' and WorkflowType = 'appointment' and ExecutionStatus = 'Failed'`;
    return (await client.workflow.count(query)).count === 1;
  });
  const rows = () => stage.sql('select 1 from appointments where availability_id = $1', [slot]);
  assert.deepEqual(await rows(), []);

  const booked = await patient.post('/api/v1/appointments/', { availability_id: slot }, key);
  assert.equal(booked.status, 201, JSON.stringify(booked.body));
  const again = await patient.post('/api/v1/appointments/', { availability_id: slot }, key);
  assert.deepEqual(again.body, booked.body);
  assert.equal((await rows()).length, 1);
});

test('a worker that comes back in time: the booking that waited is answered', async () => {
  const patient = await stage.signIn('patient');
  const slot = await stage.clinic.slot(await stage.clinic.person('doctor'), HOUR);
  await stage.clinic.stopWorker();
  const booking = patient.post('/api/v1/appointments/', { availability_id: slot });
  await stage.clinic.startWorker();
  const booked = await booking;
  assert.equal(booked.status, 201, JSON.stringify(booked.body));
});
