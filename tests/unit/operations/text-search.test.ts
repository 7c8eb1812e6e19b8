import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TextSearch } from '../../support/leaks/text-search.js';

const search = new TextSearch(['Testilda', '123456', 'ada@clinic.invalid', 'Adam', 'Adamson', 'Žofie']);
const found = (text: string) => [...search.find(text)].sort();

test('every text is found, whatever its case, beside others and at the ends', () => {
  assert.deepEqual(found('testilda'), ['testilda']);
  assert.deepEqual(found('To TESTILDA: 123456'), ['123456', 'testilda']);
  assert.deepEqual(found('<ada@clinic.invalid>'), ['ada@clinic.invalid']);
  assert.deepEqual(found('"adamson",'), ['adamson']);
  assert.deepEqual(found('by Žofie'), ['Žofie']);
});

test('a code or a name inside of a longer word or number is there by chance', () => {
  for (const text of ['91234567', 'x123456', '2026123456Z', 'testildas', '', 'Adams'])
    assert.deepEqual(found(text), []);
});

test('payloads are searched as bytes', () => {
  assert.deepEqual([...search.find(Uint8Array.from([0, 1, ...Buffer.from('Testilda'), 2]))], ['testilda']);
});
