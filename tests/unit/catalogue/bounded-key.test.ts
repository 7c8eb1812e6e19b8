import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { boundedKey } from '../../../src/usecases/catalogue/imports/bounded-key.js';

/** The bytes that an entry of an index may have, less those beside the key. */
const FITS = 2_600;

const SHORT: readonly (readonly [string, string])[] = [
  ['a code', 'code:a-1'],
  ['a name', 'name:acme|oil|10mg/ml|30ml'],
  ['a text of one byte each, as long as it may be', `code:${'x'.repeat(1_995)}`],
];
const LONG: readonly (readonly [string, string, string])[] = [
  ['one byte more', `code:${'x'.repeat(1_996)}`, 'code:'],
  ['letters of two bytes', `name:${'é'.repeat(1_000)}|`, 'name:'],
  ['of three', `name:${'ภ'.repeat(700)}|${'漢'.repeat(500)}`, 'name:'],
  ['of four', `name:${'𠮷'.repeat(500)}|`, 'name:'],
];

describe('the key of a product, as an index can hold it', () => {
  for (const [what, key] of SHORT) {
    it(`${what} is kept as it is`, () => assert.equal(boundedKey(key), key));
  }
  for (const [what, key, kind] of LONG) {
    it(`${what} is shortened, and is told from another one that differs in its last character`, () => {
      const kept = boundedKey(key);
      assert.ok(kept.startsWith(kind) && Buffer.byteLength(kept) <= FITS, kept);
      assert.notEqual(kept, key);
      assert.notEqual(boundedKey(`${key.slice(0, -1)}z`), kept);
      assert.equal(boundedKey(key), kept, 'the next list finds the product again');
      assert.equal(boundedKey(kept), kept, 'as does a file of the catalogue, which has it as it is kept');
    });
  }
});
