import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { ApiClient } from '../../support/client.js';
import { type Person, startClinic, type TestClinic } from '../../support/clinic.js';

const C = '/api/v1/chat';
const HOUR_MS = 3_600_000;

describe('chat over HTTP', () => {
  let clinic: TestClinic;
  let doctorIs: Person;
  let doctor: ApiClient;
  let patient: ApiClient;
  let hours = 24;

  before(async () => {
    clinic = await startClinic({
      env: { PAYMENTS_ENABLED: 'false', POLICY_CHAT_OPENS: '30d', RATE_LIMIT_MESSAGES: '5/1h' },
    });
    doctorIs = await clinic.person('doctor');
    doctor = await ApiClient.signIn(clinic, doctorIs);
    patient = await ApiClient.signIn(clinic, await clinic.person('patient'));
  });
  after(() => clinic?.stop());

  /** The room of a visit of the patient, who has not written to anybody lately. */
  async function room(more: object = {}): Promise<string> {
    hours += 1;
    const slot = await clinic.slot(doctorIs, hours * HOUR_MS);
    const booked = await patient.post('/api/v1/appointments/', { availability_id: slot, ...more });
    assert.equal(booked.status, 201, JSON.stringify(booked.body));
    await clinic.core.pool.query("update chat_messages set sent_at = sent_at - interval '1 day'");
    return (await patient.get(`/api/v1/appointments/${booked.body.id}/`)).body.chat_room_id;
  }

  it('sends once by the client’s id, and once by the key of a request', async () => {
    const id = await room();
    const body = { message: 'Hello', client_message_id: randomUUID() };
    const first = await patient.post(`${C}/messages/${id}/`, body, null);
    assert.deepEqual([first.status, first.headers.get('idempotent-replayed')], [201, null]);
    const again = await patient.post(`${C}/messages/${id}/`, body, null);
    assert.deepEqual([again.status, again.headers.get('idempotent-replayed')], [201, 'true']);
    assert.deepEqual(again.body, first.body);
    const other = await patient.post(`${C}/messages/${id}/`, { ...body, message: 'Other' }, null);
    assert.deepEqual(
      [other.status, other.body.code, other.body.field],
      [422, 'idempotency_conflict', 'client_message_id'],
    );
    const key = randomUUID();
    const keyed = [1, 2].map(() => patient.post(`${C}/messages/${id}/`, { message: 'By key' }, key));
    const [one, two] = await Promise.all(keyed);
    assert.deepEqual([one?.status, two?.status, one?.body.id === two?.body.id], [201, 201, true]);
    const listed = await patient.get(first.headers.get('location') ?? '');
    assert.deepEqual(
      listed.body.map((message: { id: string }) => message.id),
      [first.body.id],
    );
    const all = await doctor.get(`${C}/${id}/messages`);
    assert.deepEqual([all.body.length, all.headers.get('x-room-rev')], [2, '2']);
  });

  it('says of a room that is not open what it is and when it opens', async () => {
    const id = await room();
    await clinic.core.pool.query("update chat_rooms set opens_at = now() + interval '1 hour' where id = $1", [id]);
    const early = await patient.post(`${C}/messages/${id}/`, { message: 'Early' });
    const { opens_at: opensAt } = (await patient.get(`${C}/${id}/`)).body;
    assert.deepEqual(
      [early.status, early.body.code, early.body.room_status, early.body.opens_at],
      [409, 'room_closed', 'active', opensAt],
    );
    await clinic.core.pool.query("update chat_rooms set status = 'inactive', closed_at = now() where id = $1", [id]);
    const late = await patient.post(`${C}/messages/${id}/`, { message: 'Late' });
    assert.deepEqual([late.body.code, late.body.room_status], ['room_closed', 'inactive']);
    const shown = (await patient.get(`${C}/?status=inactive`)).body;
    assert.ok(shown.some((one: { id: string; can_send_messages: boolean }) => one.id === id && !one.can_send_messages));
    assert.deepEqual((await doctor.get(`${C}/?patient=${randomUUID()}`)).body, []);
  });

  it('refuses what is no message, and more than one place to read from', async () => {
    const id = await room();
    const cases: readonly [unknown, string][] = [
      [{}, 'message'],
      [{ message: '' }, 'message'],
      [{ message: ' \n ' }, 'message'],
      [{ message: 'a'.repeat(4001) }, 'message'],
      [{ message: 'a\u0000' }, 'message'],
      [{ message: 'a\r\n' }, 'message'],
      [{ message: 1 }, 'message'],
      [{ message: 'a', client_message_id: 'with space' }, 'client_message_id'],
      [{ message: 'a', reply_to: 'none' }, 'reply_to'],
      [{ message: 'a', reply_to: randomUUID() }, 'reply_to'],
      [{ message: 'a', colour: 'red' }, 'colour'],
    ];
    for (const [body, field] of cases) {
      const reply = await patient.post(`${C}/messages/${id}/`, body);
      assert.deepEqual([reply.status, reply.body.field], [400, field], JSON.stringify(body).slice(0, 60));
    }
    for (const query of ['before=2&since=1', 'before=-1', 'limit=0', 'limit=201', 'since=x', 'colour=red']) {
      assert.equal((await patient.get(`${C}/${id}/messages/?${query}`)).status, 400, query);
    }
    assert.equal((await patient.post(`${C}/${id}/mark-read/`, { up_to: -1 })).status, 400);
    for (const path of [`${C}/none/`, `${C}/${randomUUID()}/messages/`]) {
      assert.equal((await patient.get(path)).status, 404, path);
    }
  });

  it('is changed by its sender, with what it said before for both', async () => {
    const id = await room();
    const { body: sent } = await patient.post(`${C}/messages/${id}/`, { message: 'Headaches' });
    const path = `${C}/${id}/messages/${sent.id}/`;
    const edited = await patient.patch(path, { message: 'Headaches, mostly at night' });
    assert.deepEqual([edited.status, edited.body.rev, typeof edited.body.edited_at], [200, 2, 'string']);
    assert.deepEqual(
      [(await doctor.patch(path, { message: 'x' })).status, (await doctor.delete(path)).status],
      [403, 403],
    );
    assert.equal((await patient.delete(path)).status, 204);
    assert.equal((await patient.delete(path)).status, 204);
    const late = await patient.patch(path, { message: 'x' });
    assert.deepEqual([late.status, late.body.code], [409, 'invalid_transition']);
    const history = (await doctor.get(`${path}history/`)).body;
    assert.deepEqual(
      history.map(({ message }: { message: string }) => message),
      ['Headaches', 'Headaches, mostly at night', ''],
    );
    const since = await doctor.get(`${C}/${id}/messages/?since=2`);
    assert.deepEqual([since.body[0].message, since.body[0].rev, since.headers.get('x-room-rev')], ['', 3, '3']);
  });

  it('shows symptoms to doctor and patient in the room, and the emergency number', async () => {
    const id = await room({ symptoms: 'A cough' });
    for (const reader of [patient, doctor]) {
      const { body } = await reader.get(`${C}/${id}/`);
      assert.equal(body.appointment_context.patient_symptoms, 'A cough');
      assert.match(body.notice, /not for emergencies.*call 000/);
    }
  });

  it('is limited per sender, with the headers of that limit', async () => {
    const id = await room();
    for (let at = 0; at < 5; at += 1) {
      assert.equal((await patient.post(`${C}/messages/${id}/`, { message: `${at}` })).status, 201);
    }
    const refused = await patient.post(`${C}/messages/${id}/`, { message: 'the sixth of them' });
    assert.deepEqual([refused.status, refused.body.limit_type], [429, 'chat_messages']);
    assert.equal(refused.headers.get('retry-after'), String(refused.body.retry_after));
    assert.equal(refused.headers.get('ratelimit-limit'), '5');
    assert.equal((await doctor.post(`${C}/messages/${id}/`, { message: 'the other side' })).status, 201);
  });

  it('is found in no sealed answer, list or log of requests in clear', async () => {
    const id = await room();
    const word = `marker${randomUUID().replaceAll('-', '')}`;
    await patient.post(`${C}/messages/${id}/`, { message: `say ${word}` });
    const { rows } = await clinic.core.pool.query<{ name: string }>(
      "select relname::text as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')",
    );
    for (const { name } of rows) {
      const found = await clinic.core.pool.query(`select 1 from ${name} as row where row::text like $1`, [`%${word}%`]);
      assert.equal(found.rowCount, 0, name);
    }
  });
});
