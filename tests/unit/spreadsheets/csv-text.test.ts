import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readFile } from '../../../src/adapters/spreadsheets/read-file.js';
import { csvTable, csvText } from '../../../src/domain/csv-text.js';

describe('a file for a spreadsheet', () => {
  const cell = (value: string | number | boolean | null) => csvText(['x'], [{ x: value }]).slice(3, -2);
  it('has no cell that is taken for a formula, and figures that stay figures', () => {
    for (const text of ['=1+1', '+61 2', '-cmd', '@SUM(A1)', '  =1', '\u3000=1', '＝1+1', '＋1', '－1', '＠x']) {
      assert.equal(cell(text), `'${text}`);
    }
    assert.equal(cell('\t=1'), '"\'\t=1"');
    assert.equal(cell('\r=1'), '"\'\r=1"');
    assert.equal(cell('\n=1'), '"\'\n=1"');
    assert.equal(cell('say "a", b'), '"say ""a"", b"');
    assert.deepEqual(
      [cell(-5), cell('-5.50'), cell(null), cell(false), cell('O’Neill-Smith')],
      ['-5', '-5.50', '', 'false', 'O’Neill-Smith'],
    );
  });

  it('comes back as it was: our own reader takes off what keeps a text from being run', async () => {
    const texts = [
      "'=1",
      "''=1",
      '=1',
      "'",
      "'tis",
      '-5',
      "'-5",
      '-5.50 ex GST',
      '＝1',
      "it's",
      '="00123"',
      '00123',
      'a;b',
      'a|b|c',
      'a\nb',
      '"',
      '',
    ];
    const rows = texts.map((text, at) => [String(at), text, text]);
    const file = Buffer.from(`\ufeff${csvTable(['row', 'one|two', 'a;b'], rows)}`);
    const { sheets } = await readFile(file, 100);
    assert.deepEqual(
      sheets[0]?.rows.map(({ cells }) => cells),
      [['row', 'one|two', 'a;b'], ...rows],
    );
  });
});
