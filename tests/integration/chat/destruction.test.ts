import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { SYSTEM } from '../../../src/domain/actor.js';
import { HOUR_MS } from '../../../src/domain/instants.js';
import type { UnitOfWork, WholeScope } from '../../../src/models/scope.js';
import { createLogger } from '../../../src/observability/logger.js';
import { ChatRooms, type Room, refusal } from '../../support/chat-rooms.js';
import { POLICY } from '../../support/steps.js';

const YEAR_MS = 365.25 * 24 * HOUR_MS;
/** Whatever hangs on a room. */
const TABLES = [
  'chat_attachments',
  'chat_changes',
  'chat_members',
  'chat_messages',
  'chat_receipts',
  'chat_transcripts',
  'notices',
];

describe('what law does not have kept any more', () => {
  let rooms: ChatRooms;
  before(async () => {
    rooms = await ChatRooms.open();
  });
  after(() => rooms.close());

  const silent = () => Object.assign(createLogger('error', 'test'), { silent: true });
  const exists = async ({ id }: Room) =>
    (await rooms.steps.sql('select 1 from chat_rooms where id = $1', [id])).length > 0;
  const rows = (room: Room, action: string) =>
    rooms.steps.sql('select * from audit_events where entity_id = $1 and action = $2', [room.id, action]);
  async function left({ id }: Room): Promise<readonly string[]> {
    const counts = await Promise.all(
      TABLES.map((table) => rooms.steps.sql(`select 1 from ${table} where room_id = $1`, [id])),
    );
    return TABLES.filter((_, at) => (counts[at]?.length ?? 0) > 0);
  }

  /** A room with all that a room can have, archived. */
  async function archived(): Promise<Room & { readonly guest: string; readonly documents: readonly string[] }> {
    const room = await rooms.room();
    const { id, patient, doctor } = room;
    const file = await rooms.upload(patient, id);
    const first = await rooms.send(patient, id, 'My knee', { attachments: [file.id] });
    await rooms.send(doctor, id, 'I see', { replyTo: first.message.id });
    await rooms.edit(patient, id, first.message.id, 'My knees');
    await rooms.markRead(doctor, id);
    const guest = randomUUID();
    await rooms.steps.unitOfWork.withScope(SYSTEM, ({ users }) =>
      users.create({
        ...{ id: guest, email: `${guest}@guest.invalid`, firstName: 'Guest', lastName: '', phone: null },
        ...{ passwordHash: 'none', timezone: 'UTC', emailVerifiedAt: null, createdAt: rooms.steps.now() },
      }),
    );
    await rooms.steps.sql(
      `insert into chat_members (room_id, user_id, clinic_id, role, joined_at)
       select room_id, $2, clinic_id, 'interpreter', joined_at from chat_members where room_id = $1 and user_id = $3`,
      [id, guest, doctor.userId],
    );
    await rooms.endVisit(room);
    rooms.steps.aheadMs += POLICY.chatArchiveMs;
    await rooms.archive();
    const documents = await rooms.steps.unitOfWork.withScope(SYSTEM, ({ chatRetention }) =>
      chatRetention.documents(id),
    );
    assert.equal(documents.length, 3);
    return { ...room, guest, documents };
  }

  it('is a room seven years after the last entry, with everything in it; a row of the audit stays', async () => {
    const room = await archived();
    assert.deepEqual((await left(room)).length, TABLES.length);
    const [kept] = await rooms.steps.sql('select keep_until::text from chat_rooms where id = $1', [room.id]);
    rooms.steps.aheadMs += 7 * YEAR_MS - 60 * 24 * HOUR_MS;
    assert.equal(await rooms.destroy(), 0);
    rooms.steps.aheadMs += 61 * 24 * HOUR_MS;
    assert.equal(await rooms.destroy(), 1);
    assert.deepEqual([await exists(room), await left(room)], [false, []]);
    for (const document of room.documents) assert.ok(!rooms.documents.kept.has(document));
    assert.deepEqual(await rooms.steps.sql('select 1 from users where id = $1', [room.guest]), []);
    const [row, ...others] = await rows(room, 'chat.destroyed');
    assert.deepEqual(others, []);
    const details = row?.details as Record<string, unknown>;
    assert.deepEqual([details.messages, details.files, details.keptUntil], [2, 1, kept?.keep_until]);
    assert.ok(details.from && details.to);
    assert.deepEqual([row?.patient_id, row?.actor_kind], [room.patient.userId, 'system']);
    assert.equal((await rows(room, 'chat.archived')).length, 1, 'the trail stays');
    for (const actor of [room.patient, room.doctor]) {
      await assert.rejects(rooms.read(actor, room.id), refusal('not_found'));
      await assert.rejects(rooms.transcript(actor, room.id), refusal('not_found'));
      assert.deepEqual(await rooms.list(actor), []);
    }
    assert.equal(await rooms.destroy(), 0, 'a second look changes nothing');
    assert.equal((await rows(room, 'chat.destroyed')).length, 1);
  });

  for (const [what, sql] of [
    [
      'an allergy was recorded',
      `insert into record_entries (id, entry_id, version, kind, clinic_id, patient_id, status, content_sealed, recorded_by, recorded_at)
       select gen_random_uuid(), gen_random_uuid(), 1, 'allergy', clinic_id, $1, 'active', 'k.x', $1, $2 from chat_rooms where id = $3`,
    ],
    [
      'the list of medicines was looked through',
      `insert into record_statements (id, clinic_id, patient_id, number, kind, made_by, made_at)
       select gen_random_uuid(), clinic_id, $1, 1, 'medicines_reviewed', $1, $2 from chat_rooms where id = $3`,
    ],
  ] as const) {
    it(`is nothing of a patient of whom ${what} since`, async () => {
      const room = await archived();
      const since = new Date(Date.now() + rooms.steps.aheadMs + 5 * YEAR_MS);
      await rooms.steps.sql(sql, [room.patient.userId, since, room.id]);
      rooms.steps.aheadMs += 8 * YEAR_MS;
      assert.equal(await rooms.destroy(), 0);
      rooms.steps.aheadMs += 5 * YEAR_MS;
      assert.equal(await rooms.destroy(), 1);
    });
  }

  it('is nothing of a patient who has come again', async () => {
    const room = await archived();
    rooms.steps.aheadMs += 5 * YEAR_MS;
    await rooms.room({ patient: room.patient.userId });
    rooms.steps.aheadMs += 3 * YEAR_MS;
    assert.equal(await rooms.destroy(), 0);
    assert.equal(await exists(room), true);
    rooms.steps.aheadMs += 5 * YEAR_MS;
    assert.equal(await rooms.destroy(), 1);
    assert.equal(await exists(room), false);
  });

  it('is nothing of a child before they are 25', async () => {
    const room = await rooms.room();
    const born = new Date(rooms.steps.now().getTime() - 10 * YEAR_MS).toISOString().slice(0, 10);
    await rooms.steps.unitOfWork.withScope(SYSTEM, async ({ users }) => {
      const document = await users.patientDocument(room.patient.userId);
      await users.savePatientDocument(room.patient.userId, { ...document, dateOfBirth: born }, rooms.steps.now());
    });
    await rooms.endVisit(room);
    rooms.steps.aheadMs += POLICY.chatArchiveMs;
    await rooms.archive();
    rooms.steps.aheadMs += 14 * YEAR_MS;
    assert.equal(await rooms.destroy(), 0);
    rooms.steps.aheadMs += YEAR_MS;
    assert.equal(await rooms.destroy(), 1);
    assert.equal(await exists(room), false);
  });

  it('cannot be read from the moment on in which its key goes, also while the store is unreachable', async () => {
    const room = await archived();
    rooms.steps.aheadMs += 8 * YEAR_MS;
    rooms.documents.isUnreachable = true;
    assert.equal(await rooms.destroy({ logger: silent() }), 0);
    rooms.documents.isUnreachable = false;
    const [row] = await rooms.steps.sql('select key_sealed, destroyed_at from chat_rooms where id = $1', [room.id]);
    assert.ok(row?.key_sealed === null && row.destroyed_at);
    for (const actor of [room.patient, room.doctor]) {
      await assert.rejects(rooms.messages(actor, room.id), refusal('not_found'));
      await assert.rejects(rooms.send(actor, room.id, 'x'), refusal('not_found'));
      await assert.rejects(rooms.transcript(actor, room.id), refusal('not_found'));
      assert.deepEqual(await rooms.list(actor), []);
    }
    assert.equal(await rooms.destroy(), 1);
    assert.deepEqual([await exists(room), await left(room)], [false, []]);
    assert.equal((await rows(room, 'chat.destroyed')).length, 1);
  });

  it('is gone after a death at any step, too, and is noted once', async () => {
    for (let dies = 1, steps = 1; dies <= steps; dies += 1) {
      const room = await archived();
      rooms.steps.aheadMs += 8 * YEAR_MS;
      let at = 0;
      const step = async <T>(work: () => Promise<T>): Promise<T> => {
        at += 1;
        // Half of the deaths come just before a step has its effect, half just after.
        if (at * 2 - 1 === dies) throw new Error('killed');
        const done = await work();
        if (at * 2 === dies) throw new Error('killed');
        return done;
      };
      const { workerUnitOfWork } = rooms.steps;
      const unitOfWork: UnitOfWork<WholeScope> = {
        withScope: (...args) => step(() => workerUnitOfWork.withScope(...args)),
      };
      const documents = { delete: (name: string) => step(() => rooms.documents.delete(name)) };
      await rooms.destroy({ unitOfWork, documents, logger: silent() }).catch(() => 0);
      steps = Math.max(steps, at * 2);
      await rooms.destroy();
      assert.deepEqual([await exists(room), await left(room)], [false, []], `after a death at step ${dies}`);
      for (const document of room.documents) assert.ok(!rooms.documents.kept.has(document));
      assert.equal((await rows(room, 'chat.destroyed')).length, 1, `after a death at step ${dies}`);
    }
  });

  it('is destroyed first: nothing else can be removed, by the worker least of all', async () => {
    const room = await archived();
    const removing = (id: string) =>
      rooms.steps.workerUnitOfWork.withScope(SYSTEM, ({ chatRetention }) => chatRetention.forget(id));
    await assert.rejects(removing(room.id), /not destroyed/);
    await removing(randomUUID());
    assert.equal(await exists(room), true);
  });
});
