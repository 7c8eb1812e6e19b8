import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ROW_ERRORS } from '../../../src/domain/catalogue/list.js';
import { cleanText } from '../../../src/domain/catalogue/reading/clean-text.js';
import { readCategory } from '../../../src/domain/catalogue/reading/read-category.js';
import { readCode, readGtin } from '../../../src/domain/catalogue/reading/read-code.js';
import { readDoseForm } from '../../../src/domain/catalogue/reading/read-dose-form.js';
import { readPack } from '../../../src/domain/catalogue/reading/read-pack.js';
import { readRetailPrice, readWholesalePrice } from '../../../src/domain/catalogue/reading/read-price.js';
import { readSchedule } from '../../../src/domain/catalogue/reading/read-schedule.js';
import { readStock } from '../../../src/domain/catalogue/reading/read-stock.js';
import { readPart, readStrength } from '../../../src/domain/catalogue/reading/read-strength.js';
import { effectiveFrom } from '../../../src/domain/catalogue/rows/effective-from.js';
import { BUILT_IN } from '../../../src/domain/catalogue/suppliers/built-in.js';
import { readUnder, sheetOf } from '../../support/catalogue/price-lists.js';

const CELLS = 2_000;
const PIECES = [
  ...[
    '0',
    '1',
    '4',
    '8',
    '10',
    '22',
    '30',
    '100',
    '1,000',
    '4,20',
    '0.5',
    '.5',
    '12.50',
    '1.234',
    '9312340000017',
    '1e5',
    '007',
    '01/11/2026',
  ],
  ...[
    'THC',
    'CBD',
    'T',
    'C',
    'THCA',
    'total THC',
    'mg',
    'mg/mL',
    'mg/g',
    '%',
    'mL',
    'g',
    'capsules',
    'x',
    'S',
    'Cat',
    'Category',
    'Schedule',
  ],
  ...[
    '$',
    'A$',
    '€',
    'US$',
    'AUD',
    'ex GST',
    'inc GST',
    'POA',
    'TBC',
    'N/A',
    'In stock',
    'oil',
    'flower',
    'effective',
    'see label',
  ],
  ...[
    '-',
    '–',
    '+',
    '<',
    '>',
    '≤',
    '~',
    '±',
    '/',
    ':',
    ';',
    ',',
    '.',
    '(',
    ')',
    '*',
    '=',
    '@',
    '#REF!',
    '^',
    '\\',
    '[',
    '$1',
    '__proto__',
    'constructor',
  ],
  ...[' ', '  ', '\n', '\t', '\u00a0', '\u200b', '½', '²', '٣', '１', 'é', '💊', '', 'a'.repeat(600)],
];

/** Cells as they should be, each of which is spoiled by one piece more. */
const SOUND = [
  ...[
    '$153.68 ex GST',
    '1,234.50',
    'THC 10 mg/mL : CBD 15 mg/mL',
    'THC 22 % CBD < 1 %',
    'T22:C1',
    '22 %',
    '10 g',
    '2 x 30 mL',
  ],
  ...[
    '60 capsules',
    '100+',
    '40',
    'Out of stock',
    'Category 3',
    'Cat 5',
    'S8',
    'Schedule 4',
    'BT-INHA-0000',
    '9312340000017',
  ],
  ...['Price list, effective 01/11/2026', 'Effective 1 Nov 2026'],
];

/** Numbers from 0 below 1, the same in each run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function generatedCells(count: number): readonly string[] {
  const random = seeded(13);
  const pick = (from = PIECES) => from[Math.floor(random() * from.length)] ?? '';
  const spoiled = () => {
    const sound = pick(SOUND);
    const at = Math.floor(random() * (sound.length + 1));
    return `${sound.slice(0, at)}${pick()}${sound.slice(at)}`;
  };
  const composed = () =>
    Array.from({ length: 1 + Math.floor(random() * 6) }, () => pick() + (random() < 0.5 ? ' ' : '')).join('');
  return Array.from({ length: count }, (_, at) => (at % 2 === 0 ? composed() : spoiled()));
}

/** Runs of digits with what groups and divides them. */
const numbersIn = (text: string) => text.match(/\d+(?:[.,]\d+)*/g) ?? [];
const digits = (text: string) => text.replaceAll(/\D/g, '');

it('no cell makes a rule fail, and none gives a number that does not stand in it', () => {
  const cells = generatedCells(CELLS);
  const read = { price: 0, stock: 0, strength: 0, part: 0, pack: 0, code: 0, category: 0, day: 0 };
  for (const cell of cells) {
    const numbers = numbersIn(cleanText(cell));
    const about = JSON.stringify(cell);
    for (const price of [
      readWholesalePrice(cell, { currency: 'aud', basis: 'ex_gst' }),
      readRetailPrice(cell, 'aud'),
    ]) {
      if (price === null || !('cents' in price)) continue;
      read.price += 1;
      assert.equal(numbers.length, 1, about);
      assert.ok(price.cents > 0 && price.cents <= 100_000_000 && Number.isInteger(price.cents), about);
      assert.ok(
        Math.abs(price.cents / 100 - Number((numbers[0] ?? '').replaceAll(',', ''))) <= 0.005 || cell.includes('.5'),
        about,
      );
    }
    const stock = readStock(cell);
    if (stock !== null && !('code' in stock) && stock.quantity !== null) {
      read.stock += 1;
      assert.deepEqual(
        numbers.map((number) => Number(number.replaceAll(',', ''))),
        [stock.quantity],
        about,
      );
    }
    const strength = readStrength(cell);
    if (strength !== null) {
      read.strength += 1;
      const parts = [strength.thc, strength.cbd, ...strength.others].filter((part) => part !== null);
      assert.ok(parts.length <= numbers.length && /[TC]/i.test(cell), about);
      assert.ok(!/[±~]|\d\s*[-–]\s*\d/.test(cell), about);
    }
    const part = readPart(cell, 'thc');
    if (part !== null) {
      read.part += 1;
      assert.equal(numbers.length, 1, about);
      assert.ok(!/[-–±~]\s*\d/.test(cell.replaceAll(/THC\s*[-–]\s/gi, '')) || /[-–]\s/.test(cell), about);
    }
    const pack = readPack(cell, null);
    if (pack !== null) {
      read.pack += 1;
      assert.ok(numbers.length <= 2 && pack.size > 0, about);
      assert.ok(numbers.length === 1 || /x|×|\*/i.test(cell), about);
    }
    const code = readCode(cell, false);
    if (typeof code === 'string') {
      read.code += 1;
      assert.ok(cleanText(cell).startsWith(code), about);
    }
    const gtin = readGtin(cell);
    if (typeof gtin === 'string') assert.ok(digits(cell).startsWith(gtin), about);
    const { tgaCategory } = readCategory(cell);
    if (tgaCategory !== null) {
      read.category += 1;
      assert.deepEqual(numbers.map(Number), [tgaCategory], about);
    }
    const schedule = readSchedule(cell);
    if (schedule !== null && schedule !== 'unscheduled') assert.ok(cell.includes(schedule.slice(1)), about);
    readDoseForm(cell);
    if (effectiveFrom([{ text: cell, hasDate: false }]) !== null) read.day += 1;
  }
  // The pieces make readable cells too, or this test would prove nothing.
  for (const [rule, count] of Object.entries(read)) assert.ok(count >= 10, `${rule}: ${count}`);
});

it('no list of such cells ends the reading, and each row is a product, skipped, or has its reason', () => {
  const cells = generatedCells(CELLS);
  for (const { mapping } of BUILT_IN) {
    const head = Object.values(mapping.columns).map(([heading]) => heading ?? '');
    const rows = Array.from({ length: Math.ceil(CELLS / head.length) }, (_, at) =>
      cells.slice(at * head.length, (at + 1) * head.length),
    );
    const read = readUnder([sheetOf([head, ...rows.filter((row) => row.some((cell) => cell !== ''))])], mapping).rows;
    assert.ok(read.length > 50);
    for (const { outcome, problems, row } of read) {
      const errors = problems.filter(({ code }) => ROW_ERRORS.some((error) => error === code));
      assert.equal(outcome === 'invalid', errors.length > 0, `row ${row}`);
      for (const { reason, value } of problems)
        assert.ok(reason.length > 10 && !/[{}]/.test(reason) && (value ?? '').length <= 200);
    }
  }
});
