import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  currentStatus,
  type DoctorStanding,
  dueReminder,
  practiceProblem,
  VERIFICATION_STATUSES,
} from '../../../src/domain/identity/verification.js';

const DAY = 86_400_000;
const now = new Date('2026-11-28T12:00:00Z');
const inDays = (days: number) => new Date(now.getTime() + days * DAY);
const verified = (until: Date): DoctorStanding => ({ status: 'verified', verifiedUntil: until });

test('a verification ends by itself, at the end of its last day', () => {
  assert.equal(currentStatus(verified(inDays(1)), now), 'verified');
  assert.equal(currentStatus(verified(now), now), 'expired');
  assert.equal(currentStatus(verified(inDays(-1)), now), 'expired');
  assert.equal(currentStatus({ status: 'verified', verifiedUntil: null }, now), 'expired');
  assert.equal(currentStatus(null, now), 'pending');
});

test('who is suspended, rejected or expired works nowhere; who was not checked yet works where nobody asks for it', () => {
  const works = (standing: DoctorStanding | null, required: boolean) =>
    practiceProblem(standing, now, { required }) === null;
  const standings = VERIFICATION_STATUSES.map((status) => ({
    status,
    verifiedUntil: status === 'verified' ? inDays(9) : null,
  }));
  assert.deepEqual(
    standings.filter((one) => works(one, false)).map(({ status }) => status),
    ['pending', 'verified'],
  );
  assert.deepEqual(
    standings.filter((one) => works(one, true)).map(({ status }) => status),
    ['verified'],
  );
  assert.equal(works(null, false), true);
  assert.equal(works(null, true), false);
  assert.equal(works(verified(now), false), false);
});

test('each reminder is due once, the nearest one only, and none after the end', () => {
  const due = (days: number, last: number | null) => dueReminder(inDays(days), last, now);
  assert.equal(due(61, null), null);
  assert.equal(due(60, null), 60);
  assert.equal(due(45, 60), null);
  assert.equal(due(30, 60), 30);
  assert.equal(due(29, 30), null);
  assert.equal(due(7, 30), 7);
  assert.equal(due(1, 7), null);
  assert.equal(due(5, null), 7, 'a verification of few days is brought to mind once');
  assert.equal(due(0, null), null);
  assert.equal(due(-1, 30), null);
});
