import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type GuestActor, SYSTEM } from '../../../src/domain/actor.js';
import { ApiClient, until } from '../../support/client.js';
import { type LiveClient, LiveProcesses, type LiveRoom } from '../../support/live-processes.js';
import { misfits, responseOf, schemaOf } from '../../support/openapi.js';

const CHAT = '/api/v1/chat';
const GUEST = { name: 'Ana Silva', email: 'ana@interpreters.invalid', role: 'interpreter' };

describe('nurses and guests of a chat room, over two processes', () => {
  let live: LiveProcesses;
  before(async () => {
    live = await LiveProcesses.start({ RATE_LIMIT_MESSAGES: 'off' });
  });
  after(() => live?.stop());

  const api = async (person: LiveRoom['doctor'], at = 0) => (await live.token(person, at)).api;

  /** The token of the link that was mailed last to a guest of this room. */
  async function mailedToken(room: LiveRoom): Promise<string> {
    const [mail] = await live.clinics.rows<{ id: string }>(
      "select id from account_mails where kind = 'guest_invited' and clinic_id = $1 order by created_at desc limit 1",
      [room.clinic],
    );
    const waiting = await live.clinics.core.unitOfWork.withScope(SYSTEM, (scope) =>
      scope.accountMails.findWaiting(mail?.id ?? ''),
    );
    const { link, guest } = waiting?.content ?? {};
    assert.equal(link?.purpose, 'guest');
    assert.equal(guest?.role, 'interpreter');
    live.clinics.leaks.values.add(link.token);
    return link.token;
  }

  const comeIn = (token: string) => ApiClient.anonymous(live.urlOf(1)).post(`${CHAT}/guest-sessions/`, { token });

  /** A guest who has come, with the doctor's client. */
  async function withGuest() {
    const room = await live.room();
    const doctor = await api(room.doctor);
    await doctor.post(`${CHAT}/messages/${room.id}/`, { message: 'Before anybody else' });
    const invited = await doctor.post(`${CHAT}/${room.id}/members/`, GUEST);
    assert.equal(invited.status, 201, JSON.stringify(invited.body));
    const token = await mailedToken(room);
    const session = await comeIn(token);
    assert.equal(session.status, 200, JSON.stringify(session.body));
    const { access, room_id } = session.body;
    assert.equal(room_id, room.id);
    live.clinics.leaks.values.add(access);
    const guest = ApiClient.withToken(live.urlOf(1), access, room.patient);
    return { room, doctor, guest, access: String(access), token, id: String(invited.body.user) };
  }

  it('lets a guest in by the link, once, and everybody sees it', async () => {
    const room = await live.room();
    const patient = await live.connect(room.patient, 1);
    await patient.join(room.id);
    const doctor = await api(room.doctor);
    const invited = await doctor.post(`${CHAT}/${room.id}/members/`, GUEST);
    assert.deepEqual(
      { ...invited.body, user: '' },
      { user: '', name: 'Ana Silva', role: 'interpreter', joined_at: null, left_at: null, read_up_to: 0 },
    );
    await patient.next('message', ({ message }) => /has invited Ana Silva \(interpreter\)/.test(message));
    const token = await mailedToken(room);
    const answers = await Promise.all([comeIn(token), comeIn(token)]);
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 400]);
    assert.equal(answers.find(({ status }) => status === 400)?.body.code, 'token_invalid');
    await patient.next('message', ({ message }) => message === 'Ana Silva (interpreter) has joined the chat.');
    const { members } = (await (await api(room.patient)).get(`${CHAT}/${room.id}/`)).body;
    const [guest] = members.filter(({ role }: { role: string }) => role === 'interpreter');
    assert.deepEqual([guest.name, guest.left_at], ['Ana Silva', null]);
    assert.ok(guest.joined_at);
    assert.equal((await comeIn('none')).body.code, 'token_invalid');
  });

  it('names a guest in the audit as one, by whom administrators see what was said', async () => {
    const { room, guest, id } = await withGuest();
    assert.equal((await guest.post(`${CHAT}/messages/${room.id}/`, { message: 'Good morning' })).status, 201);
    const admin = await api(await live.clinics.person(room.clinic, 'admin'));
    const { status, body } = await admin.get(`/api/v1/audit/user-actions/?user=${id}`);
    assert.equal(status, 200, JSON.stringify(body));
    const [{ action, user }] = body;
    assert.deepEqual([action, user.id, user.role], ['chat.message_sent', id, 'guest']);
    const schema = schemaOf(responseOf('GET', '/api/v1/audit/user-actions', 200));
    assert.ok(schema);
    assert.deepEqual(misfits(schema, body), []);
  });

  it('shows a guest what is said from when they came, and nothing but the room', async () => {
    const { room, doctor, guest, id } = await withGuest();
    const path = `${CHAT}/${room.id}/`;
    const said = async () =>
      (await guest.get(`${path}messages/`)).body.map(({ message }: { message: string }) => message);
    assert.deepEqual(await said(), ['Ana Silva (interpreter) has joined the chat.']);
    assert.equal((await guest.post(`${CHAT}/messages/${room.id}/`, { message: 'Good morning' })).status, 201);
    const [{ sender_name: name, sender_role: role, sender }] = (await doctor.get(`${path}messages/?limit=1`)).body;
    assert.deepEqual([name, role, sender], ['Ana Silva', 'interpreter', id]);
    const shown = (await guest.get(path)).body;
    assert.deepEqual([shown.unread_count, shown.appointment_context.patient_symptoms], [0, null]);
    const [before] = (await doctor.get(`${path}messages/`)).body;
    assert.equal((await guest.get(`${path}messages/${before.id}/history/`)).status, 404);
    await doctor.patch(`${path}messages/${before.id}/`, { message: 'Still before' });
    const since = (await guest.get(`${path}messages/?since=0`)).body;
    assert.ok(since.every(({ seq }: { seq: number }) => seq > before.seq));
    const other = await live.room();
    for (const [method, url] of [
      ['GET', '/api/v1/users/profile/'],
      ['GET', '/api/v1/appointments/'],
      ['GET', `/api/v1/appointments/${room.appointment}/`],
      ['GET', '/api/v1/patients/'],
      ['POST', `${path}members/`],
      ['POST', `${path}reopen/`],
    ] as const) {
      const body = { ...GUEST, until: '2100-01-01T00:00:00Z', reason: 'x' };
      const answer = method === 'GET' ? await guest.get(url) : await guest.post(url, body);
      assert.ok([400, 403].includes(answer.status), `${url} ${answer.status}`);
    }
    assert.equal((await guest.get(`${CHAT}/${other.id}/`)).status, 404);
    assert.deepEqual(
      (await guest.get(`${CHAT}/`)).body.map((one: { id: string }) => one.id),
      [room.id],
    );
  });

  it('cuts who is removed on every process within a second; their token and their link are void', async () => {
    const { room, doctor, guest, access, id, token } = await withGuest();
    const socket = await live.connect(room.patient, 1, access);
    assert.equal((await socket.join(room.id)).ok, true);
    assert.equal((await socket.send(room.id, 'By socket')).ok, true);
    assert.equal((await doctor.delete(`${CHAT}/${room.id}/members/${id}/`)).status, 204);
    // The second is that of the other process, and begins when it is done.
    const began = Date.now();
    await socket.next('room:left');
    assert.ok(Date.now() - began < 1_000, `${Date.now() - began} ms`);
    assert.equal((await socket.send(room.id, 'Still here')).ok, false);
    assert.equal((await guest.get(`${CHAT}/${room.id}/`)).status, 401);
    assert.equal((await comeIn(token)).body.code, 'token_invalid');
    assert.equal((await doctor.delete(`${CHAT}/${room.id}/members/${id}/`)).status, 204);
    const second = await doctor.post(`${CHAT}/${room.id}/members/`, { ...GUEST, email: 'second@interpreters.invalid' });
    const link = await mailedToken(room);
    assert.equal((await doctor.delete(`${CHAT}/${room.id}/members/${second.body.user}/`)).status, 204);
    assert.equal((await comeIn(link)).body.code, 'token_invalid', 'who never came cannot come any more');
  });

  it('ends with the room', async () => {
    const { room, guest, access } = await withGuest();
    const socket = await live.connect(room.patient, 0, access);
    await socket.join(room.id);
    await live.clinics.core.unitOfWork.withScope(SYSTEM, (scope) =>
      scope.chatRooms.close(room.appointment, new Date()),
    );
    await socket.next('room:left');
    assert.equal((await guest.get(`${CHAT}/${room.id}/`)).status, 401);
    const late = await (await api(room.doctor)).post(`${CHAT}/${room.id}/members/`, GUEST);
    assert.deepEqual([late.status, late.body.code], [409, 'room_closed']);
  });

  it('brings a nurse of the clinic in at once, and out', async () => {
    const room = await live.room();
    const person = await live.clinics.person(room.clinic, 'nurse');
    const doctor = await api(room.doctor);
    const nurse: LiveClient = await live.connect(person, 1);
    assert.equal((await nurse.join(room.id)).code, 'not_found');
    await doctor.post(`${CHAT}/messages/${room.id}/`, { message: 'Between us' });
    const members = `${CHAT}/${room.id}/members/`;
    for (const again of [1, 2]) assert.equal((await doctor.post(members, { user: person.id })).status, 201, `${again}`);
    const joined = await nurse.join(room.id, 0);
    assert.deepEqual(
      joined.messages.map(({ message }: { message: string }) => /\(nurse\) has joined/.test(message)),
      [true],
    );
    await doctor.post(`${CHAT}/messages/${room.id}/`, { message: 'Hello nurse' });
    await nurse.next('message', ({ message }) => message === 'Hello nurse');
    const seen = (await (await api(room.patient)).get(`${CHAT}/${room.id}/`)).body.members;
    assert.ok(
      seen.some(({ user, name }: { user: string; name: string }) => user === person.id && name !== 'Closed account'),
    );
    assert.equal((await doctor.delete(`${members}${person.id}/`)).status, 204);
    await nurse.next('room:left');
    assert.equal((await nurse.join(room.id)).code, 'forbidden');
    await until('the room to say so', async () => {
      const last = (await doctor.get(`${CHAT}/${room.id}/messages/?limit=1`)).body[0];
      return /\(nurse\) is no longer in the chat/.test(last.message);
    });
  });

  it('lists for the doctor, by name, the nurses of the clinic who are not in the room', async () => {
    const room = await live.room();
    const { clinics } = live;
    const doctor = await api(room.doctor);
    const nurses = `${CHAT}/${room.id}/nurses/`;
    assert.deepEqual((await doctor.get(nurses)).body, []);
    const nurse = (firstName: string) => clinics.person(room.clinic, 'nurse', { firstName, lastName: 'Nurseovic' });
    const [ruth, ada, gone, shut, ended] = await Promise.all(['Ruth', 'Ada', 'Gone', 'Shut', 'Ended'].map(nurse));
    assert.ok(ruth && ada && gone && shut && ended);
    await clinics.person(room.clinic, 'receptionist');
    await clinics.person(await clinics.clinic(), 'nurse');
    await clinics.rows('update users set deleted_at = now() where id = $1', [gone.id]);
    await clinics.rows('update users set is_active = false where id = $1', [shut.id]);
    await clinics.rows("update memberships set status = 'ended' where user_id = $1", [ended.id]);
    const [first, second] = [
      { id: ada.id, name: 'Ada Nurseovic' },
      { id: ruth.id, name: 'Ruth Nurseovic' },
    ];
    assert.deepEqual((await doctor.get(nurses)).body, [first, second]);
    const rows = await clinics.rows(
      "select clinic_id, details from audit_events where action = 'members.listed' and actor_user_id = $1 order by id desc limit 1",
      [room.doctor.id],
    );
    assert.deepEqual(rows, [{ clinic_id: room.clinic, details: { users: `${ada.id},${ruth.id}` } }]);
    await doctor.post(`${CHAT}/${room.id}/members/`, { user: ada.id });
    assert.deepEqual((await doctor.get(nurses)).body, [second]);
    await doctor.delete(`${CHAT}/${room.id}/members/${ada.id}/`);
    assert.deepEqual((await doctor.get(nurses)).body, [first, second]);
    for (const [person, status] of [
      [room.patient, 403],
      [ada, 403],
      [ruth, 404],
      [await clinics.person(room.clinic, 'doctor'), 404],
      [await clinics.person(room.clinic, 'admin'), 404],
      [await clinics.person(room.clinic, 'receptionist'), 403],
    ] as const) {
      assert.equal((await (await api(person)).get(nurses)).status, status, person.role);
    }
  });

  it('is up to the doctor alone, and is no way to remove doctor or patient', async () => {
    const room = await live.room();
    const [doctor, patient] = [await api(room.doctor), await api(room.patient)];
    const members = `${CHAT}/${room.id}/members/`;
    assert.equal((await patient.post(members, GUEST)).status, 403);
    assert.equal((await doctor.delete(`${members}${room.patient.id}/`)).status, 403);
    const stranger = await api(await live.clinics.person(room.clinic, 'doctor'));
    assert.equal((await stranger.post(members, GUEST)).status, 404);
    const elsewhere = await live.clinics.person(await live.clinics.clinic(), 'nurse');
    for (const [body, field] of [
      [{ user: elsewhere.id }, 'user'],
      [{ user: room.patient.id }, 'user'],
      [{ ...GUEST, email: 'nobody' }, 'email'],
      [{ ...GUEST, name: ' ' }, 'name'],
      [{ name: 'A', email: 'a@b.invalid' }, 'role'],
      [{ ...GUEST, user: room.doctor.id }, 'user'],
    ] as const) {
      const refused = await doctor.post(members, body);
      assert.deepEqual([refused.status, refused.body.field], [400, field], JSON.stringify(refused.body));
    }
  });

  it('keeps each to the own row, whatever statement is sent', async () => {
    const { room, id } = await withGuest();
    const guest: GuestActor = {
      ...({ kind: 'guest', role: 'guest', permissions: ['chat:use'], clinicIds: [], sessionId: '' } as const),
      ...{ userId: id, roomId: room.id, appointmentId: room.appointment },
    };
    const { unitOfWork } = live.clinics.apiCore;
    const another = {
      roomId: room.id,
      userId: room.patient.id,
      clinicId: room.clinic,
      role: 'nurse',
      name: 'x',
    } as const;
    await assert.rejects(
      unitOfWork.withScope(
        guest,
        ({ chatMembers }) => chatMembers.invite({ ...another, userId: room.doctor.id }, new Date()),
        {
          opens: { room: room.id },
        },
      ),
    );
    await unitOfWork.withScope(guest, ({ chatMembers }) => chatMembers.remove(room.id, room.patient.id, new Date()), {
      opens: { room: room.id },
    });
    const [patient] = await live.clinics.rows<{ left_at: Date | null }>(
      'select left_at from chat_members where room_id = $1 and user_id = $2',
      [room.id, room.patient.id],
    );
    assert.equal(patient?.left_at, null);
  });
});
