import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { MINUTE_MS } from '../../../src/domain/instants.js';
import { ChatRooms, type Room } from '../../support/chat-rooms.js';

describe('the rooms of a patient whose record was opened by break-glass', () => {
  let rooms: ChatRooms;
  before(async () => {
    rooms = await ChatRooms.open();
  });
  after(() => rooms.close());

  /** Two rooms of one patient, with two doctors, the later one last; and one of somebody else. */
  async function patientWithRooms() {
    const first = await rooms.room();
    const second = await rooms.room({ patient: first.patient.userId });
    const other = await rooms.room();
    for (const room of [first, second, other]) await rooms.send(room.patient, room.id, 'A needle in the hay');
    return { first, second, patientId: first.patient.userId };
  }
  const told = async (room: Room) =>
    (await rooms.messages(room.patient, room.id)).filter(({ kind }) => kind === 'system').length;
  const idsOf = (listed: readonly { readonly id: string }[]) => listed.map(({ id }) => id);

  it('are listed, the latest first; each tells both sides of it once, and the audit names the grant', async () => {
    const { first, second, patientId } = await patientWithRooms();
    const reader = await rooms.stranger('admin');
    assert.deepEqual(await rooms.list(reader, { patientId }), []);
    const grantId = await rooms.breakGlass(first, reader, 'admin');
    assert.deepEqual(await rooms.list(reader), [], 'only of the patient who is asked for');
    const listed = await rooms.list(reader, { patientId });
    assert.deepEqual(idsOf(listed), [second.id, first.id]);
    for (const { canSend, lastMessage, unread } of listed) {
      assert.deepEqual([canSend, unread], [false, 0]);
      assert.match(lastMessage?.message ?? '', /^An administrator of the clinic has opened this conversation/);
    }
    assert.equal((await rooms.list(reader, { patientId })).length, 2);
    for (const room of [first, second]) assert.equal(await told(room), 1);
    const audited = await rooms.steps.sql(
      "select patient_ids, details from audit_events where action = 'chat.listed' and actor_user_id = $1 order by id",
      [reader.userId],
    );
    assert.deepEqual(
      audited.map(({ details }) => details),
      [{ rows: 0 }, { rows: 0 }, ...Array(2).fill({ rows: 2, breakGlass: grantId })],
    );
    rooms.steps.aheadMs += 61 * MINUTE_MS;
    assert.deepEqual(await rooms.list(reader, { patientId }), []);
    rooms.steps.aheadMs = 0;
  });

  it('are paged, each once, though the message about it is new in each', async () => {
    const { first, second, patientId } = await patientWithRooms();
    const reader = await rooms.stranger('nurse');
    await rooms.breakGlass(first, reader, 'nurse');
    const [one, more] = await rooms.list(reader, { patientId, limit: 2 });
    assert.ok(one && more);
    const after = { at: one.activeAt.toISOString(), id: one.id };
    assert.deepEqual([one.id, idsOf(await rooms.list(reader, { patientId, after }))], [second.id, [first.id]]);
  });

  it('are searched, and a doctor of one of them is a member there and a reader in the other', async () => {
    const { first, second, patientId } = await patientWithRooms();
    const { doctor } = first;
    const search = async () => (await rooms.searchRooms(doctor, patientId, 'needle')).rooms;
    assert.deepEqual(idsOf(await search()), [first.id]);
    await rooms.breakGlass(first, doctor, 'doctor');
    const found = await search();
    assert.deepEqual(
      found.map(({ id, canSend, matches }) => [id, canSend, matches.length]),
      [
        [second.id, false, 1],
        [first.id, true, 1],
      ],
    );
    assert.deepEqual([await told(first), await told(second)], [0, 1]);
  });
});
