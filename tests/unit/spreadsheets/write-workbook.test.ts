import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readXlsx } from 'hucre';
import { readFile } from '../../../src/adapters/spreadsheets/read-file.js';
import { threadedWriter } from '../../../src/adapters/spreadsheets/threaded-writer.js';

const NASTY = [
  ...['=1+1', '+1', '-cmd', '@SUM(A1)', '=HYPERLINK("http://x","y")', "'=1", '＝1', '00123', '1234567890123456789'],
  ...['9.31E+12', '1-3', 'TRUE', '_x0041_', '_x005F_', 'a\nb', '<a> & "b"', 'é 😀', '#N/A', "'"],
];

describe('a workbook that is written', () => {
  it('holds every text as a text, unchanged, and no formula', async () => {
    const headings = ['At', '=Text', 'Code'];
    const rows = NASTY.map((text, at) => [at, text, text]);
    const bytes = await threadedWriter().write([
      { name: 'Price list', headings, rows },
      { name: 'Öle & mehr', headings: ['Only'], rows: [] },
    ]);
    const { sheets } = await readFile(bytes, 100);
    assert.deepEqual(
      sheets.map(({ name, rows: read }) => [name, read.map(({ cells }) => cells)]),
      [
        ['Price list', [headings, ...rows.map((row) => row.map(String))]],
        ['Öle & mehr', [['Only']]],
      ],
    );
    const [sheet] = (await readXlsx(bytes, { readStyles: true })).sheets;
    const cells = [...(sheet?.cells ?? [])];
    assert.ok(cells.length > NASTY.length * 2);
    for (const [place, cell] of cells) {
      assert.equal(cell.formula, undefined, place);
      const isNumbered = place.endsWith(',0');
      // A text that looks like an error of Excel is written as one of several fonts.
      assert.ok((isNumbered && place !== '0,0' ? ['number'] : ['string', 'richText']).includes(cell.type), place);
      // What a person types into a column of texts stays as it is.
      assert.equal(cell.style?.numFmt === '@', !isNumbered, place);
    }
  });

  it('is a file that Excel opens, also with a text that is too long for a cell', async () => {
    const bytes = await threadedWriter().write([{ name: 'Long', headings: ['x'], rows: [['y'.repeat(40_000)]] }]);
    const { sheets } = await readFile(bytes, 100);
    assert.equal(sheets[0]?.rows[1]?.cells[0]?.length, 32_767);
  });
});
