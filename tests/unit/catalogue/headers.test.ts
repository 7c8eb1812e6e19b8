import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findHeader } from '../../../src/domain/catalogue/layout/header.js';
import { headingsOf } from '../../../src/domain/catalogue/layout/known-headings.js';
import { readMapping } from '../../../src/domain/catalogue/mappings/read-mapping.js';
import { effectiveFrom } from '../../../src/domain/catalogue/rows/effective-from.js';
import type { ListSheet } from '../../../src/domain/list-sheets.js';
import { readUnder, sheetOf } from '../../support/catalogue/price-lists.js';

const MAPPING = readMapping({
  supplier_name: 'Acme',
  currency: 'aud',
  price_basis: 'ex_gst',
  columns: {
    product_code: ['Item no', 'Code'],
    product_name: ['Item name'],
    thc: ['THC'],
    cbd: ['CBD'],
    dose_form: ['Form'],
    pack: ['Volume'],
    wholesale_price: ['Wholesale price', 'Price wholesale'],
    retail_price: ['Patient price', 'Price RRP'],
  },
});
const found = (sheet: ListSheet) => {
  const header = findHeader(sheet, headingsOf(MAPPING));
  return header && { row: header.headerRow, fields: header.columns.map(({ field }) => field) };
};

describe('the headings of a price list', () => {
  it('are found whatever their spaces, breaks, case and dots', () => {
    for (const head of [
      ['Item no', 'Item name', 'Wholesale price'],
      ['ITEM NO.', 'item\nname', ' Wholesale\u00a0 Price '],
      ['Item No*', 'Item-Name', 'Wholesale price (ex GST)'],
      ['item_no', 'ItemName', 'Wholesale price AUD ex. GST'],
      ['code', 'product_name', 'unit_price'],
      ['product_code', 'PRODUCT NAME', 'Price $'],
      ['code', 'Item name', 'A$ Price'],
    ]) {
      assert.deepEqual(
        found(sheetOf([['Acme price list'], [''], head, ['A1', 'x', '1']])),
        { row: 3, fields: ['product_code', 'product_name', 'wholesale_price'] },
        head.join(),
      );
    }
  });

  it('are none without a price, without a product, below row 15, or with the wrong GST', () => {
    assert.equal(found(sheetOf([['Item no', 'Item name']])), null);
    assert.equal(found(sheetOf([['Wholesale price', 'THC']])), null);
    const late = Array.from({ length: 15 }, () => ['note']);
    assert.equal(found(sheetOf([...late, ['Code', 'Price']])), null);
    assert.ok(found(sheetOf([...late.slice(1), ['Code', 'Price']])));
    assert.equal(found(sheetOf([['Code', 'Wholesale price inc GST']])), null);
  });

  it('stand in one row or two, with groups above', () => {
    const data = ['A1', 'Oil', '10', '5', '90', '120'];
    const fields = ['product_code', 'product_name', 'thc', 'cbd', 'wholesale_price', 'retail_price'];
    for (const rows of [
      [
        ['Item no', 'Item name', 'Cannabinoids', '', 'Price', ''],
        ['', '', 'THC (mg/mL)', 'CBD (mg/mL)', 'Wholesale', 'RRP'],
      ],
      [
        ['Product', '', 'Strength', '', 'Wholesale', 'Patient'],
        ['Item no', 'Item name', 'THC', 'CBD', 'price', 'price'],
      ],
      [
        ['Item', '', 'THC', 'CBD', 'Wholesale', 'Patient'],
        ['no', 'name', 'mg/mL', 'mg/mL', 'price ex GST', 'price'],
      ],
    ]) {
      const header = found(sheetOf([['Acme'], ...rows, data]));
      assert.deepEqual(header, { row: 3, fields }, JSON.stringify(rows));
    }
    const merged = sheetOf([
      ['Code', 'Item name', 'Price', ''],
      ['', '', 'ex GST', 'RRP'],
      ['A1', 'Oil', '90', '120'],
    ]);
    assert.deepEqual(found(merged), {
      row: 2,
      fields: ['product_code', 'product_name', 'wholesale_price', 'retail_price'],
    });
    assert.equal(readUnder([merged], MAPPING).rows.length, 1);
  });

  it('do not swallow a title above or a row of data below', () => {
    assert.deepEqual(
      found(
        sheetOf([
          ['Acme', 'Item'],
          ['Code', 'Price', 'Form'],
          ['A1', '90', ''],
        ]),
      )?.row,
      2,
    );
    const { rows, summary } = readUnder(
      [
        sheetOf([
          ['Code', 'Price', 'Form'],
          ['A1', '90', ''],
        ]),
      ],
      MAPPING,
    );
    assert.equal(rows.length, 1);
    const headings = ['Code', 'Price', 'Form'];
    assert.deepEqual(summary.sheets, [{ name: 'List', state: 'read', headerRow: 1, rows: 1, headings }]);
  });

  it('of two columns with one meaning the first counts, with a warning for each sheet', () => {
    const { rows } = readUnder(
      [
        sheetOf([
          ['Code', 'Price', 'Unit price', 'Item no'],
          ['A1', '90', '80', 'B'],
        ]),
      ],
      MAPPING,
    );
    assert.deepEqual(
      rows[0]?.problems.map(({ row, column, code, heading }) => `${row} ${column} ${code} ${heading}`),
      ['1 C column_ambiguous Unit price', '1 D column_ambiguous Item no'],
    );
    assert.ok(typeof rows[0]?.outcome === 'object' && rows[0].outcome.wholesalePrice === 9_000);
    const named = readUnder(
      [
        sheetOf([
          ['Code', 'Price', 'Wholesale price'],
          ['A1', '90', '80'],
        ]),
      ],
      MAPPING,
    ).rows[0];
    assert.ok(typeof named?.outcome === 'object' && named.outcome.wholesalePrice === 8_000);
  });

  it('of another currency make each row another currency', () => {
    for (const heading of ['Wholesale price USD', 'Price (€)', 'Unit price US$']) {
      const [row] = readUnder(
        [
          sheetOf([
            ['Code', heading],
            ['A1', '90'],
          ]),
        ],
        MAPPING,
      ).rows;
      assert.deepEqual(
        row?.problems.map(({ code }) => code),
        ['currency_conflict'],
        heading,
      );
    }
  });

  it('give their unit to the numbers below them', () => {
    const head = ['Code', 'Price', 'THC (mg/mL)', 'CBD mg/mL', 'Form', 'Volume (mL)'];
    const [row] = readUnder([sheetOf([head, ['A1', '90', '10', '5', 'oil', '30']])], MAPPING).rows;
    assert.ok(typeof row?.outcome === 'object');
    const { thc, cbd, strengthUnit, pack } = row.outcome;
    assert.deepEqual([thc, cbd, strengthUnit, pack], [10, 5, 'mg/mL', { size: 30, unit: 'mL', text: '30' }]);
  });
});

describe('the day from which a list is in force', () => {
  it('is what the notes above its headings say, the day before the month', () => {
    for (const [text, expected] of [
      ['Price list, effective 01/11/2026', '2026-11-01'],
      ['Effective: 1/11/2026', '2026-11-01'],
      ['Effective from 01-11-2026', '2026-11-01'],
      ['Effective 01.11.2026.', '2026-11-01'],
      ['Effective 2026-11-01', '2026-11-01'],
      ['Effective 1 November 2026', '2026-11-01'],
      ['Effective 1st Nov 2026', '2026-11-01'],
      ['effective 01 Nov. 2026', '2026-11-01'],
      ['Effective November 1, 2026', '2026-11-01'],
      ['Valid from 1 Nov 2026 to 30 Nov 2026', '2026-11-01'],
      ['Prices as at 13/11/2026', '2026-11-13'],
      ['Prices as of 13/11/26', '2026-11-13'],
      ['Commencing 1 Sept 2026', '2026-09-01'],
      ['Price List 01/11/2026', '2026-11-01'],
      ['Effective 29/02/2028', '2028-02-29'],
      ['Effective 11/13/2026', null],
      ['Effective 29/02/2026', null],
      ['Effective 31/11/2026', null],
      ['Effective November 2026', null],
      ['Printed 01/11/2026', null],
      ['Valid until 01/11/2026', null],
      ['Effective immediately, supersedes 01/10/2026', null],
      ['01/11/2026', null],
      ['Effective 1/11', null],
      ['Price list 2026', null],
      ['', null],
    ] as const) {
      assert.equal(effectiveFrom([{ text, hasDate: false }]), expected, text);
    }
  });

  it('is not known where two days are said, or a program has chosen the order', () => {
    const note = (text: string, hasDate = false) => ({ text, hasDate });
    assert.equal(effectiveFrom([note('Effective 01/11/2026'), note('Effective 02/11/2026')]), null);
    assert.equal(effectiveFrom([note('Effective 01/11/2026'), note('effective 1 Nov 2026')]), '2026-11-01');
    assert.equal(effectiveFrom([note('Effective 11/1/26', true)]), null);
    assert.equal(effectiveFrom([note('Effective 12/11/2026', true)]), null);
    assert.equal(effectiveFrom([note('Effective 13/11/2026', true)]), '2026-11-13');
    assert.equal(effectiveFrom([note('Effective 11/11/2026', true)]), '2026-11-11');
    assert.equal(effectiveFrom([note('Effective 2026-11-01', true)]), '2026-11-01');
  });
});
