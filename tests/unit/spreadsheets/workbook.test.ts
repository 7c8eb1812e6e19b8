import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { writeXlsx } from 'hucre';
import { SpreadsheetRefused } from '../../../src/adapters/spreadsheets/port.js';
import { readFile } from '../../../src/adapters/spreadsheets/read-file.js';
import { rowsXml, workbookOf } from '../../support/spreadsheets/workbook.js';
import { zipOf } from '../../support/spreadsheets/zip.js';

const read = async (bytes: Uint8Array, maxRows = 1_000) => (await readFile(bytes, maxRows)).sheets;
const only = async (bytes: Uint8Array) => {
  const [sheet] = await read(bytes);
  assert.ok(sheet);
  return sheet;
};
const cellsOf = async (bytes: Uint8Array) => (await only(bytes)).rows.map(({ cells }) => cells);
const inside = (cells: string) => `<sheetData><row r="1">${cells}</row></sheetData>`;
const refusal = (code: string) => (error: unknown) => {
  assert.ok(error instanceof SpreadsheetRefused, String(error));
  assert.equal(error.code, code);
  return true;
};
const list = [
  ['code', 'name'],
  ['1', 'a'],
];

describe('a workbook', () => {
  it('is read as Excel shows it: percents, zeros before a code, money, dates of both calendars', async () => {
    const formats = ['0%', '00000', '"$"#,##0.00', 'dd/mm/yyyy'];
    const cells = '<c s="1"><v>0.22</v></c><c s="2"><v>123</v></c><c s="3"><v>1234.5</v></c><c s="4"><v>46024</v></c>';
    const [row] = (await only(workbookOf([{ name: 'A', inside: inside(cells) }], { formats }))).rows;
    assert.deepEqual(row?.cells, ['22%', '00123', '$1,234.50', '02/01/2026']);
    assert.deepEqual(row?.marks, { 3: 'date' });
    const later = workbookOf([{ name: 'A', inside: inside('<c s="4"><v>44562</v></c>') }], { formats, date1904: true });
    assert.deepEqual(await cellsOf(later), [['02/01/2026']]);
  });

  it('shows the currency of a number format, and no exponent', async () => {
    const formats = ['[$€-2] #,##0.00', '[$USD] 0.00', '[$$-C09]#,##0.00', '0.00E+00', '[$-C09]0.00', '##0.0E+0'];
    const cells = formats
      .map((_, at) => `<c s="${at + 1}"><v>${at === 3 ? 9_312_340_000_017 : 1234.5}</v></c>`)
      .join('');
    const bytes = workbookOf([{ name: 'A', inside: inside(cells) }], { formats });
    assert.deepEqual(await cellsOf(bytes), [
      ['€ 1,234.50', 'USD 1234.50', '$1,234.50', '9312340000017', '1234.50', '1234.5'],
    ]);
  });

  it('has all digits of a number that a format does not shorten, and none that binary fractions add', async () => {
    const cells = '<c><v>9300000000000</v></c><c><v>0.30000000000000004</v></c><c><v>1E-7</v></c><c><v>1234</v></c>';
    const bytes = workbookOf([{ name: 'A', inside: inside(cells) }]);
    assert.deepEqual(await cellsOf(bytes), [['9300000000000', '0.3', '0.0000001', '1234']]);
  });

  it('says of an error, and of a formula without its value, that they are no text', async () => {
    const cells =
      '<c t="e"><v>#REF!</v></c><c><f>A1+1</f></c><c><f>1+1</f><v>2</v></c><c t="str"><f>"x"</f><v>x</v></c>';
    const [row] = (await only(workbookOf([{ name: 'A', inside: inside(cells) }]))).rows;
    assert.deepEqual(row?.cells, ['#REF!', '', '2', 'x']);
    assert.deepEqual(row?.marks, { 0: 'error', 1: 'no_value' });
  });

  it('keeps text that begins with = as text, and joins rich text', async () => {
    const rich = '<c t="inlineStr"><is><r><t>par</t></r><r><t>acetamol</t></r></is></c>';
    const bytes = workbookOf([{ name: 'A', inside: inside(`<c t="inlineStr"><is><t>=1+1</t></is></c>${rich}`) }]);
    assert.deepEqual(await cellsOf(bytes), [['=1+1', 'paracetamol']]);
  });

  for (const [written, shown] of [
    ['P_x0000_1', 'P1'],
    ['_x0000_', ''],
    ['_x0001_a_x0008__x000E__x001F_', 'a'],
    ['a_x007F_b', 'ab'],
    ['a&#0;b&#x1F;', 'ab'],
    ['_xD83D_', '\ufffd'],
    ['a_xDE00_b', 'a\ufffdb'],
    ['&#xD83D;', '\ufffd'],
    ['_xD83D__xDE00_', '\u{1f600}'],
    ['_xFFFE_a_xFFFF_', 'a'],
    ['a_x0009_b_x000A_c_x000D_d', 'a\tb\nc\nd'],
    ['_x005F_x0000_', '_x0000_'],
  ] as const) {
    it(`has nothing in its texts that no text can hold: ${written}`, async () => {
      const cell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
      const bytes = workbookOf([{ name: 'A', inside: inside(cell('x') + cell(written) + cell('y')) }]);
      assert.deepEqual(await cellsOf(bytes), [['x', shown, 'y']]);
    });
  }

  it('has nothing in the names of its sheets and in its number formats that no text can hold', async () => {
    const number = '<c s="1"><v>5</v></c>';
    const sheets = [
      { name: 'Oils&#0; 2026&#xDE00;', inside: inside(number) },
      { name: '&#1;', inside: inside(number) },
      { name: 'Old&#0;', inside: inside(number), state: 'hidden' },
    ] as const;
    const found = await read(workbookOf(sheets, { formats: ['0"&#0;g&#xD83D;"'] }));
    assert.deepEqual(
      found.map(({ name, state, rows }) => [name, state, rows[0]?.cells]),
      [
        ['Oils 2026\ufffd', 'read', ['5g\ufffd']],
        ['\ufffd', 'read', ['5g\ufffd']],
        ['Old', 'hidden', undefined],
      ],
    );
  });

  it('is read in strict form, and where cells say not which they are', async () => {
    assert.deepEqual(await cellsOf(workbookOf([{ name: 'A', inside: rowsXml(list) }], { isStrict: true })), list);
  });

  it('is read beside a chart, and hidden sheets are named and not read', async () => {
    const sheets = await read(
      workbookOf([
        { name: 'Chart', inside: null },
        { name: 'Old', inside: rowsXml(list), state: 'hidden' },
        { name: 'Secret', inside: rowsXml(list), state: 'veryHidden' },
        { name: 'Blank', inside: '<sheetData/>' },
        { name: 'List', inside: rowsXml(list) },
      ]),
    );
    assert.deepEqual(
      sheets.map(({ name, state, rows }) => [name, state, rows.length]),
      [
        ['Chart', 'chart', 0],
        ['Old', 'hidden', 0],
        ['Secret', 'hidden', 0],
        ['Blank', 'empty', 0],
        ['List', 'read', 2],
      ],
    );
  });

  it('has the rows that a filter hides, and says so', async () => {
    const xml = '<sheetData><row r="1"><c><v>1</v></c></row><row r="3" hidden="1"><c><v>2</v></c></row></sheetData>';
    const { rows } = await only(workbookOf([{ name: 'A', inside: xml }]));
    assert.deepEqual(
      rows.map(({ row, isHidden, cells }) => [row, isHidden, ...cells]),
      [
        [1, false, '1'],
        [3, true, '2'],
      ],
    );
  });

  it('names the cells that are merged downwards', async () => {
    const merges = '<mergeCells count="2"><mergeCell ref="B1:B2"/><mergeCell ref="A1:C1"/></mergeCells>';
    const { mergedDown } = await only(workbookOf([{ name: 'A', inside: rowsXml(list) + merges }]));
    assert.deepEqual(mergedDown, [{ column: 1, firstRow: 1, lastRow: 2 }]);
  });

  it('comes out right with a cell in the far corner and with formatted rows that hold nothing', async () => {
    const corner = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>';
    const blank = Array.from({ length: 3_000 }, (_, at) => `<row r="${at + 3}"><c r="A${at + 3}" s="0"/></row>`).join(
      '',
    );
    const xml = rowsXml(list).replace('</sheetData>', `${blank}${corner}</sheetData>`);
    assert.deepEqual(await cellsOf(workbookOf([{ name: 'A', inside: xml }])), list);
  });

  it('is read as hucre itself writes it', async () => {
    const bytes = await writeXlsx({
      sheets: [
        {
          name: 'A',
          rows: [
            ['code', 'name'],
            [1, 'a'],
          ],
        },
      ],
    });
    assert.deepEqual(await cellsOf(bytes), list);
  });
});

describe('a hostile or broken workbook', () => {
  const good = workbookOf([{ name: 'A', inside: rowsXml(list) }]);
  const withPart = (part: Parameters<typeof zipOf>[0][number]) =>
    workbookOf([{ name: 'A', inside: rowsXml(list) }], { others: [part] });

  it('is refused for what its directory says before anything is unpacked', async () => {
    const claimed = { name: 'xl/media/image.bin', content: 'x', claimedSize: 300 * 1024 * 1024 };
    await assert.rejects(read(withPart(claimed)), refusal('file_too_large'));
    const sheet = { name: 'xl/worksheets/sheet9.xml', content: 'x', claimedSize: 101 * 1024 * 1024 };
    await assert.rejects(read(withPart(sheet)), refusal('file_too_large'));
    const locked = { name: 'xl/x.xml', content: 'x', isEncrypted: true } as const;
    await assert.rejects(read(withPart(locked)), refusal('file_encrypted'));
    const many = Array.from({ length: 51 }, (_, at) => ({ name: `S${at}`, inside: rowsXml(list) }));
    await assert.rejects(read(workbookOf(many)), refusal('too_many_sheets'));
  });

  it('is refused where a part unpacks to more than its directory says', async () => {
    const lying = workbookOf([{ name: 'A', inside: rowsXml(list) }]);
    const at = Buffer.from(lying).lastIndexOf('xl/worksheets/sheet0.xml') - 46;
    new DataView(lying.buffer).setUint32(at + 24, 10, true);
    await assert.rejects(read(lying), refusal('file_damaged'));
  });

  it('is refused cut, with another inside, and with more rows than allowed', async () => {
    await assert.rejects(read(good.slice(0, good.length / 2)), refusal('file_damaged'));
    await assert.rejects(read(zipOf([{ name: 'word/document.xml', content: 'x' }])), refusal('file_type'));
    await assert.rejects(read(zipOf([{ name: 'content.xml', content: 'x' }])), refusal('file_type'));
    await assert.rejects(read(zipOf([{ name: 'xl/workbook.bin', content: 'x' }])), refusal('file_type'));
    await assert.rejects(read(zipOf([{ name: 'a.txt', content: 'x' }])), refusal('file_type'));
    await assert.rejects(read(good, 1), refusal('too_many_rows'));
  });

  it('has its entities neither followed nor multiplied', async () => {
    const doctype = '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd"><!ENTITY f "ffffffff">]>';
    const cells = '<c t="inlineStr"><is><t>x&e;</t></is></c><c t="inlineStr"><is><t>y&f;</t></is></c>';
    const bytes = workbookOf([{ name: 'A', doctype, inside: inside(cells) }]);
    assert.deepEqual(await cellsOf(bytes), [['x&e;', 'y&f;']]);
  });
});
