import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FORM_NAMES } from '../../../src/domain/formulary/forms.js';
import {
  numberInWords,
  quantityText,
  quantityUnitOf,
  repeatsText,
} from '../../../src/domain/prescriptions/law/words.js';
import { anItem } from '../../support/prescriptions/law-facts.js';

describe('numbers in words', () => {
  it('are written out', () => {
    const cases: readonly (readonly [number, string])[] = [
      [0, 'nil'],
      [1, 'one'],
      [12, 'twelve'],
      [20, 'twenty'],
      [21, 'twenty-one'],
      [99, 'ninety-nine'],
      [100, 'one hundred'],
      [101, 'one hundred and one'],
      [342, 'three hundred and forty-two'],
      [1000, 'one thousand'],
      [1005, 'one thousand and five'],
      [1099, 'one thousand and ninety-nine'],
      [1100, 'one thousand one hundred'],
      [1200, 'one thousand two hundred'],
      [9999, 'nine thousand nine hundred and ninety-nine'],
      [10_000, 'ten thousand'],
    ];
    for (const [number, words] of cases) assert.equal(numberInWords(number), words);
  });

  it('differ for every quantity that can be prescribed', () => {
    const all = Array.from({ length: 10_000 }, (_, at) => numberInWords(at + 1));
    assert.equal(new Set(all).size, 10_000);
    for (const words of all) assert.match(words, /^[a-z]+([ -][a-z]+)*$/);
  });

  it('are only of whole numbers', () => {
    for (const number of [-1, 0.5, 1_000_000, Number.NaN]) assert.throws(() => numberInWords(number), RangeError);
  });
});

describe('quantity and repeats', () => {
  it('stand in figures and words', () => {
    assert.equal(quantityText(20, 'tablets'), '20 (twenty) tablets');
    assert.equal(quantityText(1, 'tablets'), '1 (one) tablet');
    assert.equal(quantityText(2, 'suppository'), '2 (two) suppositories');
    assert.equal(quantityText(1500, 'mL'), '1,500 (one thousand five hundred) mL');
    assert.equal(quantityText(10_000, 'g'), '10,000 (ten thousand) g');
    assert.equal(quantityText(3, 'jars'), '3 (three) jars');
    assert.equal(repeatsText(0), '0 (nil)');
    assert.equal(repeatsText(2), '2 (two)');
  });

  it('count in what the doctor says, else in what pack and form say', () => {
    const unit = (
      form: string,
      pack: { size: number; unit: 'unit' | 'mL' | 'g' } | null,
      quantityUnit: string | null = null,
    ) => quantityUnitOf(anItem({ form, pack }, { quantityUnit }));
    const units = { size: 20, unit: 'unit' } as const;
    assert.equal(unit('capsule', units), 'capsules');
    assert.equal(unit('Modified Release Tablets', units), 'tablets');
    assert.equal(unit('metered dose inhaler', { size: 200, unit: 'unit' }), 'inhalers');
    assert.equal(unit('oral liquid', { size: 100, unit: 'mL' }), 'mL');
    assert.equal(unit('cream', { size: 15, unit: 'g' }), 'g');
    assert.equal(unit('injection', units), 'ampoules');
    assert.equal(unit('prefilled pen', units), 'pens');
    assert.equal(unit('lotion', null), 'units');
    assert.equal(unit('constructor', null), 'units');
    assert.equal(unit('capsule', units, 'blister packs'), 'blister packs');
    assert.equal(unit('capsule', units, ' '), 'capsules');
  });

  it('count every form of single doses in a word of its own', () => {
    for (const form of FORM_NAMES.filter((name) =>
      /tablet|capsule|patch|suppository|pessary|film|pen|syringe/.test(name),
    )) {
      assert.notEqual(quantityUnitOf(anItem({ form, pack: null })), 'units', form);
    }
  });
});
