import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { type ApiClient, type Reply, until } from '../../support/client.js';
import type { Person } from '../../support/clinic.js';
import { Stage } from '../../support/stage.js';

const BOOK = '/api/v1/appointments/';
const HOUR = 3_600_000;
/** The acceptance run asks for 500 pairs; the suite keeps itself short. */
const PAIRS = Number(process.env.KEEPWELL_TEST_PAIRS ?? 100);

let stage: Stage;
let doctor: Person;
let patients: ApiClient[];
before(async () => {
  stage = await Stage.open();
  doctor = await stage.clinic.person('doctor');
  patients = await Promise.all(Array.from({ length: 50 }, () => stage.signIn('patient')));
});
after(() => stage.close());

/** Appointments in the engine that still run, whichever client made them. */
async function running(): Promise<string[]> {
  const { client, temporal } = stage.clinic.core;
  const query = `TaskQueue = '${temporal.taskQueue}' and ExecutionStatus = 'Running' and WorkflowType = 'appointment'`;
  const ids: string[] = [];
  for await (const run of client.workflow.list({ query })) ids.push(run.workflowId);
  return ids;
}

async function liveIn(slot: string): Promise<string[]> {
  const rows = await stage.sql<{ id: string }>('select id from appointments where availability_id = $1', [slot]);
  return rows.map((row) => row.id);
}

function assertOneWinner(replies: readonly Reply<Record<string, unknown>>[]): string {
  const won = replies.filter((reply) => reply.status === 201);
  const lost = replies.filter((reply) => reply.status !== 201);
  assert.equal(won.length, 1, `${won.length} of ${replies.length} bookings won`);
  for (const reply of lost) {
    assert.equal(reply.status, 400, JSON.stringify(reply.body));
    assert.equal(reply.body.code, 'slot_taken');
    assert.equal(reply.body.error, 'Slot already booked');
    assert.equal(reply.body.appointment_id, undefined, 'whose hold it is stays unsaid');
  }
  return String(won[0]?.body.id);
}

test('fifty patients, one slot: one hold, one running workflow, no orphan rows', async () => {
  const slot = await stage.clinic.slot(doctor, 2 * HOUR);
  const replies = await Promise.all(patients.map((api) => api.post(BOOK, { availability_id: slot })));
  const winner = assertOneWinner(replies);
  assert.deepEqual(await liveIn(slot), [winner]);
  await until('the losers to be over', async () => {
    const left = await running();
    return left.length === 1 && left[0] === winner;
  });
  const orphans = await stage.sql(
    `select 'history' as what, appointment_id from status_history where appointment_id <> $1
     union all select 'audit', entity_id::uuid from audit_events where entity = 'appointment' and entity_id <> $1::text
     union all select 'notification', subject_id from notifications where subject_id <> $1`,
    [winner],
  );
  assert.deepEqual(orphans, []);
});

test(`two patients, ${PAIRS} slots: never two, never none`, async () => {
  const slots: string[] = [];
  // An hour apart: a patient may not be in two places, and each pair wins some of them.
  for (let n = 0; n < PAIRS; n += 1) slots.push(await stage.clinic.slot(doctor, 24 * HOUR + n * HOUR));
  const pairs = patients.slice(0, 8);
  const winners: string[] = [];
  const race = async (lane: number) => {
    for (let n = lane; n < slots.length; n += pairs.length / 2) {
      const two = pairs.slice(lane * 2, lane * 2 + 2);
      const replies = await Promise.all(two.map((api) => api.post(BOOK, { availability_id: slots[n] })));
      winners.push(assertOneWinner(replies));
    }
  };
  await Promise.all(Array.from({ length: pairs.length / 2 }, (_, lane) => race(lane)));
  const text = 'select count(*)::int as count from appointments where availability_id = any($1)';
  assert.deepEqual(await stage.sql(text, [slots]), [{ count: PAIRS }]);
  assert.equal(new Set(winners).size, PAIRS);
});

test('one booking sent twenty times at once is one appointment with twenty equal answers', async () => {
  const [api] = patients;
  assert.ok(api);
  const slot = await stage.clinic.slot(doctor, 3 * HOUR);
  const key = randomUUID();
  const body = { availability_id: slot, symptoms: 'a cough' };
  const replies = await Promise.all(Array.from({ length: 20 }, () => api.post(BOOK, body, key)));
  for (const reply of replies) {
    assert.equal(reply.status, 201, JSON.stringify(reply.body));
    assert.deepEqual(reply.body, replies[0]?.body);
  }
  assert.equal((await liveIn(slot)).length, 1);

  const other = await api.post(BOOK, { ...body, symptoms: 'another cough' }, key);
  assert.equal(other.status, 422, JSON.stringify(other.body));
  assert.equal(other.body.code, 'idempotency_conflict');

  // The key outlives the workflow: the answer is the one that was given then, not the present state.
  const path = `${BOOK}${replies[0]?.body.id}/`;
  assert.equal((await api.patch(`${path}update/`, { status: 'cancelled_by_patient' })).status, 200);
  await stage.closes({ id: String(replies[0]?.body.id) });
  const late = await api.post(BOOK, body, key);
  assert.equal(late.status, 201);
  assert.deepEqual(late.body, replies[0]?.body);
  assert.equal((await liveIn(slot)).length, 1);
});

test('a refused booking repeated under its key is refused again, and another key tells the own hold', async () => {
  const [first, second] = patients.slice(10);
  assert.ok(first && second);
  const slot = await stage.clinic.slot(doctor, 5 * HOUR);
  const held = await first.post(BOOK, { availability_id: slot });
  assert.equal(held.status, 201);
  const key = randomUUID();
  for (const reply of [
    await second.post(BOOK, { availability_id: slot }, key),
    await second.post(BOOK, { availability_id: slot }, key),
  ]) {
    assert.equal(reply.status, 400);
    assert.equal(reply.body.code, 'slot_taken');
  }
  const again = await first.post(BOOK, { availability_id: slot });
  assert.equal(again.status, 400);
  assert.equal(again.body.appointment_id, held.body.id);
});

test('one patient, two doctors at the same time: the second is an overlap', async () => {
  const api = patients[20];
  assert.ok(api);
  const colleague = await stage.clinic.person('doctor');
  const [one, two] = [await stage.clinic.slot(doctor, 7 * HOUR), await stage.clinic.slot(colleague, 7 * HOUR)];
  const replies = await Promise.all([one, two].map((slot) => api.post(BOOK, { availability_id: slot })));
  assert.deepEqual(replies.map((reply) => reply.status).sort(), [201, 409]);
  assert.equal(replies.find((reply) => reply.status === 409)?.body.code, 'overlap');
});

test('a slot in the past, one that was withdrawn and one that never was', async () => {
  const api = patients[30];
  assert.ok(api);
  const past = await stage.clinic.slot(doctor, -2 * HOUR);
  const gone = await stage.clinic.slot(doctor, 9 * HOUR);
  await stage.sql('update availabilities set deleted_at = now() where id = $1', [gone]);
  const [a, b, c] = [
    await api.post(BOOK, { availability_id: past }),
    await api.post(BOOK, { availability_id: gone }),
    await api.post(BOOK, { availability_id: randomUUID() }),
  ];
  assert.deepEqual([a.status, a.body.code], [409, 'slot_unavailable']);
  assert.deepEqual([b.status, b.body.code], [409, 'slot_unavailable']);
  assert.equal(c.status, 404);
});
