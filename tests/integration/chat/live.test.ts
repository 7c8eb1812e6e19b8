import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { get } from 'node:http';
import { json } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { decodeJwt } from 'jose';
import { SYSTEM } from '../../../src/domain/actor.js';
import { until } from '../../support/client.js';
import { type LiveClient, LiveProcesses, type LiveRoom } from '../../support/live-processes.js';

const CHAT = '/api/v1/chat';

/** The `rev` of every change that came, in the order in which it came. */
const revsOf = (client: LiveClient) => client.of('message', 'message:changed').map(({ rev }) => rev);
const upwards = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + 1 + at);

describe('the live channel, over two processes', () => {
  let live: LiveProcesses;
  before(async () => {
    live = await LiveProcesses.start({ RATE_LIMIT_MESSAGES: 'off' });
  });
  after(() => live?.stop());

  /** Doctor and patient at different processes, both in their room. */
  async function pair(): Promise<{ room: LiveRoom; doctor: LiveClient; patient: LiveClient }> {
    const room = await live.room();
    const [doctor, patient] = [await live.connect(room.doctor, 0), await live.connect(room.patient, 1)];
    for (const one of [doctor, patient]) assert.equal((await one.join(room.id)).ok, true);
    return { room, doctor, patient };
  }

  it('lets in who shows a token that counts, and nobody anywhere else', async () => {
    const { access } = await live.token((await live.room()).patient);
    const refusals: readonly (readonly [object, string, string])[] = [
      [{}, '/chat', 'unauthenticated'],
      [{ token: 7 }, '/chat', 'unauthenticated'],
      [{ token: `${access}x` }, '/chat', 'unauthenticated'],
      [{ token: access }, '/', 'not_found'],
    ];
    for (const [auth, namespace, code] of refusals) {
      assert.equal((await live.refusal(0, auth, namespace)).code, code, JSON.stringify(auth));
    }
    assert.equal((await live.refusal(0, {}, `/chat?token=${access}`)).code, 'unauthenticated');
  });

  it('answers a raw WebSocket with where the live channel is', async () => {
    const url = new URL(`/ws/chat/1/?token=x`, live.urlOf(0));
    const upgrade = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'a',
    };
    for (const headers of [{}, upgrade]) {
      const request = get(url, { headers });
      const [response] = await once(request, 'response');
      assert.equal(response.statusCode, 404);
      const { code, error } = (await json(response)) as { code: string; error: string };
      assert.equal(code, 'not_found');
      assert.match(error, /no raw WebSocket .* socket\.io .* namespace \/chat/);
    }
  });

  it('hands a message to everybody in the room, on every process, as the REST API shows it', async () => {
    const { room, doctor, patient } = await pair();
    assert.deepEqual(patient.of('welcome'), [
      { type: 'welcome', room_id: room.id, message: 'You are connected to this chat room.', user: room.patient.id },
    ]);
    const sent = await patient.send(room.id, 'Good morning', 'first');
    assert.deepEqual([sent.ok, sent.message.seq, sent.message.rev, sent.duplicate], [true, 1, 1, undefined]);
    const came = await doctor.next('message');
    const { api } = await live.token(room.doctor, 1);
    const shown = (await api.get(`${CHAT}/${room.id}/messages/`)).body;
    assert.deepEqual(came, { type: 'message', ...shown[0] });
    // The sender's own sockets get it, too.
    assert.equal((await patient.next('message')).id, sent.message.id);

    const again = await patient.send(room.id, 'Good morning', 'first');
    assert.deepEqual([again.ok, again.duplicate, again.message.id], [true, true, sent.message.id]);
    const other = await patient.send(room.id, 'Good evening', 'first');
    assert.deepEqual([other.ok, other.code], [false, 'idempotency_conflict']);

    const byRest = await api.post(`${CHAT}/messages/${room.id}/`, { message: 'By REST' });
    assert.equal(byRest.status, 201);
    for (const one of [doctor, patient]) await one.next('message', ({ id }) => id === byRest.body.id);
    assert.deepEqual(
      [revsOf(doctor).slice(0, 2), revsOf(patient)],
      [
        [1, 2],
        [1, 2],
      ],
    );
  });

  it('hands out files with their message, and without them when it is deleted', async () => {
    const { room, doctor, patient } = await pair();
    const { api } = await live.token(room.patient);
    const { body: file } = await api.upload(`${CHAT}/${room.id}/attachments/`, new Blob(['%PDF-1.7']), 'a.pdf');
    const wish = { room_id: room.id, message: '', client_message_id: 'file', attachments: [file.id] };
    const sent = await patient.ask('message:send', wish);
    assert.deepEqual([sent.ok, sent.message.attachments], [true, [file]]);
    assert.deepEqual((await doctor.next('message')).attachments, [file]);
    assert.equal((await patient.ask('message:send', wish)).duplicate, true);
    const other = await patient.ask('message:send', { ...wish, message: 'x', attachments: [] });
    assert.equal(other.code, 'idempotency_conflict');
    await patient.ask('message:delete', { room_id: room.id, id: sent.message.id });
    assert.deepEqual((await doctor.next('message:changed')).attachments, []);
  });

  it('leaves nobody without a message, or with two of one, whenever they join', async () => {
    const { room, doctor, patient } = await pair();
    const sending = [doctor, patient].map(async (client) => {
      for (let at = 0; at < 25; at += 1) assert.equal((await client.send(room.id, `Message ${at}`)).ok, true);
    });
    const late: { client: LiveClient; rev: number; had: number[] }[] = [];
    for (let at = 0; at < 6; at += 1) {
      const client = await live.connect(room.patient, at % 2);
      const { rev, messages } = await client.join(room.id, 0);
      late.push({ client, rev, had: messages.map((message: { rev: number }) => message.rev) });
    }
    await Promise.all(sending);
    for (const { client, rev, had } of late) {
      assert.deepEqual(had, upwards(0, rev));
      await until('all that was sent later', async () => client.of('message').length >= 50 - rev);
      assert.deepEqual(revsOf(client), upwards(rev, 50));
    }
    for (const client of [doctor, patient]) {
      await until('all that was sent', async () => client.of('message').length >= 50);
      assert.deepEqual(revsOf(client), upwards(0, 50));
    }
  });

  it('shows each change as it was, in its order, and what a message is now to who joins', async () => {
    const { room, doctor, patient } = await pair();
    const { message } = await patient.send(room.id, 'One');
    const place = { room_id: room.id, id: message.id };
    const edited = await patient.ask('message:edit', { ...place, message: 'Two' });
    assert.deepEqual([edited.ok, edited.message.message, edited.message.rev], [true, 'Two', 2]);
    assert.equal((await doctor.ask('message:edit', { ...place, message: 'Not mine' })).ok, false);
    assert.deepEqual(await patient.ask('message:delete', place), { ok: true });
    await until('all changes', async () => doctor.of('message:changed').length === 2);
    assert.deepEqual(
      doctor.of('message', 'message:changed').map((one) => [one.rev, one.message, one.deleted_at !== null]),
      [
        [1, 'One', false],
        [2, 'Two', false],
        [3, '', true],
      ],
    );
    const late = await live.connect(room.doctor, 1);
    const { messages, rev } = await late.join(room.id, 0);
    assert.deepEqual(
      [rev, messages.map((one: { rev: number; message: string }) => [one.rev, one.message])],
      [3, [[3, '']]],
    );
  });

  it('catches up with `since`, at most 200 at once, and says that there are more', async () => {
    const { room, patient } = await pair();
    const { api } = await live.token(room.doctor);
    for (let at = 0; at < 201; at += 1) {
      assert.equal((await api.post(`${CHAT}/messages/${room.id}/`, { message: `Message ${at}` })).status, 201);
    }
    const back = await live.connect(room.patient, 0);
    const all = await back.join(room.id, 0);
    assert.deepEqual([all.messages.length, all.more, all.rev], [200, true, 201]);
    const rest = await back.join(room.id, 200);
    assert.deepEqual([rest.messages.map(({ rev }: { rev: number }) => rev), rest.more], [[201], false]);
    const last = await back.join(room.id);
    assert.deepEqual([last.messages.length, last.messages.at(-1).rev, last.more], [50, 201, false]);
    await patient.send(room.id, 'After three joins');
    await back.next('message');
    assert.deepEqual(revsOf(back), [202], 'once, though it joined three times');
  });

  it('misses nothing that was said while no process heard of it', async () => {
    const { room, doctor, patient } = await pair();
    const heard = await live.listeners();
    await live.clinics.rows('select pg_terminate_backend(pid) from unnest($1::int[]) pid', [heard]);
    assert.equal((await patient.send(room.id, 'Nobody was poked')).ok, true);
    assert.equal((await doctor.next('message')).message, 'Nobody was poked');
    await until('both processes to listen again', async () => (await live.listeners()).length === 2);
    await patient.send(room.id, 'And now');
    await doctor.next('message', ({ message }) => message === 'And now');
    assert.deepEqual(revsOf(doctor), [1, 2]);
  });

  it('tells who has read how far, and when the room takes no more', async () => {
    const { room, doctor, patient } = await pair();
    await patient.send(room.id, 'One');
    await patient.send(room.id, 'Two');
    const read = await doctor.ask('message:read', { room_id: room.id, up_to: 2 });
    assert.deepEqual([read.ok, read.room_unread_count], [true, 0]);
    const { read_at, ...told } = await patient.next('message:read');
    assert.deepEqual(told, { room_id: room.id, user: room.doctor.id, up_to: 2 });
    assert.ok(Date.parse(read_at) > 0);
    await doctor.ask('message:read', { room_id: room.id, up_to: 1 });

    const { core } = live.clinics;
    await core.unitOfWork.withScope(SYSTEM, (scope) => scope.chatRooms.close(room.appointment, new Date()));
    const status = await patient.next('room:status');
    assert.deepEqual([status.status, status.can_send_messages], ['inactive', false]);
    const refused = await patient.send(room.id, 'Too late');
    assert.deepEqual([refused.ok, refused.code, refused.room_status], [false, 'room_closed', 'inactive']);
    assert.equal(patient.of('message:read').length, 1, 'it never goes back');
  });

  it('hides rooms from strangers, from other doctors and from administrators', async () => {
    const { room } = await pair();
    for (const role of ['doctor', 'admin', 'nurse', 'patient'] as const) {
      const stranger = await live.connect(await live.clinics.person(room.clinic, role), 1);
      const answers = [
        await stranger.join(room.id),
        await stranger.send(room.id, 'Hello'),
        await stranger.ask('message:read', { room_id: room.id, up_to: 1 }),
        await stranger.join(randomUUID()),
      ];
      for (const answer of answers)
        assert.deepEqual(answer, { ok: false, code: 'not_found', error: 'Chat room not found.' });
    }
    for (const role of ['receptionist', 'accountant'] as const) {
      const stranger = await live.connect(await live.clinics.person(room.clinic, role), 0);
      assert.equal((await stranger.join(room.id)).code, 'forbidden', role);
    }
  });

  it('answers garbage, and goes on', async () => {
    const { room, doctor, patient } = await pair();
    const room_id = room.id;
    const garbage: readonly (readonly [string, unknown, string])[] = [
      ['room:join', undefined, 'validation_failed'],
      ['room:join', null, 'validation_failed'],
      ['room:join', [room_id], 'validation_failed'],
      ['room:join', { room_id: 7 }, 'validation_failed'],
      ['room:join', { room_id, since: -1 }, 'validation_failed'],
      ['room:join', { room_id, since: 1.5 }, 'validation_failed'],
      ['room:join', { room_id, since: '1' }, 'validation_failed'],
      ['room:join', { room_id, more: true }, 'validation_failed'],
      ['room:join', { room_id: "'; drop table chat_rooms" }, 'not_found'],
      ['message:send', { room_id, message: 'No id' }, 'validation_failed'],
      ['message:send', { room_id, message: 'x', client_message_id: 'a b' }, 'validation_failed'],
      ['message:send', { room_id, message: ' \n ', client_message_id: 'blank' }, 'validation_failed'],
      ['message:send', { room_id, message: 'x'.repeat(4_001), client_message_id: 'long' }, 'validation_failed'],
      ['message:send', { room_id, message: 'a\u0000b', client_message_id: 'null' }, 'validation_failed'],
      ['message:send', { room_id, message: 'a\ud800b', client_message_id: 'half' }, 'validation_failed'],
      ['message:send', { room_id, message: { $gt: '' }, client_message_id: 'object' }, 'validation_failed'],
      ['message:send', { room_id, message: 'x', client_message_id: 'r', reply_to: 'x' }, 'validation_failed'],
      ['message:send', { room_id, message: 'x', client_message_id: 'f', attachments: 'x' }, 'validation_failed'],
      ['message:send', { room_id, message: 'x', client_message_id: 'f', attachments: [{}] }, 'validation_failed'],
      [
        'message:send',
        { room_id, message: 'x', client_message_id: 'f', attachments: [randomUUID()] },
        'validation_failed',
      ],
      ['message:edit', { room_id, id: 'x', message: 'y' }, 'not_found'],
      ['message:edit', { room_id, id: randomUUID() }, 'validation_failed'],
      ['message:delete', { room_id }, 'validation_failed'],
      ['message:read', { room_id }, 'validation_failed'],
      ['message:read', { room_id, up_to: 2 ** 31 }, 'validation_failed'],
      ['session:renew', { token: 'x' }, 'unauthenticated'],
      ['session:renew', {}, 'validation_failed'],
    ];
    for (const [name, payload, code] of garbage) {
      const answer = await patient.ask(name, payload);
      assert.deepEqual([answer.ok, answer.code], [false, code], `${name} ${JSON.stringify(payload)}`);
    }
    // Without an acknowledgement, of a name that there is not, and with more than an event has.
    patient.socket.emit('message:send', { room_id });
    patient.socket.emit('message:send');
    patient.socket.emit('no:such:event', { room_id });
    patient.socket.emit('room:join', { room_id }, 'two', 3);
    assert.equal((await patient.send(room_id, 'Still there')).ok, true);
    await doctor.next('message');
    assert.deepEqual(revsOf(doctor), [1]);
  });

  it('takes no more than a person can need: events, and connections', async () => {
    const { patient, room } = await pair();
    const answers = await Promise.all(
      Array.from({ length: 110 }, () => patient.ask('message:read', { room_id: room.id, up_to: 0 })),
    );
    const limited = answers.filter(({ ok }) => !ok);
    assert.ok(limited.length > 0 && limited.length < 20, `${limited.length}`);
    assert.deepEqual([limited[0].code, limited[0].limit_type], ['rate_limited', 'api_requests']);
    assert.ok(limited[0].retry_after > 0);

    const person = await live.clinics.person(room.clinic, 'nurse');
    const { access } = await live.token(person, 0);
    for (let at = 0; at < 20; at += 1) await live.connect(person, 0, access);
    assert.equal((await live.refusal(0, { token: access })).code, 'rate_limited');
  });
});

describe('a connection', () => {
  let live: LiveProcesses;
  before(async () => {
    live = await LiveProcesses.start({ ACCESS_TOKEN_TTL: '8s' });
  });
  after(() => live?.stop());

  it('ends with its token, unless it is renewed on it, by a token of the same person', async () => {
    const room = await live.room();
    const left = await live.connect(room.patient);
    const ended = left.ended();
    const kept = await live.connect(room.patient);
    const over = kept.ended();
    await kept.join(room.id);
    const stranger = (await live.token(room.doctor)).access;
    assert.equal((await kept.ask('session:renew', { token: stranger })).code, 'forbidden');
    // Tokens end with whole seconds: with two between, there is one in which only the other has ended.
    const { iat: issued = 0 } = decodeJwt(left.token);
    await until('a token to end later', async () => Date.now() >= (issued + 2) * 1000);
    const { access: later } = await live.token(room.patient);
    const endOf = (token: string) => decodeJwt(token).exp ?? 0;
    assert.ok(endOf(later) >= endOf(left.token) + 2);
    const renewed = await kept.ask('session:renew', { token: later });
    assert.equal(Date.parse(renewed.expires_at), endOf(later) * 1000);
    await ended;
    assert.deepEqual(left.of('session:end'), [{ code: 'expired' }]);
    assert.equal((await kept.send(room.id, 'Still here')).ok, true);
    await kept.next('message');
    await over;
    assert.deepEqual(kept.of('session:end'), [{ code: 'expired' }]);
  });

  it('is answered what it asked before its process ends, and nobody is left connected', async () => {
    const alone = await LiveProcesses.start();
    try {
      const room = await alone.room();
      const patient = await alone.connect(room.patient, 0);
      await patient.join(room.id);
      const asked = patient.send(room.id, 'The last one');
      const gone = patient.ended();
      // The event is on its way before the process begins to end.
      await until('the message', async () => {
        const rows = await alone.clinics.rows('select 1 from chat_messages where room_id = $1', [room.id]);
        return rows.length > 0;
      });
      await alone.processes[0]?.api.live.close();
      assert.equal((await asked).ok, true);
      await gone;
    } finally {
      await alone.stop();
    }
  });
});
