import assert from 'node:assert/strict';
import { buffer } from 'node:stream/consumers';
import { describe, it } from 'node:test';
import { readFile } from '../../../src/adapters/spreadsheets/read-file.js';
import { tableWriter } from '../../../src/adapters/spreadsheets/table-writer.js';
import type { TableCell, TableColumn } from '../../../src/domain/table-columns.js';
import { textsOf } from '../../support/spreadsheets/zip.js';

const COLUMNS: readonly TableColumn[] = [
  { heading: 'at', format: 'figure' },
  { heading: '=text', format: 'text' },
  { heading: 'price', format: 'price' },
  { heading: 'rate', format: 'rate' },
  { heading: 'nothing', format: 'text' },
];
const STARTS = [
  '=',
  '+',
  '-',
  '@',
  '\t=',
  '\r=',
  ' =',
  "'=",
  '=-',
  '＝',
  '＋',
  '－',
  '＠',
  '\u00a0=',
  '"=',
  '#N/A',
  'x',
];
const ENDS = [
  ...[
    '1+1',
    'HYPERLINK("http://evil.example","open")',
    "cmd|' /C calc'!A0",
    'SUM(A1:A9)',
    '_x003D_1',
    '</t></is><f>1+1</f>',
  ],
  ...[']]>', ',;|\t', 'a\r\nb', '"" ""', '00123', '', '\u202e=1', 'é 😀', '-5', '5.50'],
];
/** A thousand rows of texts that spreadsheets and readers have taken for something else. */
const NASTY: readonly (readonly TableCell[])[] = Array.from({ length: 1_000 }, (_, at) => [
  at - 500,
  `${STARTS[at % STARTS.length]}${ENDS[Math.floor(at / STARTS.length) % ENDS.length]}`,
  '46.30',
  '0.1200',
  null,
]);

async function* inBatches(rows: readonly (readonly TableCell[])[]) {
  for (let at = 0; at < rows.length; at += 300) yield rows.slice(at, at + 300);
}
const written = async (format: 'csv' | 'xlsx', rows = NASTY) => {
  const file = await tableWriter().write({ format, name: 'Products', columns: COLUMNS, batches: inBatches(rows) });
  return new Uint8Array(await buffer(file.content()));
};

describe('a table that is written', () => {
  it('has in a workbook each text as a text, each figure as a number, and no formula', async () => {
    const xml = textsOf(await written('xlsx')).get('xl/worksheets/sheet1.xml') ?? '';
    assert.doesNotMatch(xml, /<f[\s>]/);
    const cells = [...xml.matchAll(/<c ([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)].filter(([, , inside]) => inside !== undefined);
    assert.equal(cells.length, COLUMNS.length + NASTY.length * 4);
    const kinds = new Set(
      cells.slice(COLUMNS.length).map(([, attributes = '', inside = '']) => {
        const column = /r="([A-Z]+)/.exec(attributes)?.[1];
        const isText = attributes.includes('t="inlineStr"') && inside.startsWith('<is>');
        return `${column} ${isText ? 'text' : /^<v>-?[\d.]+<\/v>$/.test(inside) ? 'number' : 'other'}`;
      }),
    );
    assert.deepEqual([...kinds], ['A number', 'B text', 'C number', 'D number']);
  });

  it('has in a CSV no cell that a spreadsheet takes for a formula', async () => {
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await written('csv'));
    assert.ok(text.startsWith("\ufeffat,'=text,price,rate,nothing\r\n"), 'a mark, and the headings');
    // A field begins behind a comma or a line break outside of quotes.
    const fields = [...text.slice(1).matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)].map(
      ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
    );
    assert.equal(fields.length, (NASTY.length + 1) * COLUMNS.length);
    for (const field of fields) {
      if (/^-?\d+(\.\d+)?$/.test(field)) continue;
      assert.doesNotMatch(field, /^[\s\u00a0]*[=+\-@＝＋－＠]|^[\t\r\n]/, JSON.stringify(field));
    }
  });

  for (const format of ['csv', 'xlsx'] as const) {
    it(`comes back as it was, as ${format}`, async () => {
      const { sheets } = await readFile(await written(format), 2_000);
      const [headings, ...rows] = sheets[0]?.rows.map(({ cells }) => cells) ?? [];
      assert.deepEqual(
        headings,
        COLUMNS.map(({ heading }) => heading),
      );
      // A reader leaves blanks out that nobody sees, and the kind of a line break.
      const seen = (text: string) =>
        text
          .replaceAll(/[\u00a0]/g, ' ')
          .replaceAll('\r\n', '\n')
          .replaceAll('\r', '\n')
          .trim();
      assert.equal(rows.length, NASTY.length);
      for (const [at, [number, text, price, rate]] of rows.entries()) {
        assert.deepEqual(
          [number, text, price, rate],
          [String(NASTY[at]?.[0]), seen(String(NASTY[at]?.[1])), '46.30', '0.1200'],
        );
      }
    });

    it(`is there without rows, and is not where its rows fail, as ${format}`, async () => {
      const { sheets } = await readFile(await written(format, []), 10);
      assert.equal(sheets[0]?.rows.length, 1);
      async function* failing() {
        yield NASTY.slice(0, 10);
        throw new Error('the database is gone');
      }
      const writing = tableWriter().write({ format, name: 'Products', columns: COLUMNS, batches: failing() });
      await assert.rejects(writing, /the database is gone/);
    });
  }
});
