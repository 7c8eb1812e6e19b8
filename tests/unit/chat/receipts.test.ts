import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isReadFor, readersOf } from '../../../src/domain/chat/receipts.js';

const at = (minute: number) => new Date(Date.UTC(2026, 11, 1, 9, minute));
const message = { seq: 5, senderId: 'patient', sentAt: at(10) };
const member = (userId: string, readUpTo: number, more: { joinedAt?: Date; leftAt?: Date } = {}) => ({
  userId,
  readUpTo,
  joinedAt: at(0),
  leftAt: null,
  ...more,
});

describe('who has read a message', () => {
  it('is whoever had read up to it or further, since the first time, but not its sender', () => {
    const receipts = [
      { userId: 'doctor', upTo: 4, readAt: at(11) },
      { userId: 'doctor', upTo: 6, readAt: at(12) },
      { userId: 'doctor', upTo: 9, readAt: at(20) },
      { userId: 'nurse', upTo: 5, readAt: at(11) },
      { userId: 'patient', upTo: 9, readAt: at(20) },
    ];
    assert.deepEqual(readersOf(message, receipts), [
      { userId: 'nurse', readAt: at(11) },
      { userId: 'doctor', readAt: at(12) },
    ]);
    assert.deepEqual(readersOf({ ...message, seq: 10 }, receipts), []);
  });

  it('for somebody else’s message is the reader alone', () => {
    const members = [member('patient', 0), member('doctor', 5), member('nurse', 4)];
    assert.equal(isReadFor('doctor', message, members), true);
    assert.equal(isReadFor('nurse', message, members), false);
    assert.equal(isReadFor('nobody', message, members), false, 'who reads by break-glass has no receipts');
  });

  it('for the own message is everybody who was there when it was sent and still is', () => {
    const read = (...members: ReturnType<typeof member>[]) => isReadFor('patient', message, members);
    assert.equal(read(member('patient', 9)), false, 'nobody else was there');
    assert.equal(read(member('patient', 0), member('doctor', 5)), true);
    assert.equal(read(member('doctor', 5), member('nurse', 4)), false);
    assert.equal(read(member('doctor', 5), member('nurse', 0, { joinedAt: at(11) })), true, 'who joined later');
    assert.equal(read(member('doctor', 5), member('nurse', 0, { leftAt: at(12) })), true, 'who has left since');
    assert.equal(read(member('doctor', 0, { leftAt: at(12) })), false, 'nobody has read it');
  });
});
