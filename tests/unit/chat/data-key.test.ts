import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { DataKey } from '../../../src/config/data-key.js';
import { KeyRing } from '../../../src/config/key-ring.js';

const secret = () => randomBytes(32).toString('base64');

describe('the key of a room', () => {
  it('opens what it has sealed, for the same field alone', () => {
    const key = DataKey.random();
    const sealed = key.sealText('What was said', 'room/1');
    assert.equal(key.openText(sealed, 'room/1'), 'What was said');
    assert.ok(!sealed.includes('What'));
    assert.notEqual(key.sealText('What was said', 'room/1'), sealed);
    assert.throws(() => key.openText(sealed, 'room/2'));
    assert.throws(() => DataKey.random().openText(sealed, 'room/1'));
  });

  it('is kept sealed by the ring, and survives a new key in front of it', () => {
    const [old, next] = [`old:${secret()}`, `next:${secret()}`];
    const key = DataKey.random();
    const kept = key.sealBy(KeyRing.parse(old), 'room');
    const sealed = key.sealText('text', 'field');
    const again = DataKey.open(KeyRing.parse(`${next},${old}`), kept, 'room');
    assert.equal(again.openText(sealed, 'field'), 'text');
    assert.throws(() => DataKey.open(KeyRing.parse(old), kept, 'another room'));
    assert.throws(() => DataKey.open(KeyRing.parse(next), kept, 'room'));
  });

  it('tells a text from another one without keeping it', () => {
    const key = DataKey.random();
    const mac = key.mac('text');
    assert.ok(key.isMacOf('text', mac));
    assert.ok(!key.isMacOf('Text', mac));
    assert.ok(!DataKey.random().isMacOf('text', mac));
    assert.ok(!key.isMacOf('text', ''));
  });
});
