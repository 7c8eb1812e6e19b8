import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { ApiClient } from '../../support/client.js';
import { LiveProcesses, type LiveRoom } from '../../support/live-processes.js';

const N = '/api/v1/notifications';
const CHAT = '/api/v1/chat';

describe('what a person is shown in the app, over two processes', () => {
  let live: LiveProcesses;
  before(async () => {
    live = await LiveProcesses.start({ RATE_LIMIT_MESSAGES: 'off' });
  });
  after(() => live?.stop());

  const api = async (person: LiveRoom['doctor'], at = 0) => (await live.token(person, at)).api;
  async function pair() {
    const room = await live.room();
    return { room, doctor: await api(room.doctor), patient: await api(room.patient, 1) };
  }
  const unread = async (client: ApiClient) => Number((await client.get(`${N}/unread-count/`)).body.unread);

  it('is one notification for all unread messages of a room, of which it says no word', async () => {
    const { room, doctor, patient } = await pair();
    for (const message of ['Your results are here', 'Please call'])
      await doctor.post(`${CHAT}/messages/${room.id}/`, { message });
    const listed = (await patient.get(`${N}/?unread=true`)).body;
    const { id, created_at: createdAt, ...shown } = listed[0];
    assert.equal(listed.length, 1);
    assert.deepEqual(shown, {
      kind: 'unread_messages',
      title: 'New messages',
      body: 'There are unread messages in the chat of your visit.',
      url: `/app/messages/${room.id}`,
      appointment: room.appointment,
      read_at: null,
    });
    assert.ok(id && createdAt);
    assert.equal(await unread(patient), 1);
    assert.equal(await unread(doctor), 0, 'who writes is shown nothing');
  });

  it('is read when the room is, and comes again with the next message', async () => {
    const { room, doctor, patient } = await pair();
    const write = async () => (await doctor.post(`${CHAT}/messages/${room.id}/`, { message: 'Hello' })).body;
    const { seq } = await write();
    await write();
    await patient.post(`${CHAT}/${room.id}/mark-read/`, { up_to: seq });
    assert.equal(await unread(patient), 1, 'one message is unread still');
    await patient.post(`${CHAT}/${room.id}/mark-read/`, {});
    assert.equal(await unread(patient), 0);
    await write();
    const listed = (await patient.get(`${N}/`)).body;
    assert.deepEqual(
      listed.map(({ read_at: at }: { read_at: string | null }) => at !== null),
      [false, true],
    );
    const first = await patient.get(`${N}/?limit=1`);
    assert.match(first.headers.get('link') ?? '', /rel="next"/);
  });

  it('is marked as read one by one, or all at once, by its person alone', async () => {
    const { room, doctor, patient } = await pair();
    await doctor.post(`${CHAT}/messages/${room.id}/`, { message: 'Hello' });
    const [{ id }] = (await patient.get(`${N}/`)).body;
    assert.equal((await doctor.post(`${N}/${id}/read/`, {})).status, 404);
    assert.equal((await patient.post(`${N}/${randomUUID()}/read/`, {})).status, 404);
    for (const again of [1, 2]) assert.equal((await patient.post(`${N}/${id}/read/`, {})).status, 204, `${again}`);
    assert.equal(await unread(patient), 0);
    assert.equal((await patient.get(`${CHAT}/${room.id}/`)).body.unread_count, 1, 'the message is not read by that');
    await doctor.post(`${CHAT}/messages/${room.id}/`, { message: 'Hello again' });
    assert.equal(await unread(patient), 1);
    assert.equal((await patient.post(`${N}/read-all/`, {})).status, 204);
    assert.equal(await unread(patient), 0);
  });

  it('is told live on every connection of its person, and again when it was read', async () => {
    const { room, doctor, patient } = await pair();
    const [one, two] = [await live.connect(room.patient, 0), await live.connect(room.patient, 1)];
    const stranger = await live.connect((await live.room()).patient, 1);
    await doctor.post(`${CHAT}/messages/${room.id}/`, { message: 'A secret word' });
    const [listed] = (await patient.get(`${N}/`)).body;
    for (const client of [one, two]) assert.deepEqual(await client.next('notification'), listed);
    await patient.post(`${CHAT}/${room.id}/mark-read/`, {});
    for (const client of [one, two]) {
      const read = await client.next('notification', (event) => event.read_at !== null);
      assert.equal(read.id, listed.id);
      assert.equal(client.of('notification').length, 2);
      assert.ok(!JSON.stringify(client.of('notification')).includes('secret'));
    }
    assert.deepEqual(stranger.of('notification'), []);
  });

  it('is no business of who has left the room, and of no guest', async () => {
    const { room, doctor, patient } = await pair();
    const nurseIs = await live.clinics.person(room.clinic, 'nurse');
    const nurse = await api(nurseIs);
    await doctor.post(`${CHAT}/${room.id}/members/`, { user: nurseIs.id });
    await doctor.post(`${CHAT}/${room.id}/members/`, { name: 'Ana', email: 'ana@x.invalid', role: 'interpreter' });
    await patient.post(`${CHAT}/messages/${room.id}/`, { message: 'Hello everybody' });
    assert.deepEqual([await unread(nurse), await unread(doctor), await unread(patient)], [1, 1, 0]);
    await doctor.delete(`${CHAT}/${room.id}/members/${nurseIs.id}/`);
    assert.equal(await unread(nurse), 0);
    const rows = await live.clinics.rows('select user_id from notices where room_id = $1', [room.id]);
    assert.equal(rows.length, 2);
  });
});
