import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Presence } from '../../../src/realtime/presence.js';

const ann = { roomId: 'room', userId: 'ann' };
const bob = { roomId: 'room', userId: 'bob' };
const ALWAYS = Number.POSITIVE_INFINITY;

test('whoever is there is online once, and offline when the last one who saw them is silent', () => {
  const presence = new Presence();
  assert.equal(presence.arrive(ann, 'here', ALWAYS), true);
  assert.equal(presence.arrive(ann, 'other', 15), false, 'there already');
  assert.equal(presence.arrive(bob, 'other', 15), true);
  assert.deepEqual(presence.online('room'), ['ann', 'bob']);
  assert.deepEqual(presence.expire(14), []);
  assert.deepEqual(presence.expire(15), [bob]);
  assert.deepEqual(presence.expire(1_000_000), [], 'a connection of this process needs no beat');
  presence.depart(ann, 'here', 1_000_003);
  assert.deepEqual(presence.online('room'), ['ann'], 'for as long as it could be back');
  assert.deepEqual(presence.expire(1_000_003), [ann]);
  assert.deepEqual([presence.online('room'), presence.expire(ALWAYS)], [[], []]);
});

test('a beat prolongs what was seen, and who comes back in time was never offline', () => {
  const presence = new Presence();
  presence.arrive(ann, 'other', 15);
  presence.arrive(ann, 'other', 20);
  assert.deepEqual(presence.expire(19), []);
  presence.depart(ann, 'other', 22);
  assert.equal(presence.arrive(ann, 'here', ALWAYS), false);
  assert.deepEqual(presence.expire(22), []);
});

test('rooms are apart, and a goodbye of whom nobody has seen is nothing', () => {
  const presence = new Presence();
  presence.depart(ann, 'other', 3);
  assert.deepEqual(presence.online('room'), []);
  presence.arrive(ann, 'here', ALWAYS);
  presence.depart(ann, 'other', 3);
  assert.equal(presence.arrive({ ...ann, roomId: 'second' }, 'here', ALWAYS), true);
  assert.deepEqual(presence.expire(5), []);
  assert.deepEqual(
    [presence.online('room'), presence.online('second'), presence.online('third')],
    [['ann'], ['ann'], []],
  );
});
