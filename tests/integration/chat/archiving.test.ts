import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { SYSTEM } from '../../../src/domain/actor.js';
import { HOUR_MS, MINUTE_MS } from '../../../src/domain/instants.js';
import type { UnitOfWork, WholeScope } from '../../../src/models/scope.js';
import { createLogger, type Logger } from '../../../src/observability/logger.js';
import { ChatRooms, type Room, refusal } from '../../support/chat-rooms.js';
import { POLICY } from '../../support/steps.js';

const DAY_MS = 24 * HOUR_MS;
const MONTH_MS = POLICY.chatArchiveMs;

/** A logger that keeps what it is given. */
function quiet(logged: unknown[] = []): Logger {
  const logger = createLogger('error', 'test');
  const error = (_text: string, about: unknown) => {
    logged.push(about);
    return logger;
  };
  return Object.assign(logger, { error });
}

describe('the archive of chat rooms', () => {
  let rooms: ChatRooms;
  before(async () => {
    rooms = await ChatRooms.open();
  });
  after(() => rooms.close());

  const state = async ({ id }: Room) =>
    (await rooms.steps.sql('select status, archived_at from chat_rooms where id = $1', [id]))[0];
  const rows = (room: Room, action: string) =>
    rooms.steps.sql('select * from audit_events where entity_id = $1 and action = $2', [room.id, action]);
  const kept = async ({ id }: Room) =>
    (await rooms.steps.sql('select * from chat_transcripts where room_id = $1', [id]))[0];

  /** A room in which something was said, changed and taken back; its visit is over, and its time has come. */
  async function due(): Promise<Room> {
    const room = await rooms.room();
    const { id, patient, doctor } = room;
    const file = await rooms.upload(patient, id, { name: 'Überweisung.pdf' });
    const first = await rooms.send(patient, id, 'My kne hurts', { attachments: [file.id] });
    await rooms.edit(patient, id, first.message.id, 'My knee hurts');
    const second = await rooms.send(doctor, id, 'Take two', { replyTo: first.message.id });
    await rooms.remove(doctor, id, second.message.id);
    await rooms.markRead(doctor, id);
    await rooms.endVisit(room);
    rooms.steps.aheadMs += MONTH_MS;
    return room;
  }

  it('takes a room that has been inactive for long enough, and no other', async () => {
    const [active, closed] = [await rooms.room(), await rooms.room()];
    await rooms.endVisit(closed);
    rooms.steps.aheadMs += MONTH_MS - MINUTE_MS;
    assert.equal(await rooms.archive(), 0);
    rooms.steps.aheadMs += MINUTE_MS;
    assert.equal(await rooms.archive(), 1);
    assert.deepEqual([(await state(active))?.status, (await state(closed))?.status], ['active', 'archived']);
    const shown = await rooms.read(closed.patient, closed.id);
    assert.deepEqual([shown.status, shown.canSend, shown.archivedAt !== null], ['archived', false, true]);
  });

  it('goes by what was agreed when the visit was booked', async () => {
    const room = await rooms.room({ policy: { chatArchiveMs: 60_000 } });
    await rooms.endVisit(room);
    rooms.steps.aheadMs += 60_000;
    assert.equal(await rooms.archive(), 1);
  });

  it('waits for the end of a room that its doctor has opened again', async () => {
    const room = await rooms.room();
    await rooms.endVisit(room);
    await rooms.steps.sql('update chat_rooms set open_until = $2 where id = $1', [
      room.id,
      new Date(rooms.steps.now().getTime() + 14 * DAY_MS),
    ]);
    rooms.steps.aheadMs += MONTH_MS + DAY_MS;
    assert.equal(await rooms.archive(), 0);
    rooms.steps.aheadMs += 13 * DAY_MS;
    assert.equal(await rooms.archive(), 1);
  });

  it('writes down all that was said, with edits, deletions, readers, replies and names of files', async () => {
    const room = await due();
    assert.equal(await rooms.archive(), 1);
    const text = await rooms.transcript(room.patient, room.id);
    const { messages, members, rev, ...facts } = JSON.parse(text);
    assert.deepEqual([facts.room, facts.appointment, facts.clinic.name, rev], [room.id, room.appointment, 'Clinic', 4]);
    assert.deepEqual(
      members.map((one: { role: string; name: string }) => [one.role, one.name]),
      [
        ['doctor', 'Test Person'],
        ['patient', 'Test Person'],
      ],
    );
    const [first, second] = messages;
    assert.deepEqual(
      [first.seq, first.message, first.history.map((one: { message: string }) => one.message)],
      [1, 'My knee hurts', ['My kne hurts', 'My knee hurts']],
    );
    assert.deepEqual(
      first.attachments.map((file: { filename: string }) => file.filename),
      ['Überweisung.pdf'],
    );
    assert.deepEqual(
      first.read_by.map((one: { user: string }) => one.user),
      [room.doctor.userId],
    );
    assert.deepEqual(
      [second.message, second.reply_to, second.history.map((one: { message: string }) => one.message)],
      ['', first.id, ['Take two', '']],
    );
    assert.ok(second.deleted_at && first.edited_at);
    assert.match(await rooms.transcript(room.doctor, room.id, 'pdf'), /^%PDF-/);
  });

  it('leaves digests of both documents in the audit, and each reading there, too', async () => {
    const room = await due();
    await rooms.archive();
    const [archived, ...others] = await rows(room, 'chat.archived');
    assert.deepEqual(others, []);
    const digest = (text: string, encoding: BufferEncoding) =>
      createHash('sha256').update(Buffer.from(text, encoding)).digest('hex');
    assert.deepEqual(archived?.details, {
      messages: 2,
      rev: 4,
      json: digest(await rooms.transcript(room.patient, room.id), 'utf8'),
      pdf: digest(await rooms.transcript(room.doctor, room.id, 'pdf'), 'latin1'),
    });
    assert.equal(archived?.patient_id, room.patient.userId);
    const read = await rows(room, 'chat.transcript_read');
    assert.deepEqual(
      read.map((row) => [row.actor_user_id, row.details]),
      [
        [room.patient.userId, { format: 'json' }],
        [room.doctor.userId, { format: 'pdf' }],
      ],
    );
  });

  it('keeps both sealed: nothing of them is in the store, and put elsewhere they do not open', async () => {
    const [one, two] = [await due(), await due()];
    await rooms.archive();
    const own = await kept(one);
    const other = await kept(two);
    for (const bytes of rooms.documents.kept.values()) {
      const text = Buffer.from(bytes).toString('latin1');
      assert.ok(!text.includes('knee') && !text.includes('%PDF-1.3'));
    }
    const document = String(own?.json_document);
    const sealed = rooms.documents.kept.get(document);
    for (const elsewhere of [other?.json_document, own?.pdf_document]) {
      rooms.documents.kept.set(document, rooms.documents.kept.get(String(elsewhere)) ?? new Uint8Array());
      await assert.rejects(rooms.transcript(one.patient, one.id), /unable to authenticate/);
    }
    rooms.documents.kept.set(document, sealed ?? new Uint8Array());
    assert.ok(await rooms.transcript(one.patient, one.id));
  });

  it('is read by doctor and patient of the visit, and by nobody else without breaking the glass', async () => {
    const room = await due();
    await assert.rejects(rooms.transcript(room.patient, room.id), refusal('invalid_transition'));
    await rooms.archive();
    const stranger = await rooms.room();
    const elsewhere = rooms.actor(await rooms.steps.person('admin'), 'admin', [await rooms.otherClinic()]);
    const others = [stranger.patient, stranger.doctor, await rooms.stranger('admin'), await rooms.stranger('nurse')];
    for (const actor of [...others, elsewhere]) {
      for (const format of ['json', 'pdf'] as const) {
        await assert.rejects(rooms.transcript(actor, room.id, format), refusal('not_found'));
      }
    }
    const nurse = await rooms.stranger('nurse');
    await rooms.steps.sql(
      `insert into chat_members (room_id, user_id, clinic_id, role, joined_at, sees_after)
       select room_id, $2, clinic_id, 'nurse', joined_at, 1 from chat_members where room_id = $1 and user_id = $3`,
      [room.id, nurse.userId, room.doctor.userId],
    );
    await assert.rejects(rooms.transcript(nurse, room.id), refusal('forbidden'));
    const admin = await rooms.stranger('admin');
    const grantedAt = rooms.steps.now();
    const grant = {
      id: randomUUID(),
      clinicId: rooms.steps.clinicId,
      role: 'admin',
      reason: 'Test',
      grantedAt,
    } as const;
    const people = { patientId: room.patient.userId, userId: admin.userId };
    await rooms.steps.unitOfWork.withScope(SYSTEM, ({ breakGlass }) =>
      breakGlass.add({ ...grant, ...people, expiresAt: new Date(grantedAt.getTime() + HOUR_MS) }),
    );
    assert.ok(await rooms.transcript(admin, room.id));
    await rooms.steps.sql('update chat_members set left_at = $2 where room_id = $1 and user_id = $3', [
      room.id,
      rooms.steps.now(),
      room.doctor.userId,
    ]);
    await assert.rejects(rooms.transcript(room.doctor, room.id), refusal('forbidden'));
    await assert.rejects(rooms.transcript(room.patient, randomUUID()), refusal('not_found'));
  });

  it('ends all writing there: no message, edit, deletion, file or opening again', async () => {
    const room = await due();
    const [message] = await rooms.messages(room.patient, room.id);
    await rooms.archive();
    const over = refusal('room_closed', { roomStatus: 'archived' });
    await assert.rejects(rooms.send(room.patient, room.id, 'x'), over);
    await assert.rejects(rooms.edit(room.patient, room.id, message?.id ?? '', 'x'), over);
    await assert.rejects(rooms.remove(room.patient, room.id, message?.id ?? ''), over);
    await assert.rejects(rooms.upload(room.patient, room.id), over);
    await assert.rejects(rooms.reopen(room.doctor, room.id, HOUR_MS), over);
    assert.equal((await rooms.messages(room.patient, room.id)).length, 2, 'it can still be read');
  });

  it('changes nothing a second time', async () => {
    const room = await due();
    await rooms.archive();
    const before = [await state(room), await kept(room), rooms.documents.kept.size];
    rooms.steps.aheadMs += DAY_MS;
    assert.equal(await rooms.archive(), 0);
    assert.deepEqual([await state(room), await kept(room), rooms.documents.kept.size], before);
    assert.equal((await rows(room, 'chat.archived')).length, 1);
  });

  it('makes up for a process that died at any step, and leaves nothing behind', async () => {
    let steps = 0;
    for (let dies = 1; ; dies += 1) {
      const room = await due();
      const documents = rooms.documents.kept.size;
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
      const store = {
        put: (name: string, bytes: Uint8Array) => step(() => rooms.documents.put(name, bytes)),
        delete: (name: string) => step(() => rooms.documents.delete(name)),
      };
      await rooms.archive({ unitOfWork, documents: store, logger: quiet() }).catch(() => 0);
      await rooms.archive();
      assert.equal((await state(room))?.status, 'archived', `after a death at step ${dies}`);
      assert.equal((await rows(room, 'chat.archived')).length, 1, `after a death at step ${dies}`);
      assert.equal(rooms.documents.kept.size, documents + 2, `after a death at step ${dies}`);
      assert.ok(await rooms.transcript(room.patient, room.id));
      steps = at * 2;
      if (dies > steps) break;
    }
    assert.ok(steps >= 12, String(steps));
  });

  it('is made anew when something was said while it was written', async () => {
    const room = await due();
    const told = { cause: `test/${randomUUID()}`, text: 'An administrator looked.' };
    let isFirst = true;
    const documents = {
      delete: (name: string) => rooms.documents.delete(name),
      put: async (name: string, bytes: Uint8Array) => {
        await rooms.documents.put(name, bytes);
        if (!isFirst) return;
        isFirst = false;
        await rooms.steps.unitOfWork.withScope(SYSTEM, async ({ chatRooms, chatMessages }) => {
          const locked = await chatRooms.lock(room.id);
          if (locked) await chatMessages.tell(locked, told, rooms.steps.now());
        });
      },
    };
    const before = rooms.documents.kept.size;
    assert.equal(await rooms.archive({ documents }), 0);
    assert.deepEqual([(await state(room))?.status, rooms.documents.kept.size], ['inactive', before]);
    assert.equal(await rooms.archive({ documents }), 1);
    assert.equal(JSON.parse(await rooms.transcript(room.patient, room.id)).messages.length, 3);
  });

  it('is made once by two processes at the same time', async () => {
    const room = await due();
    const before = rooms.documents.kept.size;
    const made = await Promise.all([rooms.archive(), rooms.archive()]);
    assert.ok(made.includes(1) || made.includes(0));
    await rooms.archive();
    assert.equal((await rows(room, 'chat.archived')).length, 1);
    assert.equal(rooms.documents.kept.size, before + 2);
    assert.ok(await rooms.transcript(room.patient, room.id));
  });

  it('goes past a room that cannot be archived, and says so', async () => {
    const [broken, sound] = [await due(), await due()];
    await rooms.steps.sql(
      `update chat_rooms set key_sealed = (select key_sealed from chat_rooms where id = $2) where id = $1`,
      [broken.id, sound.id],
    );
    const logged: unknown[] = [];
    assert.equal(await rooms.archive({ logger: quiet(logged) }), 1);
    assert.deepEqual([(await state(broken))?.status, (await state(sound))?.status], ['inactive', 'archived']);
    assert.equal((logged[0] as { roomId: string }).roomId, broken.id);
  });
});
