import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { KeyRing } from '../../../src/config/key-ring.js';

const secret = (byte: number) => Buffer.alloc(32, byte).toString('base64');
const ring = (...ids: readonly [string, number][]) =>
  KeyRing.parse(ids.map(([id, byte]) => `${id}:${secret(byte)}`).join(','));
const old = ring(['2030', 1]);
const rotated = ring(['2031', 2], ['2030', 1]);

describe('a key ring', () => {
  it('opens what it sealed, and seals the same text differently each time', () => {
    const [one, two] = [old.sealText('Zoë 🩺', 'a'), old.sealText('Zoë 🩺', 'a')];
    assert.notEqual(one, two);
    assert.match(one, /^2030\.[A-Za-z0-9+/=]+$/);
    assert.deepEqual([old.openText(one, 'a'), old.openText(two, 'a')], ['Zoë 🩺', 'Zoë 🩺']);
    assert.equal(old.openText(old.sealText('', 'a'), 'a'), '');
  });

  it('after a rotation seals with the new key and still opens what the old one sealed', () => {
    const before = old.sealText('before', 'a');
    assert.equal(rotated.openText(before, 'a'), 'before');
    assert.match(rotated.sealText('after', 'a'), /^2031\./);
    assert.throws(() => old.openText(rotated.sealText('after', 'a'), 'a'), /unknown encryption key id 2031/);
  });

  it('finds under every key what was stored under an old one', () => {
    const stored = old.hashes('a@b.invalid')[0];
    assert.ok(rotated.hashes('a@b.invalid').includes(stored));
    assert.notEqual(rotated.hashes('a@b.invalid')[0], stored, 'and stores under the new one');
    assert.equal(rotated.hashes('x').length, 2);
    assert.notEqual(old.hashes('a')[0], old.hashes('b')[0]);
  });

  it('refuses a changed text, at every byte', () => {
    const { keyId, data } = old.seal(Buffer.from('0123456789'), 'a');
    for (let at = 0; at < data.length; at += 1) {
      const changed = Uint8Array.from(data);
      changed[at] = (changed[at] ?? 0) ^ 1;
      assert.throws(() => old.open({ keyId, data: changed }, 'a'), `byte ${at}`);
    }
    assert.throws(() => old.open({ keyId, data: data.subarray(0, data.length - 1) }, 'a'));
    assert.throws(() => old.open({ keyId, data: new Uint8Array() }, 'a'));
  });

  it('opens a text for what it was sealed for, and for nothing else', () => {
    const sealed = old.sealText('x', 'a');
    assert.equal(old.openText(sealed, 'a'), 'x');
    for (const other of ['', 'b', 'aa', 'a\n']) assert.throws(() => old.openText(sealed, other), `for ${other}`);
  });

  it('refuses a text that another key sealed under the same name', () => {
    const imposter = ring(['2030', 9]);
    assert.throws(() => old.openText(imposter.sealText('x', 'a'), 'a'));
  });

  it('complains about the format without repeating a key', () => {
    const cases = [
      ['', /written as id:base64/],
      ['nocolon', /written as id:base64/],
      [`bad id:${secret(1)}`, /written as id:base64/],
      [`${'x'.repeat(33)}:${secret(1)}`, /written as id:base64/],
      ['short:c2hvcnQ=', /key short must be 32 bytes/],
      [`a:${secret(1)},a:${secret(2)}`, /ids must differ/],
    ] as const;
    for (const [text, expected] of cases) {
      assert.throws(
        () => KeyRing.parse(text),
        (error: Error) => expected.test(error.message) && !error.message.includes('c2hvcnQ'),
        text,
      );
    }
  });
});
