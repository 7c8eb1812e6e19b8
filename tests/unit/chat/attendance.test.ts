import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type AttendedRoom, countsForVisit, isFirstSeen } from '../../../src/domain/chat/attendance.js';
import { HOUR_MS, MINUTE_MS } from '../../../src/domain/instants.js';

const START = Date.parse('2026-12-01T09:00:00Z');
const END = START + 15 * MINUTE_MS;
const room = (more: Partial<AttendedRoom> = {}): AttendedRoom => ({
  status: 'active',
  opensAt: new Date(START - 15 * MINUTE_MS),
  startsAt: new Date(START),
  endsAt: new Date(END),
  openUntil: null,
  checkInOpensMs: HOUR_MS,
  seenAt: null,
  ...more,
});
const first = (at: number, more: Partial<AttendedRoom> = {}) => isFirstSeen(room(more), new Date(at));

describe('somebody in the room', () => {
  it('was there for the visit from the opening of the check-in until the end', () => {
    for (const [at, counts] of [
      [START - HOUR_MS - 1, false],
      [START - HOUR_MS, true],
      [END, true],
      [END + 1, false],
    ] as const) {
      assert.equal(countsForVisit(room(), new Date(at)), counts, String(at));
    }
  });

  it('is seen once the room is open, and not in one that is closed or opens long before the visit', () => {
    assert.deepEqual(
      [first(START - 16 * MINUTE_MS), first(START - 15 * MINUTE_MS), first(END + 1)],
      [false, true, false],
    );
    assert.equal(first(START, { status: 'inactive' }), false);
    const early = { opensAt: new Date(START - 100 * HOUR_MS) };
    assert.deepEqual([first(START - 2 * HOUR_MS, early), first(START - HOUR_MS, early)], [false, true]);
  });

  it('is seen once for each time of the visit', () => {
    assert.equal(first(START, { seenAt: new Date(START - MINUTE_MS) }), false);
    assert.equal(first(START, { seenAt: new Date(START - 48 * HOUR_MS) }), true);
  });
});
