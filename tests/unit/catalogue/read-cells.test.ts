import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cleanText, isErrorText, isPlaceholder } from '../../../src/domain/catalogue/reading/clean-text.js';
import { readCategory } from '../../../src/domain/catalogue/reading/read-category.js';
import { readCode, readGtin } from '../../../src/domain/catalogue/reading/read-code.js';
import { readDoseForm } from '../../../src/domain/catalogue/reading/read-dose-form.js';
import { readPack } from '../../../src/domain/catalogue/reading/read-pack.js';
import { readSchedule } from '../../../src/domain/catalogue/reading/read-schedule.js';
import { readStock, stockStatusOf } from '../../../src/domain/catalogue/reading/read-stock.js';

type Table = readonly (readonly [text: string, expected: unknown])[];
const each = (table: Table, read: (text: string) => unknown) => {
  assert.ok(table.length >= 20, `${table.length} spellings`);
  for (const [text, expected] of table) assert.deepEqual(read(text), expected, JSON.stringify(text));
};

describe('the cells of a price list', () => {
  it('a stock is a whole number, or words', () => {
    const table: Table = [
      ['40', '40'],
      ['1,000', '1000'],
      ['12.0', '12'],
      ['0', '0'],
      ['100+', '100'],
      ['>100', '100'],
      ['> 100', '100'],
      ['≥100', '100'],
      ['40 units', '40'],
      ['40 in stock', '40'],
      ['In stock', 'in_stock'],
      ['IN  STOCK', 'in_stock'],
      ['Yes', 'in_stock'],
      ['TRUE', 'in_stock'],
      ['Low', 'low'],
      ['Limited', 'low'],
      ['Out of stock', 'out_of_stock'],
      ['out-of-stock', 'out_of_stock'],
      ['No', 'out_of_stock'],
      ['nil', 'out_of_stock'],
      ['Sold out', 'out_of_stock'],
      ['Plenty', 'in_stock'],
      ['', null],
      ['TBC', null],
      ['N/A', null],
      ['-5', 'stock_invalid negative'],
      ['(5)', 'stock_invalid negative'],
      ['−5', 'stock_invalid negative'],
      ['12.5', 'stock_invalid fraction'],
      ['<10', 'stock_unreadable is'],
      ['10-20', 'stock_unreadable is'],
      ['2 x 10', 'stock_unreadable is'],
      ['~40', 'stock_unreadable is'],
      ['1,00', 'stock_unreadable is'],
      ['9312340000000', 'stock_unreadable is'],
      ['next week', 'stock_unreadable is'],
      ['constructor', 'stock_unreadable is'],
    ];
    each(table, (text) => {
      const stock = readStock(text, { plenty: 'in_stock' });
      if (stock === null) return null;
      return 'code' in stock ? `${stock.code} ${stock.why}` : (stock.status ?? String(stock.quantity));
    });
    const number = (quantity: number) => ({ quantity, status: null });
    assert.equal(stockStatusOf(null, null), 'unknown');
    assert.equal(stockStatusOf(number(3), null), 'in_stock');
    assert.equal(stockStatusOf(number(0), { quantity: null, status: 'in_stock' }), 'out_of_stock');
    assert.equal(stockStatusOf(number(40), { quantity: null, status: 'out_of_stock' }), 'out_of_stock');
    assert.equal(stockStatusOf(number(40), { quantity: null, status: 'low' }), 'low');
    for (const [quantity, status] of [
      [0, 'low'],
      [null, 'out_of_stock'],
    ] as const) {
      assert.equal(stockStatusOf({ quantity, status }, { quantity: null, status: 'low' }), 'out_of_stock');
    }
  });

  it('a pack has one size', () => {
    const table: Table = [
      ['10 g', '10 g'],
      ['10g', '10 g'],
      ['30mL', '30 mL'],
      ['30 ml', '30 mL'],
      ['60 capsules', '60 unit'],
      ['60 Caps', '60 unit'],
      ['30 pastilles', '30 unit'],
      ['2 x 30 mL', '60 mL'],
      ['2x30mL', '60 mL'],
      ['3 × 10 g', '30 g'],
      ['1 mL', '1 mL'],
      ['0.5 mL', '0.5 mL'],
      ['.5 mL', '0.5 mL'],
      ['1 L', '1000 mL'],
      ['1 kg', '1000 g'],
      ['30 mL bottle', '30 mL'],
      ['Bottle (30 mL)', '30 mL'],
      ['1 x 0.5 mL cartridge', '0.5 mL'],
      ['pack of 60 capsules', '60 unit'],
      ["60's", '60 unit'],
      ['1,000 tablets', '1000 unit'],
      ['10 g dried flower', '10 g'],
      ['60', null],
      ['', null],
      ['N/A', null],
      ['10-15 g', null],
      ['10 g / 30 g', null],
      ['10 30 mL', null],
      ['60 capsules (30 mL)', null],
      ['1,5 mL', null],
      ['1.5 x 30 mL', null],
      ['0.5 capsules', null],
      ['0 mL', null],
      ['500 mg', null],
      ['bottle', null],
    ];
    each(table, (text) => {
      const pack = readPack(text, null);
      return pack && `${pack.size} ${pack.unit}`;
    });
    assert.deepEqual(readPack('60', 'capsule'), { size: 60, unit: 'unit', text: '60' });
    assert.equal(readPack('30', 'oral_liquid'), null);
  });

  it('a category is one of the TGA, or the words of the list', () => {
    const table: Table = [
      ['Category 3', 'Category 3'],
      ['CATEGORY 3', 'Category 3'],
      ['Category  3', 'Category 3'],
      ['Cat 5', 'Category 5'],
      ['Cat. 2', 'Category 2'],
      ['Cat5', 'Category 5'],
      ['cat-4', 'Category 4'],
      ['TGA Cat. 2', 'Category 2'],
      ['TGA Category 2', 'Category 2'],
      ['TGA 1', 'Category 1'],
      ['3', 'Category 3'],
      ['3.0', 'Category 3'],
      ['Category 3 (balanced)', 'Category 3'],
      ['Category 3 - Balanced', 'Category 3'],
      ['Category no. 4', 'Category 4'],
      ['Category 1 (CBD ≥ 98 %)', 'Category 1'],
      ['Category 2 or 3 (60 %)', null],
      ['Category 4*', 'Category 4'],
      ['Pain Relief', null],
      ['Category 6', null],
      ['0', null],
      ['3/4', null],
      ['Category 3 or 4', null],
      ['Category 3 - 4', null],
      ['13', null],
      ['3.5', null],
      ['', null],
      ['TBC', null],
    ];
    each(table, (text) => {
      const { category, tgaCategory } = readCategory(text);
      return tgaCategory === null ? null : category;
    });
    assert.deepEqual(readCategory('Pain  Relief'), { category: 'Pain Relief', tgaCategory: null });
    assert.deepEqual(readCategory('TBC'), { category: null, tgaCategory: null });
  });

  it('a schedule is one of those that a product can have', () => {
    each(
      [
        ['S8', 'S8'],
        ['s8', 'S8'],
        ['S 8', 'S8'],
        ['S-8', 'S8'],
        ['Schedule 8', 'S8'],
        ['SCHEDULE 4', 'S4'],
        ['Sch 8', 'S8'],
        ['Sch. 4', 'S4'],
        ['Sched 4', 'S4'],
        ['8', 'S8'],
        ['4.0', 'S4'],
        ['Poisons Schedule 8', 'S8'],
        ['S8 (Controlled Drug)', 'S8'],
        ['Schedule 4 - Prescription Only Medicine', 'S4'],
        ['Controlled Drug', 'S8'],
        ['S3', 'S3'],
        ['S2', 'S2'],
        ['Unscheduled', 'unscheduled'],
        ['Not scheduled', 'unscheduled'],
        ['S8/S4', null],
        ['S4 or S8', null],
        ['S4 (Controlled Drug)', null],
        ['S9', null],
        ['S88', null],
        ['S8²', 'S8'],
        ['²', null],
        ['½', null],
        ['S8 pending', null],
        ['', null],
        ['N/A', null],
        ['constructor', null],
      ],
      readSchedule,
    );
  });

  it('a dose form is one of the approvals', () => {
    each(
      [
        ['oral liquid', 'oral_liquid'],
        ['Oil', 'oral_liquid'],
        ['Oral Solution', 'oral_liquid'],
        ['Sublingual oil', 'oral_liquid'],
        ['Tincture', 'oral_liquid'],
        ['dried herb', 'dried_herb'],
        ['Flower', 'dried_herb'],
        ['Dried Flower', 'dried_herb'],
        ['inhalation liquid', 'inhalation_liquid'],
        ['Vape cartridge', 'inhalation_liquid'],
        ['Vape Oil', 'inhalation_liquid'],
        ['Liquid for inhalation', 'inhalation_liquid'],
        ['Oral Liquid range', 'oral_liquid'],
        ['Capsules', 'capsule'],
        ['Softgel', 'capsule'],
        ['Oil capsules', 'capsule'],
        ['Gummy', 'pastille'],
        ['Pastilles', 'pastille'],
        ['Lozenge', 'pastille'],
        ['Tablets', 'tablet'],
        ['Sublingual wafer', 'wafer'],
        ['Oromucosal spray', 'spray'],
        ['Cream', 'topical'],
        ['Suppositories', 'suppository'],
        ['Device', 'other'],
        ['Oil / flower', null],
        ['Capsule or oil', null],
        ['', null],
        ['TBC', null],
      ],
      readDoseForm,
    );
  });

  it('a code is text, and what a spreadsheet has made of it is found out', () => {
    each(
      [
        ['BT-INHA-0000', 'BT-INHA-0000'],
        ['10000', '10000'],
        ['00123', '00123'],
        ['123456.0', '123456'],
        ['123456.00', '123456'],
        ['9300000000000', '9300000000000'],
        [' TB0000 ', 'TB0000'],
        ['TB0000*', 'TB0000'],
        ['TB\u200b0000', 'TB0000'],
        ['=cmd', '=cmd'],
        ['+61', '+61'],
        ['@code', '@code'],
        ['-5', '-5'],
        ['1E5A', '1E5A'],
        ['MAR-10', 'MAR-10'],
        ['12.50', '12.50'],
        ['', null],
        ['N/A', null],
        ['-', null],
        ['TBC', null],
        ['9.31E+12', { code: 'code_damaged', why: 'exponent' }],
        ['9.3e+12', { code: 'code_damaged', why: 'exponent' }],
        ['9,31E+12', { code: 'code_damaged', why: 'exponent' }],
      ],
      (text) => readCode(text, false),
    );
    assert.deepEqual(readCode('2026-03-10', true), { code: 'code_damaged', why: 'date' });
  });

  it('a GTIN has a digit that checks the others', () => {
    const wrong = { code: 'gtin_invalid', why: 'is' };
    each(
      [
        ['9312340000000', '9312340000000'],
        ['9312340000062', '9312340000062'],
        ['9312340000062.0', '9312340000062'],
        ['9312340 000062', '9312340000062'],
        ['9-312340-000062', '9312340000062'],
        ['09312340000062', '09312340000062'],
        ['4006381333931', '4006381333931'],
        ['036000291452', '036000291452'],
        ['96385074', '96385074'],
        ['', null],
        ['N/A', null],
        ['-', null],
        ['9312340000063', wrong],
        ['931234000006', wrong],
        ['9.31E+12', wrong],
        ['0000000000000', wrong],
        ['931234000006X', wrong],
        ['12', wrong],
        ['9312340000062 / 9312340000079', wrong],
        ['1.5', wrong],
      ],
      readGtin,
    );
  });

  it('a text loses what nobody sees, and is empty where it says nothing', () => {
    each(
      [
        ['  a  b ', 'a b'],
        ['a\u00a0b', 'a b'],
        ['a\u200bb', 'ab'],
        ['a\nb', 'a b'],
        ['Oil*', 'Oil'],
        ['Oil **', 'Oil'],
        ['Oil †', 'Oil'],
        ['Oil²', 'Oil'],
        ['Oil [1]', 'Oil'],
        ['*', '*'],
        ['=1+1', '=1+1'],
        ['+Phytoca', '+Phytoca'],
        ['@home', '@home'],
        ['-x', '-x'],
        ['MR #0', 'MR #0'],
        ['a*b', 'a*b'],
        ['Oil®', 'Oil®'],
        ['Oil (1)', 'Oil (1)'],
        ['\ufeffx', 'x'],
        ['co\u00adop', 'coop'],
      ],
      cleanText,
    );
    for (const text of [
      '',
      '-',
      '--',
      '–',
      'N/A',
      'n.a.',
      'NA',
      'TBC',
      'TBA',
      'TBD',
      'none',
      'Nil',
      '.',
      '?',
      'not applicable',
    ]) {
      assert.ok(isPlaceholder(text), text);
    }
    for (const text of ['0', 'Nabilone', 'POA', 'TB', 'no']) assert.ok(!isPlaceholder(text), text);
    assert.ok(isErrorText('#REF!') && isErrorText('#n/a') && !isErrorText('#1'));
  });
});
