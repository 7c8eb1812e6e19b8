import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertReopenable, assertUntil } from '../../../src/domain/chat/reopening.js';
import { isOpen, type RoomWindow, statusAt } from '../../../src/domain/chat/rooms.js';
import { DomainError } from '../../../src/domain/errors.js';
import { HOUR_MS } from '../../../src/domain/instants.js';

const DAY_MS = 24 * HOUR_MS;
const NOW = new Date('2026-12-08T09:00:00Z');
const ago = (ms: number) => new Date(NOW.getTime() - ms);
const room = (more: Partial<RoomWindow> = {}): RoomWindow => ({
  status: 'inactive',
  opensAt: ago(8 * DAY_MS),
  openUntil: null,
  ...more,
});
const refused = (code: string, fn: () => void) =>
  assert.throws(fn, (error) => error instanceof DomainError && error.code === code);

describe('a closed room', () => {
  it('is active and takes messages while it is open again', () => {
    for (const [openUntil, open] of [
      [ago(-1), true],
      [NOW, false],
      [ago(1), false],
      [null, false],
    ] as const) {
      assert.deepEqual(
        [isOpen(room({ openUntil }), NOW), statusAt(room({ openUntil }), NOW)],
        [open, open ? 'active' : 'inactive'],
      );
    }
    assert.equal(isOpen(room({ status: 'archived', openUntil: ago(-1) }), NOW), false);
  });

  it('can be opened again after a completed visit, for so long as the rule says', () => {
    const of = (completedAt: Date | null, reopenMs = 14 * DAY_MS, more: Partial<RoomWindow> = {}) =>
      assertReopenable({ room: room(more), completedAt, reopenMs }, NOW);
    of(ago(14 * DAY_MS));
    refused('invalid_transition', () => of(ago(14 * DAY_MS + 1)));
    refused('invalid_transition', () => of(null));
    refused('invalid_transition', () => of(ago(1), 0));
    refused('invalid_transition', () => of(ago(1), 14 * DAY_MS, { status: 'active' }));
    refused('room_closed', () => of(ago(1), 14 * DAY_MS, { status: 'archived' }));
  });

  it('is opened until a moment that is to come, and not too far ahead', () => {
    assertUntil(ago(-1), DAY_MS, NOW);
    assertUntil(ago(-DAY_MS), DAY_MS, NOW);
    for (const until of [NOW, ago(1), ago(-DAY_MS - 1)])
      refused('validation_failed', () => assertUntil(until, DAY_MS, NOW));
  });
});
