import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readFile } from '../../../src/adapters/spreadsheets/read-file.js';
import { workbookOf } from '../../support/spreadsheets/workbook.js';

const ACCOUNTING = '_-"$"* #,##0.00_-;-"$"* #,##0.00_-;_-"$"* "-"??_-;_-@_-';

/** What Excel shows of a number under a format. */
const SHOWN: readonly (readonly [value: string, format: string, shown: string])[] = [
  // Halves that no binary fraction holds are rounded as they are written, away from zero.
  ['1.005', '0.00', '1.01'],
  ['35.855', '0.00', '35.86'],
  ['1.0049999', '0.00', '1.00'],
  ['-1.005', '0.00', '-1.01'],
  ['-35.855', '0.00;[Red]-0.00', '-35.86'],
  ['-1.005', '0.00_);(0.00)', '(1.01)'],
  ['8.345', '"$"#,##0.00', '$8.35'],
  ['1234567.005', '[$$-C09]#,##0.00', '$1,234,567.01'],
  ['1.255', '[$€-2] 0.00', '€ 1.26'],
  ['1.005', ACCOUNTING, '$1.01'],
  ['-1.005', ACCOUNTING, '-$1.01'],
  ['0', ACCOUNTING, '0'],
  ['0', '_-* #,##0_-;-* #,##0_-;_-* "-"??_-;_-@_-', '0'],
  ['1200', '_-* #,##0_-;-* #,##0_-;_-* "-"??_-;_-@_-', '1,200'],
  ['1.005', '#.##', '1.01'],
  ['1.1', '#.##', '1.1'],
  ['1.25', '?.??', '1.25'],
  ['2.5', '0', '3'],
  ['0.285', '0%', '29%'],
  ['0.2285', '0.0%', '22.9%'],
  ['0.10005', '0.00%', '10.01%'],
  ['1.00005', '0.0000', '1.0001'],
  ['1005', '0.00,', '1.01'],
  ['1004999', '0.00,,', '1.00'],
  ['1005000', '#,##0.00,,', '1.01'],
  ['1.005', '0.00" ex GST; 2.0"', '1.01 ex GST; 2.0'],
  ['1.005', '0.00\\ "per 0.0 g"', '1.01 per 0.0 g'],
  ['1.0049999999999999', '0.00', '1.01'],
  ['4.35', '0.00', '4.35'],
  ['0.004', '0.00', '0.00'],
  ['123', '00000', '00123'],
  ['9312345678907', '0', '9312345678907'],
  ['999999999999.995', '0.00', '1000000000000.00'],
  // What stands in quotes is neither a percent sign nor a date.
  ['22.25', '0.0"%"', '22.3%'],
  ['22', '0\\%', '22%'],
  ['22', '0 "% w/w"', '22 % w/w'],
  ['10', '0" mg_mL"', '10 mg_mL'],
  ['10', 'General" mL"', '10 mL'],
  ['-10.5', 'General;-General', '-10.5'],
  ['12.5', '"THC "General', 'THC 12.5'],
  ['0.30000000000000004', '@', '0.3'],
  // The sections that count, and their signs.
  ['-5', '[Red][<0]0.00;0.00', '-5.00'],
  ['50', '[<1]0.00;[<10]0.0;0', '50'],
  ['5.25', '[<1]0.00;[<10]0.0;0', '5.3'],
  ['0.255', '[<1]0.00;[<10]0.0;0', '0.26'],
  ['1000.5', '[>=1000]#,##0;0.00', '1,001'],
  ['0', '0.00;-0.00;', ''],
  ['0', '0;-0;"none";@', 'none'],
  // Excel shows these in red, without a sign.
  ['-5', '0.00;[Red]0.00', '-5.00'],
  ['-5', '$#,##0.00_);[Red]($#,##0.00)', '($5.00)'],
  // Left as they are.
  ['1.005', '0.00E+00', '1.005'],
  ['1.25', '# ?/?', '1 1/4'],
];

describe('a number with a format', () => {
  for (const [value, format, shown] of SHOWN) {
    it(`is read as Excel shows it: ${value} as ${format}`, async () => {
      const inside = `<sheetData><row r="1"><c t="str"><v>x</v></c><c s="1"><v>${value}</v></c></row></sheetData>`;
      const { sheets } = await readFile(
        workbookOf([{ name: 'A', inside }], { formats: [format.replaceAll('<', '&lt;')] }),
        10,
      );
      assert.equal(sheets[0]?.rows[0]?.cells[1] ?? '', shown);
    });
  }

  it('of up to fifteen digits is rounded as it is written, whatever its value', async () => {
    const values = Array.from({ length: 2_000 }, (_, at) => {
      const [digits, places] = [1 + ((at * 7_919) % 999_983), at % 4];
      return { digits: `${digits}5`, places };
    });
    const cells = values.map(({ digits, places }) => {
      const text = digits.padStart(places + 2, '0');
      const split = text.length - places - 1;
      return `<c s="${places + 1}"><v>${text.slice(0, split)}.${text.slice(split)}</v></c>`;
    });
    const inside = `<sheetData>${cells.map((cell, at) => `<row r="${at + 1}">${cell}</row>`).join('')}</sheetData>`;
    const formats = ['0', '0.0', '0.00', '0.000'];
    const { sheets } = await readFile(workbookOf([{ name: 'A', inside }], { formats }), 10_000);
    const expected = values.map(({ digits, places }) => {
      const up = String((BigInt(digits) + 5n) / 10n).padStart(places + 1, '0');
      return places === 0 ? up : `${up.slice(0, -places)}.${up.slice(-places)}`;
    });
    assert.deepEqual(
      sheets[0]?.rows.map(({ cells: [cell] }) => cell),
      expected,
    );
  });
});
