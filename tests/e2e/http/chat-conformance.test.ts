import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { ID, TEXT, TIME } from '../../fixtures/kinds.js';
import { BODIES } from '../../fixtures/seed-bodies.js';
import { SEED_CHAT } from '../../fixtures/seed-chat.js';
import { ApiClient, pay, until } from '../../support/client.js';
import { type Person, startClinic, type TestClinic } from '../../support/clinic.js';
import { LiveClient, socketOf } from '../../support/live-processes.js';
import { shows } from '../../support/shown-fields.js';

const A = '/api/v1/appointments';
const C = '/api/v1/chat';
const U = '/api/v1/users';
const DAY_MS = 86_400_000;

let clinic: TestClinic;
const sockets: LiveClient[] = [];
before(async () => {
  clinic = await startClinic({ env: { POLICY_CHAT_OPENS: '1d', REQUIRE_VERIFIED_DOCTORS: 'false' }, live: true });
});
after(async () => {
  for (const { socket } of sockets) socket.disconnect();
  await clinic?.stop();
});

async function registered(by: ApiClient, body: { readonly password: string; readonly role: Person['role'] }) {
  const email = `${randomUUID()}@test.keepwell.invalid`;
  const { status, body: account } = await by.post(`${U}/register/`, { ...body, email });
  assert.equal(status, 201, JSON.stringify(account));
  const person = { id: String(account.id), role: body.role, email, password: body.password };
  return { person, api: await ApiClient.signIn(clinic, person) };
}

/** Signs in as the seed does, and joins the room on a socket. */
async function joined({ email, password }: Person, room: string) {
  const { body: session } = await ApiClient.anonymous(clinic.apiUrl).post(`${U}/login/`, { email, password });
  clinic.leaks.values.add(session.access);
  const live = new LiveClient(socketOf(`${clinic.apiUrl}/chat`, { token: session.access }), session.access);
  sockets.push(live);
  await live.connected();
  assert.equal((await live.join(room)).ok, true);
  return { live, session };
}

test('every body and payload of the seed’s chat section is served, field by field', async () => {
  const admin = await ApiClient.signIn(clinic, await clinic.person('admin'));
  const doctor = await registered(admin, BODIES.registerDoctor);
  const patient = await registered(ApiClient.anonymous(clinic.apiUrl), BODIES.registerPatient);
  // Time enough to pay, which ends with the start.
  const slot = await clinic.slot(doctor.person, 10_000);
  const wish = { availability_id: slot, symptoms: 'Headaches, fatigue', consultation_type: 'Follow-up' };
  const { id } = (await patient.api.post(`${A}/`, wish)).body;
  const order = await patient.api.post('/api/v1/orders/', { appointmentId: id });
  assert.equal(await pay(clinic, order.body.stripe_checkout_url), 200);
  const appointment = await until('the confirmation', async () => {
    const { body } = await patient.api.get(`${A}/${id}/`);
    return body.status === 'booked' && body;
  });
  const room = String(appointment.chat_room_id);
  const path = `${C}/${room}/`;
  const list = async () => (await patient.api.get(`${C}/`)).body;
  const say = async ({ api }: { readonly api: ApiClient }, message: string) => {
    const { status, body } = await api.post(`${C}/messages/${room}/`, { message });
    assert.equal(status, 201, JSON.stringify(body));
    return body;
  };
  const read = async ({ api }: { readonly api: ApiClient }) => (await api.post(`${path}mark-read/`, {})).body;
  shows(SEED_CHAT.created, (await patient.api.get(path)).body);

  const doctorLive = await joined(doctor.person, room);
  const { live, session } = await joined(patient.person, room);
  shows(SEED_CHAT.login, session);
  shows(SEED_CHAT.welcome, await live.next('welcome'));
  const { message } = SEED_CHAT.said;
  assert.equal((await live.send(room, message)).ok, true);
  for (const one of [live, doctorLive.live]) {
    const came = await one.next('message');
    shows(SEED_CHAT.broadcast, came);
    assert.equal(came.sender, session.user.id);
  }

  const [question, answer] = SEED_CHAT.history;
  await say(patient, question.message);
  await read(doctor);
  await say(doctor, answer.message);
  shows(SEED_CHAT.history, (await patient.api.get(`${path}messages/?limit=2`)).body);
  const sent = await say(patient, SEED_CHAT.send.message);
  shows(SEED_CHAT.sent, sent);
  assert.deepEqual([sent.room, sent.sender], [room, session.user.id]);

  await read(patient);
  for (const text of ['Good', 'Thank you', SEED_CHAT.rooms[0].last_message.message]) await say(doctor, text);
  shows(SEED_CHAT.rooms, await list());
  await read(patient);
  await say(patient, SEED_CHAT.found[0].message);
  for (const text of ['I see', 'Do not worry', SEED_CHAT.found[1].message]) await say(doctor, text);
  shows(SEED_CHAT.unread, await list());
  shows(SEED_CHAT.marked, await read(patient));
  const yesterday = new Date(Date.now() - DAY_MS).toISOString().slice(0, 10);
  shows(SEED_CHAT.found, (await doctor.api.get(`${path}messages/?search=medication&date_from=${yesterday}`)).body);
  shows(SEED_CHAT.context, (await doctor.api.get(path)).body);

  await doctor.api.patch(`${A}/${id}/update/`, { status: 'in_progress' });
  await until('the start', async () => Date.parse(appointment.start_time) < Date.now());
  const completed = await doctor.api.patch(`${A}/${id}/update/`, BODIES.completed);
  assert.equal(completed.status, 200, JSON.stringify(completed.body));
  shows(SEED_CHAT.closed, (await patient.api.get(path)).body);
  const closed = await live.next('room:status');
  assert.deepEqual([closed.status, closed.can_send_messages], ['inactive', false]);

  await clinic.core.pool.query("update chat_members set left_at = now() where room_id = $1 and role = 'doctor'", [
    room,
  ]);
  const refused = await doctor.api.get(`${path}messages/`);
  assert.equal(refused.status, 403);
  shows(SEED_CHAT.refused, refused.body);
});

test('the comparison with the seed can fail', () => {
  const whole = { id: randomUUID(), at: new Date().toISOString(), list: [{ says: 'x' }] };
  const expected = { id: ID, at: TIME, list: [{ says: TEXT }] };
  shows(expected, whole);
  for (const changed of [{ id: 7 }, { at: 'now' }, { list: [] }, { list: [{}] }, { list: { says: 'x' } }]) {
    assert.throws(() => shows(expected, { ...whole, ...changed }), JSON.stringify(changed));
  }
});
