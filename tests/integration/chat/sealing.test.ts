import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { Actor, Grants } from '../../../src/domain/actor.js';
import { signedScope } from '../../../src/models/signed-scope.js';
import { ChatRooms, type Room } from '../../support/chat-rooms.js';

const UNREADABLE = /unable to authenticate/;
const TABLES = ['chat_members', 'chat_messages', 'chat_changes', 'chat_receipts', 'chat_attachments'] as const;

describe('what is said in a room', () => {
  let rooms: ChatRooms;
  let one: Room;
  let two: Room;
  const word = `marker${randomUUID()}`;
  before(async () => {
    rooms = await ChatRooms.open();
    [one, two] = [await rooms.room(), await rooms.room()];
    for (const { id, patient, doctor } of [one, two]) {
      const { id: file } = await rooms.upload(patient, id, { name: `${word}.pdf` });
      await rooms.send(patient, id, `${word} ${id}`, { attachments: [file] });
      await rooms.send(doctor, id, 'an answer');
      await rooms.markRead(doctor, id);
    }
  });
  after(() => rooms.close());

  it('stands in no table in clear', async () => {
    const tables = await rooms.steps.sql(
      "select relname::text as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')",
    );
    for (const { name } of tables) {
      const found = await rooms.steps.sql(`select 1 from ${String(name)} as row where row::text like $1`, [
        `%${word}%`,
      ]);
      assert.deepEqual(found, [], String(name));
    }
    assert.match((await rooms.messages(one.patient, one.id))[0]?.message ?? '', new RegExp(word));
  });

  it('opens nowhere but in its room, message and version', async () => {
    const bodyAt = async ({ id }: Room, rev: number) =>
      (await rooms.steps.sql('select body_sealed from chat_changes where room_id = $1 and rev = $2', [id, rev]))[0]
        ?.body_sealed;
    const put = async (body: unknown) => {
      await rooms.steps.sql('alter table chat_changes disable trigger user');
      await rooms.steps.sql('update chat_changes set body_sealed = $2 where room_id = $1 and rev = 1', [one.id, body]);
      await rooms.steps.sql('alter table chat_changes enable trigger user');
    };
    const own = await bodyAt(one, 1);
    for (const other of [await bodyAt(one, 2), await bodyAt(two, 1)]) {
      await put(other);
      await assert.rejects(rooms.messages(one.patient, one.id), UNREADABLE);
    }
    await put(own);
    assert.equal((await rooms.messages(one.patient, one.id)).length, 2);
    const key = 'update chat_rooms set key_sealed = (select key_sealed from chat_rooms where id = $2) where id = $1';
    const [{ key_sealed: kept }] = (await rooms.steps.sql('select key_sealed from chat_rooms where id = $1', [
      one.id,
    ])) as [{ key_sealed: string }];
    await rooms.steps.sql(key, [one.id, two.id]);
    await assert.rejects(rooms.messages(one.patient, one.id), UNREADABLE);
    await rooms.steps.sql('update chat_rooms set key_sealed = $2 where id = $1', [one.id, kept]);
  });

  /** How many rows of the tables of chat a statement sees that names no room. */
  async function seen(scope: string): Promise<readonly number[]> {
    const client = await rooms.steps.api.pool.connect();
    try {
      await client.query('begin');
      await client.query("select set_config('app.scope', $1, true)", [scope]);
      const counts: number[] = [];
      for (const table of TABLES) {
        const { rows } = await client.query<{ count: number }>(`select count(*)::int as count from ${table}`);
        counts.push(rows[0]?.count ?? -1);
      }
      await client.query('rollback');
      return counts;
    } finally {
      client.release();
    }
  }

  it('is seen by its members, in the rooms that a transaction opens, and by nobody else', async () => {
    const { keys } = rooms.steps.api;
    const by = (actor: Actor, opens: Grants = {}) => seen(signedScope(keys, actor, opens));
    const [none, members, whole] = [
      [0, 0, 0, 0, 0],
      [1, 0, 0, 0, 0],
      [2, 2, 2, 1, 1],
    ];
    assert.deepEqual(await by(one.patient, { room: one.id }), whole);
    assert.deepEqual(await by(one.doctor, { room: one.id }), whole);
    assert.deepEqual(await by(one.patient), members, 'a room that is not opened');
    assert.deepEqual(await by(one.patient, { room: two.id }), members, 'a room of others');
    assert.deepEqual(await by(one.patient, { room: [one.id, two.id] }), whole);
    const { clinicId } = rooms.steps;
    const strangers = [
      await rooms.stranger('admin'),
      await rooms.stranger('doctor'),
      await rooms.stranger('nurse'),
      await rooms.stranger('patient'),
      rooms.actor(one.doctor.userId, 'doctor', [await rooms.otherClinic()]),
      rooms.actor(one.doctor.userId, 'patient', [clinicId]),
      rooms.actor(one.patient.userId, 'doctor', [clinicId]),
    ];
    for (const stranger of strangers) assert.deepEqual(await by(stranger, { room: one.id }), none, stranger.role);
    assert.deepEqual(await by({ kind: 'system', label: 'x' }, { room: one.id }), none);
    const good = signedScope(keys, one.patient, { room: one.id });
    for (const forged of ['', good.replace(one.id, two.id), good.replace(one.patient.userId, two.patient.userId)]) {
      assert.deepEqual(await seen(forged), none);
    }
  });

  it('is written by its sender alone, and never changed', async () => {
    const client = await rooms.steps.api.pool.connect();
    const attempt = async (actor: Actor, room: string, text: string, ...values: readonly unknown[]) => {
      await client.query('begin');
      try {
        const scope = signedScope(rooms.steps.api.keys, actor, { room });
        await client.query("select set_config('app.scope', $1, true)", [scope]);
        return (await client.query(text, [...values])).rowCount;
      } finally {
        await client.query('rollback');
      }
    };
    const insert = `insert into chat_messages (id, room_id, seq, rev, kind, sender_id, sender_role, content_mac, sent_at)
      values (gen_random_uuid(), $1, 99, 99, 'text', $2, 'doctor', 'x', now())`;
    const { patient, doctor, id } = one;
    try {
      assert.equal(await attempt(doctor, id, insert, id, doctor.userId), 1);
      for (const [actor, room, sender] of [
        [patient, id, doctor.userId],
        [patient, two.id, patient.userId],
        [await rooms.stranger('doctor'), id, doctor.userId],
      ] as const) {
        await assert.rejects(attempt(actor, room, insert, room, sender), /row-level security/);
      }
      const read = "update chat_members set read_up_to = 1 where room_id = $1 and role = 'patient'";
      assert.equal(await attempt(doctor, id, read, id), 0, 'somebody else has read it');
      for (const text of [
        "update chat_messages set sender_role = 'patient'",
        'update chat_changes set body_sealed = null',
        'delete from chat_messages',
        'delete from chat_changes',
        'delete from chat_receipts',
        'delete from chat_attachments',
        'update chat_attachments set uploader_id = null',
        "update chat_members set role = 'nurse'",
        "update chat_rooms set status = 'active'",
      ]) {
        await assert.rejects(attempt(doctor, id, text), /permission denied/, text);
      }
      assert.equal(await attempt(doctor, two.id, 'update chat_rooms set last_seq = 0'), 0);
    } finally {
      client.release();
    }
    await assert.rejects(rooms.steps.sql('update chat_changes set changed_at = now()'), /append-only/);
    await assert.rejects(rooms.steps.sql('update chat_receipts set read_at = now()'), /append-only/);
  });
});
