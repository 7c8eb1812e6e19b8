import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { corpusFile, lineOf, readThrough } from '../support/spreadsheets/corpus.js';
import { millionBlankRows } from '../support/spreadsheets/large-files.js';
import { rowsXml, workbookOf } from '../support/spreadsheets/workbook.js';

const EMBER = '00123|Northern Ember|Alma|220|10|mg/g|dried_herb|10|11000||40|';
const CAFE = 'P-2|Saltbush Café – “50”|Alma|10|15|mg/mL|oral_liquid|30|7550||100|';
const QUOLL = 'P-3|=Blue, Quoll|Alma|5|20|mg/unit|capsule|60|123400||0|';
const LIST = [`2 ${EMBER}`, `3 ${CAFE}`, `4 ${QUOLL}`];
const FORMATTED = [
  '3 00123|Ember|Alma|220|10|mg/g|dried_herb|10|11000||| gtin_invalid@I',
  '4 4560000|Saltbush|Alma|10|15.5|mg/mL|oral_liquid|30|7550|||9312345678907',
  '5 invalid code_damaged@A',
  '6 invalid currency_conflict@H',
  '7 8|Cents|Alma|10|15|mg/mL|oral_liquid|30|7550|||',
];

/** What each file of `tests/fixtures/spreadsheets` says, row by row: a new version of a library must not change a price. */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  'openpyxl-list.xlsx': LIST,
  'openpyxl-two-row-headings.xlsx': [
    '5 skipped',
    `6 ${EMBER.replace('Alma', 'Saltbush').replace('11000|', '11000|15000')}`,
    `7 ${CAFE.replace('Alma', 'Saltbush').replace('7550|', '7550|15000')}`,
    '8 skipped',
    `9 ${QUOLL.replace('Alma', 'Quoll').replace('123400|', '123400|15000')}`,
  ],
  'openpyxl-number-formats.xlsx': FORMATTED,
  'openpyxl-1904-dates.xlsx': FORMATTED,
  'xlsxwriter-formulas.xlsx': [`2 ${EMBER}`, `3 ${CAFE}`, '4 invalid cell_error@F'],
  'openpyxl-formulas.xlsx': ['2 invalid cell_error@F', `3 ${CAFE}`, '4 invalid cell_error@F'],
  'openpyxl-hidden.xlsx': [`2 ${EMBER}`, `3 ${CAFE} row_hidden@-`, `4 ${QUOLL}`],
  'xlsxwriter-chart-sheet.xlsx': LIST,
  'xlsxwriter-constant-memory.xlsx': LIST,
  'openpyxl-far-corner.xlsx': LIST,
  'rewritten-prefixed.xlsx': LIST,
  'rewritten-strict.xlsx': LIST,
  'rewritten-no-references.xlsx': LIST,
  'rewritten-macros.xlsm': LIST,
  'libreoffice-list.xlsx': LIST,
  'libreoffice-number-formats.xlsx': FORMATTED,
  'libreoffice-list.csv': LIST,
  'python-comma.csv': LIST,
  'python-semicolon.csv': LIST,
  'python-tab.csv': LIST,
  'python-sep-line.csv': LIST,
};

describe('the reader of price lists', () => {
  for (const [name, lines] of Object.entries(EXPECTED)) {
    it(`reads ${name}`, async () => {
      const { rows } = await readThrough(corpusFile(name));
      assert.deepEqual(rows.map(lineOf), lines);
    });
  }

  it('says of each sheet what it is, and from when a list is in force', async () => {
    const states = async (name: string) => {
      const { summary } = await readThrough(corpusFile(name));
      return [
        summary.effectiveFrom,
        ...summary.sheets.map((sheet) => `${sheet.name} ${sheet.state} ${sheet.headerRow}`),
      ];
    };
    assert.deepEqual(await states('xlsxwriter-chart-sheet.xlsx'), [null, 'Sales chart null', 'List read 1']);
    const hidden = ['List read 1', 'Last year hidden null', 'Costs hidden null', 'Notes empty null'];
    assert.deepEqual(await states('openpyxl-hidden.xlsx'), [null, ...hidden]);
    assert.deepEqual(await states('openpyxl-two-row-headings.xlsx'), ['2026-11-01', 'List read 4']);
    assert.deepEqual(await states('openpyxl-1904-dates.xlsx'), ['2026-11-01', 'List read 2']);
  });

  it('reads a list in which cells and headings hold what no text can: the rest of the file goes on', async () => {
    const odd = rowsXml([
      ['product_code', 'product_name_x0000_', 'strength', 'pr_x0001_ice', 'Note_xD83D_'],
      ['P_x0000_1', 'Ember_xDE00_', 'THC 22 %', '10.00', '_x0000_'],
      ['P-2', 'Saltbush', 'THC 22 %', '11.00', '_xD83D_'],
      ['P-3', 'Quoll', 'THC 22 %', 'PO_x0000_A', ''],
    ]);
    const { rows, summary } = await readThrough(workbookOf([{ name: 'List&#0;&#xD83D;', inside: odd }]));
    assert.deepEqual(rows.map(lineOf), [
      '2 P1|Ember\ufffd|Alma|220||mg/g|||1000|||',
      '3 P-2|Saltbush|Alma|220||mg/g|||1100|||',
      '4 invalid price_invalid@D',
    ]);
    const sent = JSON.stringify([rows, summary]);
    assert.ok(!sent.includes('\\u0000') && !/\\ud[89a-f]/i.test(sent), 'a database would refuse it');
  });

  it('reads a list with a million formatted rows below it that hold nothing', async () => {
    const { rows } = await readThrough(millionBlankRows());
    assert.deepEqual(rows.map(lineOf), LIST);
  });
});
