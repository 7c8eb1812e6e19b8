import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { nameProblem } from '../../../src/domain/identity/names.js';
import { cutText, oneLine } from '../../../src/domain/text.js';

describe('names', () => {
  it('are what people are called', () => {
    for (const name of [
      'Ada',
      'Ó Súilleabháin',
      'Nguyễn',
      '李',
      'محمد',
      'क्\u200dष',
      'می\u200cخواهم',
      'J.',
      "D'Arcy-Smith",
      '\u2067אבג\u2069',
      '\u202bאבג\u202c',
      '\u200eאבג\u200f',
      '3',
    ])
      assert.equal(nameProblem(name), null, JSON.stringify(name));
  });

  it('have something to see', () => {
    for (const name of [
      '',
      ' ',
      '\u00a0',
      '\u200b',
      '\u200d',
      '\u3164',
      '\u115f',
      '\u2800',
      '\ufe0f',
      '\u0301',
      '\u202a\u202c',
      '\ufeff\u2060',
    ])
      assert.match(nameProblem(name) ?? '', /can be seen/, JSON.stringify(name));
  });

  it('are one line without control characters', () => {
    for (const name of ['A\nB', 'A\tB', 'A\u2028B', 'A\u0085B', 'A\u0000', 'A\u001b[31m'])
      assert.match(nameProblem(name) ?? '', /one line/, JSON.stringify(name));
  });

  it('end every change of direction that they begin', () => {
    for (const name of [
      'A\u202e',
      'A\u202eB',
      '\u2066A',
      'A\u2069',
      'A\u202c',
      '\u202a\u2066A\u202c\u2069',
      '\u202eA\u202c\u202c',
    ])
      assert.match(nameProblem(name) ?? '', /direction/, JSON.stringify(name));
  });
});

describe('a text that is cut', () => {
  const family = '👨‍👩‍👧';
  it('is cut between what a reader sees as characters', () => {
    assert.equal(cutText('short', 10), 'short');
    assert.equal(cutText('abcdef', 3), 'abc');
    assert.equal(cutText(`ab${family}c`, 5), 'ab');
    assert.equal(cutText(`ab${family}c`, 7), `ab${family}`);
    assert.equal(cutText('🇦🇺🇵🇭', 3), '🇦🇺');
    assert.equal(cutText('😀😀😀', 3), '😀😀😀');
    assert.equal(cutText('e\u0301e\u0301', 3), 'e\u0301');
    assert.equal(cutText(family, 3), '');
  });

  it('keeps its joiners on a receipt', () => {
    assert.equal(oneLine('می\u200cخواهم'), 'می\u200cخواهم');
    assert.equal(oneLine(`${'x'.repeat(118)}${family}yyy`), `${'x'.repeat(118)}…`);
    assert.equal(oneLine('\u200d \u200b'), null);
  });
});
