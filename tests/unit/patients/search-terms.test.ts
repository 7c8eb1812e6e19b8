import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Findable, meaningsOf, termsOf } from '../../../src/domain/identity/search-terms.js';

const NOBODY: Findable = {
  firstName: '',
  lastName: '',
  latinName: null,
  email: 'nobody@keepwell.invalid',
  phone: null,
  dateOfBirth: null,
  identifiers: [],
};

/** Whether a search for `typed` finds this patient. */
function finds(typed: string, patient: Partial<Findable>): boolean {
  const terms = new Set(termsOf({ ...NOBODY, ...patient }).map(({ kind, value }) => `${kind} ${value}`));
  return meaningsOf(typed, 'AU').some((parts) => parts.every(({ kind, value }) => terms.has(`${kind} ${value}`)));
}

const ANNA = { firstName: 'Anna-Lena', lastName: 'Müller' };

describe('a search for a patient', () => {
  for (const [typed, patient] of [
    ['anna', ANNA],
    ['MULL', ANNA],
    ['müller, anna', ANNA],
    ['  lena  mu ', ANNA],
    ['obrien', { lastName: 'O’Brien' }],
    ["o'br", { lastName: 'OBrien' }],
    ['strasse', { lastName: 'Straße' }],
    ['lodz', { lastName: 'Łódź' }],
    ['Nguyen', { lastName: 'Nguyễn' }],
    ['Li', { lastName: 'Li' }],
    ['X', { lastName: 'X' }],
    ['田', { lastName: '田中' }],
    ['김', { lastName: '김민준' }],
    ['иван', { firstName: 'Иван' }],
    ['Tanaka', { lastName: '田中', latinName: 'Tanaka' }],
    ['wolfeschlegelsteinhausen', { lastName: 'Wolfeschlegelsteinhausenbergerdorff' }],
    ['1980-02-01', { dateOfBirth: '1980-02-01' }],
    ['1/2/1980', { dateOfBirth: '1980-02-01' }],
    ['muller 01.02.1980', { ...ANNA, dateOfBirth: '1980-02-01' }],
    ['Anna@Example.ORG', { email: 'anna@example.org' }],
    ['0412 345 678', { phone: '+61412345678' }],
    ['+61 412 345 678', { phone: '+61412345678' }],
    ['2222 22220 1', { identifiers: ['2222222201'] }],
    ['22222222011', { identifiers: ['2222222201'] }],
    ['8003 6090 0000 0016', { identifiers: ['8003609000000016'] }],
    ['aa0000000000000a', { identifiers: ['AA0000000000000A'] }],
  ] as const) {
    it(`finds by ${typed}`, () => assert.equal(finds(typed, patient), true));
  }

  for (const [typed, patient] of [
    ['a', ANNA],
    ['m', ANNA],
    ['nna', ANNA],
    ['anna schmidt', ANNA],
    ['muller 1981-02-01', { ...ANNA, dateOfBirth: '1980-02-01' }],
    ['anna@example', { email: 'anna@example.org' }],
    ['example', { email: 'anna@example.org' }],
    ['0412 345', { phone: '+61412345678' }],
    ['222222220', { identifiers: ['2222222201'] }],
    ['1980', { dateOfBirth: '1980-02-01' }],
    ['%', ANNA],
    ['_nna', { firstName: 'Anna' }],
    ['an%', { firstName: 'Bo' }],
    ['anna', { firstName: 'ann' }],
  ] as const) {
    it(`does not find by ${typed}`, () => assert.equal(finds(typed, patient), false));
  }

  it('is nothing where nothing can be looked for', () => {
    for (const typed of ['', '  ', '%', '***', "'; --", '\u0301', '🙂', '\u200b']) {
      assert.deepEqual(meaningsOf(typed, 'AU'), [], JSON.stringify(typed));
    }
  });

  it('is bounded, whatever is typed', () => {
    const meanings = meaningsOf('word '.repeat(1_000), null);
    assert.equal(meanings.flat().length, 6);
    assert.ok(termsOf({ ...NOBODY, firstName: 'a'.repeat(100), lastName: 'b '.repeat(50) }).length < 40);
  });
});
