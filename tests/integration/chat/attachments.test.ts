import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import sharp from 'sharp';
import { MOST_WAITING_UPLOADS } from '../../../src/domain/chat/attachments.js';
import { DomainError } from '../../../src/domain/errors.js';
import { guestOf } from '../../../src/usecases/chat/guest-sessions.js';
import { ChatRooms, refusal } from '../../support/chat-rooms.js';
import { statementsOf } from '../../support/statements.js';

const HOUR_MS = 3_600_000;

describe('a file in a chat room', () => {
  let rooms: ChatRooms;
  before(async () => {
    rooms = await ChatRooms.open();
  });
  after(() => rooms.close());

  const row = async (id: string) => (await rooms.steps.sql('select * from chat_attachments where id = $1', [id]))[0];
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

  it('is sent with a message, which may say nothing, and read by everybody there in its order', async () => {
    const { id, patient, doctor } = await rooms.room();
    const photo = await sharp({ create: { width: 40, height: 20, channels: 3, background: 'teal' } })
      .withExif({ IFD0: { Make: 'SecretCamera' }, IFD3: { GPSLatitude: '51/1 30/1 0/1' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const letter = await rooms.upload(patient, id);
    const knee = await rooms.upload(patient, id, { name: 'Knie übel.jpg', bytes: photo });
    assert.deepEqual(
      [letter.contentType, knee.contentType, knee.name],
      ['application/pdf', 'image/jpeg', 'Knie übel.jpg'],
    );
    const sent = await rooms.send(patient, id, '', { attachments: [knee.id, letter.id] });
    assert.deepEqual(sent.message.attachments, [knee, letter]);
    const [read] = await rooms.messages(doctor, id);
    assert.deepEqual([read?.message, read?.attachments], ['', [knee, letter]]);
    const opened = await rooms.open(doctor, await rooms.link(doctor, knee.id));
    assert.deepEqual([opened.name, opened.contentType, opened.bytes.length], [knee.name, 'image/jpeg', knee.size]);
    assert.ok(!text(opened.bytes).includes('SecretCamera'));
    const { width, height, exif } = await sharp(opened.bytes).metadata();
    assert.deepEqual([width, height, exif], [20, 40, undefined]);
    const pdf = await rooms.open(patient, await rooms.link(patient, letter.id));
    assert.match(text(pdf.bytes), /^%PDF-1\.7\n1 0 obj[\s\S]*%%EOF\n$/, 'as it was');
  });

  it('lies sealed: nothing of it in the store, nor its name in the database, and it opens nowhere else', async () => {
    const [one, two] = [await rooms.room(), await rooms.room()];
    const name = `marker${randomUUID()}.pdf`;
    const files = [await rooms.upload(one.patient, one.id, { name }), await rooms.upload(one.patient, one.id)];
    const other = await rooms.upload(two.patient, two.id);
    await rooms.send(one.patient, one.id, 'x', { attachments: files.map(({ id }) => id) });
    await rooms.send(two.patient, two.id, 'x', { attachments: [other.id] });
    const [first, second] = await Promise.all(files.map(({ id }) => row(id)));
    assert.ok(first && second);
    assert.ok(!JSON.stringify(first).includes('marker'));
    for (const kept of rooms.documents.kept.values()) assert.ok(!text(kept).includes('%PDF'));
    const link = await rooms.link(one.doctor, files[0]?.id ?? '');
    for (const { document } of [second, (await row(other.id)) ?? {}]) {
      const own = rooms.documents.kept.get(String(first.document));
      rooms.documents.kept.set(String(first.document), rooms.documents.kept.get(String(document)) ?? new Uint8Array());
      await assert.rejects(rooms.open(one.doctor, link), /unable to authenticate/);
      rooms.documents.kept.set(String(first.document), own ?? new Uint8Array());
    }
    await rooms.steps.sql('update chat_attachments set name_sealed = $2 where id = $1', [first.id, second.name_sealed]);
    await assert.rejects(rooms.messages(one.doctor, one.id), /unable to authenticate/);
  });

  it('is used once, by its uploader, in its room, with all others of its message or not at all', async () => {
    const [one, two] = [await rooms.room(), await rooms.room()];
    const file = await rooms.upload(one.patient, one.id);
    const wrong = refusal('validation_failed', { field: 'attachments' });
    const attempt = (actor: typeof one.patient, room: string, ids: readonly string[]) =>
      rooms.send(actor, room, 'x', { attachments: ids });
    await assert.rejects(attempt(one.doctor, one.id, [file.id]), wrong);
    await assert.rejects(attempt(two.patient, two.id, [file.id]), wrong);
    await assert.rejects(attempt(one.patient, one.id, [file.id, randomUUID()]), wrong);
    await assert.rejects(attempt(one.patient, one.id, [file.id, file.id]), wrong);
    await assert.rejects(
      attempt(
        one.patient,
        one.id,
        Array.from({ length: 11 }, () => randomUUID()),
      ),
      wrong,
    );
    assert.deepEqual(await rooms.messages(one.patient, one.id), [], 'nothing of it was stored');
    const answers = await Promise.allSettled([1, 2].map(() => attempt(one.patient, one.id, [file.id])));
    assert.deepEqual(answers.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    await assert.rejects(attempt(one.patient, one.id, [file.id]), wrong);
  });

  it('belongs to what a repeat has to say again', async () => {
    const { id, patient } = await rooms.room();
    const [one, two] = [await rooms.upload(patient, id), await rooms.upload(patient, id)];
    const again = { clientMessageId: randomUUID(), attachments: [one.id] };
    const first = await rooms.send(patient, id, 'x', again);
    const repeat = await rooms.send(patient, id, 'x', again);
    assert.deepEqual([repeat.isRepeat, repeat.message.attachments], [true, first.message.attachments]);
    for (const attachments of [[], [two.id], [one.id, two.id]]) {
      await assert.rejects(rooms.send(patient, id, 'x', { ...again, attachments }), refusal('idempotency_conflict'));
    }
    assert.equal((await rooms.send(patient, id, 'y', { attachments: [two.id] })).message.attachments.length, 1);
  });

  it('costs a message one statement more, and one without files none', async () => {
    const { id, patient } = await rooms.room();
    const file = await rooms.upload(patient, id);
    const cost = async (attachments: readonly string[]) =>
      (await statementsOf(rooms.steps.api.pool, () => rooms.send(patient, id, 'x', { attachments }))).length;
    const without = await cost([]);
    assert.equal(await cost([file.id]), without + 1);
    const reading = async () => (await statementsOf(rooms.steps.api.pool, () => rooms.messages(patient, id))).length;
    const elsewhere = await rooms.room();
    await rooms.send(elsewhere.patient, elsewhere.id, 'x');
    const bare = await statementsOf(rooms.steps.api.pool, () => rooms.messages(elsewhere.patient, elsewhere.id));
    assert.equal(await reading(), bare.length);
  });

  it('waits for the room, and is for members alone', async () => {
    const { id, patient, doctor } = await rooms.room({ opensInMs: HOUR_MS });
    await assert.rejects(rooms.upload(patient, id), refusal('room_closed'));
    const other = await rooms.room();
    for (const actor of [other.patient, await rooms.stranger('admin'), await rooms.stranger('nurse')]) {
      await assert.rejects(rooms.upload(actor, id), refusal('not_found'));
    }
    await rooms.steps.sql('update chat_members set left_at = now() where room_id = $1 and user_id = $2', [
      id,
      doctor.userId,
    ]);
    await assert.rejects(rooms.upload(doctor, id), refusal('forbidden'));
  });

  it('is opened by a link that was made for one person, for five minutes', async () => {
    const { id, patient, doctor } = await rooms.room();
    const stranger = (await rooms.room()).patient;
    const file = await rooms.upload(patient, id);
    const gone = refusal('not_found');
    await assert.rejects(rooms.link(doctor, file.id), gone, 'it waits for its message');
    assert.ok(await rooms.open(patient, await rooms.link(patient, file.id)), 'its uploader sees it');
    await rooms.send(patient, id, 'x', { attachments: [file.id] });
    await assert.rejects(rooms.link(stranger, file.id), gone);
    await assert.rejects(rooms.link(doctor, randomUUID()), gone);
    const link = await rooms.link(doctor, file.id);
    for (const secret of [file.id, id, doctor.userId]) assert.ok(!link.includes(secret));
    assert.ok(await rooms.open(doctor, link));
    await assert.rejects(rooms.open(patient, link), gone, 'whose link it is says the link');
    const [end = '', token = ''] = [link.at(-2), link.split('/').at(-2)];
    for (const changed of [
      link.replace(token, `${token.slice(0, -1)}${end === 'A' ? 'B' : 'A'}`),
      link.replace(token, 'x'),
    ]) {
      await assert.rejects(rooms.open(doctor, changed), gone);
    }
    rooms.signedOut.add(doctor.userId);
    await assert.rejects(rooms.open(doctor, link), gone, 'the session is over');
    rooms.signedOut.delete(doctor.userId);
    const before = rooms.steps.aheadMs;
    rooms.steps.aheadMs += 5 * 60_000;
    await assert.rejects(rooms.open(doctor, link), gone, 'five minutes are over');
    rooms.steps.aheadMs = before;
    await rooms.steps.sql('update chat_members set left_at = now() where room_id = $1 and user_id = $2', [
      id,
      doctor.userId,
    ]);
    await assert.rejects(rooms.open(doctor, link), gone, 'a member no more');
    await assert.rejects(rooms.link(doctor, file.id), refusal('forbidden'));
  });

  it('is a guest’s to open from when they came until they leave', async () => {
    const { id, appointment, patient, doctor } = await rooms.room();
    const files = [await rooms.upload(patient, id), await rooms.upload(patient, id)];
    for (const file of files) await rooms.send(patient, id, 'x', { attachments: [file.id] });
    const [before = '', after = ''] = files.map((file) => file.id);
    const { userId } = await rooms.stranger('patient');
    await rooms.steps.sql(
      `insert into chat_members (room_id, user_id, clinic_id, role, joined_at, sees_after)
       select room_id, $2, clinic_id, 'interpreter', now(), 1 from chat_members where room_id = $1 and user_id = $3`,
      [id, userId, doctor.userId],
    );
    const guest = guestOf({ userId, roomId: id, appointmentId: appointment });
    await assert.rejects(rooms.link(guest, before), refusal('not_found'));
    const link = await rooms.link(guest, after);
    assert.ok(await rooms.open(patient, link), 'who asks for it is known by the link');
    const own = await rooms.upload(guest, id);
    assert.equal((await rooms.send(guest, id, '', { attachments: [own.id] })).message.attachments.length, 1);
    await rooms.steps.sql('update chat_members set left_at = now() where user_id = $1', [userId]);
    await assert.rejects(rooms.open(patient, link), refusal('not_found'));
  });

  it('is out of reach once its message is deleted, and gone where nobody had opened it', async () => {
    const { id, patient, doctor } = await rooms.room();
    const [seen, unseen] = [await rooms.upload(patient, id), await rooms.upload(patient, id)];
    const { message } = await rooms.send(patient, id, 'x', { attachments: [seen.id, unseen.id] });
    const [link, other] = [await rooms.link(doctor, seen.id), await rooms.link(doctor, unseen.id)];
    await rooms.open(doctor, link);
    await rooms.open(patient, await rooms.link(patient, unseen.id));
    await rooms.remove(patient, id, message.id);
    for (const url of [link, other]) await assert.rejects(rooms.open(doctor, url), refusal('not_found'));
    for (const actor of [patient, doctor]) await assert.rejects(rooms.link(actor, seen.id), refusal('not_found'));
    assert.deepEqual((await rooms.messages(doctor, id))[0]?.attachments, []);
    const documents = [(await row(seen.id))?.document, (await row(unseen.id))?.document].map(String);
    await rooms.removeSpentFiles();
    assert.deepEqual(
      documents.map((name) => rooms.documents.kept.has(name)),
      [true, false],
      'what somebody has read is part of the record',
    );
    assert.equal((await row(unseen.id))?.document, null);
  });

  it('stays with a message that says something else, which may then say nothing', async () => {
    const { id, patient } = await rooms.room();
    const file = await rooms.upload(patient, id);
    const { message } = await rooms.send(patient, id, 'x', { attachments: [file.id] });
    assert.deepEqual((await rooms.edit(patient, id, message.id, '')).attachments, [file]);
    const bare = await rooms.send(patient, id, 'y');
    await assert.rejects(rooms.edit(patient, id, bare.message.id, ''), refusal('validation_failed'));
  });

  it('that no message has used within a day is removed; while the store is unreachable nothing is lost', async () => {
    const { id, patient } = await rooms.room();
    const [used, unused] = [await rooms.upload(patient, id), await rooms.upload(patient, id)];
    await rooms.send(patient, id, 'x', { attachments: [used.id] });
    const document = String((await row(unused.id))?.document);
    await rooms.removeSpentFiles();
    assert.ok(await row(unused.id), 'there is time');
    const before = rooms.steps.aheadMs;
    rooms.steps.aheadMs += 24 * HOUR_MS + 1;
    rooms.documents.isUnreachable = true;
    assert.equal(await rooms.removeSpentFiles(), 0);
    rooms.documents.isUnreachable = false;
    const late = rooms.send(patient, id, 'too late', { attachments: [unused.id] });
    await assert.rejects(late, refusal('validation_failed'));
    assert.ok((await rooms.removeSpentFiles()) > 0);
    rooms.steps.aheadMs = before;
    assert.deepEqual([await row(unused.id), rooms.documents.kept.has(document)], [undefined, false]);
    assert.ok(await row(used.id));
  });

  it('is limited to so many that wait for a message, and leaves nothing where it was refused', async () => {
    const { id, patient } = await rooms.room();
    for (let at = 0; at < MOST_WAITING_UPLOADS; at += 1) await rooms.upload(patient, id);
    const kept = rooms.documents.kept.size;
    await assert.rejects(rooms.upload(patient, id), refusal('rate_limited', { limitType: 'chat_uploads' }));
    await assert.rejects(rooms.upload(patient, id, { name: 'a.exe' }), refusal('rate_limited'));
    const other = await rooms.room();
    for (const [name, bytes, code] of [
      ['a.jpg', Buffer.from('<svg/>'), 'unsupported_media_type'],
      ['a.jpg', Buffer.from('%PDF-1.7'), 'upload_rejected'],
      ['a.pdf', Buffer.alloc(1_000_001), 'payload_too_large'],
    ] as const) {
      await assert.rejects(rooms.upload(other.patient, other.id, { name, bytes }), refusal(code));
    }
    assert.equal(rooms.documents.kept.size, kept);
  });

  it('keeps its document where the connection broke while it was recorded: the row may be there', async () => {
    const { id, patient } = await rooms.room();
    const { unitOfWork } = rooms.steps.api;
    let transactions = 0;
    const breaking: typeof unitOfWork = {
      async withScope(...given) {
        const result = await unitOfWork.withScope(...given);
        transactions += 1;
        if (transactions === 2) throw new DomainError('unavailable', 'The connection broke behind the commit.');
        return result;
      },
    };
    await assert.rejects(rooms.upload(patient, id, {}, breaking), refusal('unavailable'));
    const [file] = await rooms.steps.sql('select id, document from chat_attachments where room_id = $1', [id]);
    assert.ok(rooms.documents.kept.has(String(file?.document)));
    await rooms.send(patient, id, 'Here it is', { attachments: [String(file?.id)] });
    assert.ok(await rooms.open(patient, await rooms.link(patient, String(file?.id))));
  });

  it('leaves audit rows with ids alone, one for all readings of a quarter of an hour', async () => {
    const { id, patient, doctor } = await rooms.room();
    const file = await rooms.upload(patient, id, { name: 'secret.pdf' });
    await rooms.send(patient, id, 'x', { attachments: [file.id] });
    rooms.beginQuarter();
    const link = await rooms.link(doctor, file.id);
    for (let at = 0; at < 2; at += 1) await rooms.open(doctor, link);
    const rows = await rooms.steps.sql(
      'select action, details, patient_id from audit_events where entity_id = $1 order by happened_at, id',
      [id],
    );
    assert.deepEqual(rows.map(({ action }) => action).sort(), ['chat.file_uploaded', 'chat.message_sent', 'chat.read']);
    const [uploaded] = rows.filter(({ action }) => action === 'chat.file_uploaded');
    assert.deepEqual([uploaded?.details, uploaded?.patient_id], [{ file: file.id }, patient.userId]);
  });
});
