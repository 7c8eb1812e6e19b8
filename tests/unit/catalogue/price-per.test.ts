import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Priced, pricesPer } from '../../../src/domain/catalogue/price-per.js';
import type { ProductContent } from '../../../src/domain/catalogue/product.js';
import { BUILT_IN } from '../../../src/domain/catalogue/suppliers/built-in.js';
import { readAll, sampleFile, sheetsOf } from '../../support/catalogue/price-lists.js';

const OIL: Priced = {
  wholesalePrice: 9_000,
  thc: 10,
  cbd: 10,
  thcBound: 'exact',
  cbdBound: 'exact',
  strengthUnit: 'mg/mL',
  pack: { size: 30, unit: 'mL', text: '30 mL' },
  doseForm: 'oral_liquid',
};
const pack = (size: number, unit: 'mL' | 'g' | 'unit') => ({ size, unit, text: '' });

describe('the price per mg and per unit', () => {
  it('is divided in whole numbers and rounded half up', () => {
    for (const [changes, perMg, perUnit] of [
      [{}, '0.1500', '3.0000'],
      [{ wholesalePrice: 1 }, '0.0000', '0.0003'],
      [{ wholesalePrice: 100_000_000, pack: pack(0.001, 'mL') }, '50000000.0000', '1000000000.0000'],
      [{ thc: 0.0001, cbd: 0 }, '30000.0000', '3.0000'],
      [{ wholesalePrice: 3, thc: 1, cbd: 0, pack: pack(200, 'mL') }, '0.0002', '0.0002'],
      [{ wholesalePrice: 5, thc: 1, cbd: 0, pack: pack(1_000, 'mL') }, '0.0001', '0.0001'],
      [{ thc: 19.8, cbd: 0.2 }, '0.1500', '3.0000'],
      [{ cbd: 5, cbdBound: 'below' }, '0.3000', '3.0000'],
      [{ cbd: null }, '0.3000', '3.0000'],
      [{ thcBound: 'above' }, '0.1500', '3.0000'],
      [{ strengthUnit: 'mg/g', thc: 220, cbd: 0, pack: pack(10, 'g'), doseForm: 'dried_herb' }, '0.0409', '9.0000'],
      [{ strengthUnit: 'mg/unit', pack: pack(60, 'unit'), doseForm: 'capsule' }, '0.0750', '1.5000'],
      [{ strengthUnit: 'mg/g', pack: pack(10, 'g'), doseForm: null }, '0.4500', '9.0000'],
      // What is sprayed is measured by the mL or by the spray; what is applied by the mL, the gram or the piece.
      [{ doseForm: 'spray' }, '0.1500', '3.0000'],
      [{ doseForm: 'spray', strengthUnit: 'mg/unit', pack: pack(60, 'unit') }, '0.0750', '1.5000'],
      [{ doseForm: 'topical' }, '0.1500', '3.0000'],
      [{ doseForm: 'topical', strengthUnit: 'mg/g', pack: pack(10, 'g') }, '0.4500', '9.0000'],
      [{ doseForm: 'topical', strengthUnit: 'mg/unit', pack: pack(60, 'unit') }, '0.0750', '1.5000'],
    ] as const) {
      const prices = pricesPer({ ...OIL, ...changes });
      assert.deepEqual(prices, { pricePerMg: perMg, pricePerUnit: perUnit, priceNote: null }, JSON.stringify(changes));
    }
  });

  it('is not there where a part of it is not certain, and says which', () => {
    for (const [changes, note, perUnit] of [
      [{ thc: null, cbd: null }, 'strength_unclear', '3.0000'],
      [{ thc: 1, cbd: 1, thcBound: 'below', cbdBound: 'below' }, 'strength_unclear', '3.0000'],
      [{ thc: 0, cbd: 0 }, 'strength_unclear', '3.0000'],
      [{ strengthUnit: null }, 'unit_unclear', '3.0000'],
      [{ strengthUnit: 'mg/g' }, 'unit_unclear', '3.0000'],
      [{ doseForm: 'capsule', pack: pack(60, 'unit') }, 'unit_unclear', '1.5000'],
      [{ strengthUnit: 'mg/g', pack: pack(10, 'g') }, 'unit_unclear', '9.0000'],
      [{ pack: null }, 'pack_unclear', null],
      [{ pack: pack(30, 'g') }, 'pack_unclear', '3.0000'],
    ] as const) {
      const prices = pricesPer({ ...OIL, ...changes });
      assert.deepEqual(prices, { pricePerMg: null, pricePerUnit: perUnit, priceNote: note }, JSON.stringify(changes));
    }
  });

  it('agrees with a second computation for every row of the samples', async () => {
    let compared = 0;
    for (const { key } of BUILT_IN) {
      for (const { outcome } of readAll(await sheetsOf(sampleFile(`${key}.xlsx`)), key).rows) {
        if (typeof outcome === 'string') continue;
        const product = priced(outcome);
        const second = again(product);
        const { pricePerMg } = pricesPer(product);
        assert.equal(pricePerMg === null, second === null, JSON.stringify(outcome));
        if (second === null || pricePerMg === null) continue;
        assert.ok(Math.abs(Number(pricePerMg) - second) <= 0.000_050_000_1, `${pricePerMg} ${second}`);
        compared += 1;
      }
    }
    assert.ok(compared > 120, `${compared} rows`);
  });
});

function priced(said: Partial<ProductContent>): Priced {
  const { wholesalePrice, thc, cbd, thcBound, cbdBound, strengthUnit, pack: packed, doseForm } = said;
  assert.ok(wholesalePrice !== undefined && thcBound && cbdBound);
  return {
    wholesalePrice,
    thc: thc ?? null,
    cbd: cbd ?? null,
    thcBound,
    cbdBound,
    strengthUnit: strengthUnit ?? null,
    pack: packed ?? null,
    doseForm: doseForm ?? null,
  };
}

/** By fractions, from the text of the rule: price / ((THC + CBD) × pack size), "< n" as 0, units that fit the form. */
function again({
  wholesalePrice,
  thc,
  cbd,
  thcBound,
  cbdBound,
  strengthUnit,
  pack: packed,
  doseForm,
}: Priced): number | null {
  const fitting: Readonly<Record<string, string>> = {
    'oral_liquid mg/mL': 'mL',
    'inhalation_liquid mg/mL': 'mL',
    'dried_herb mg/g': 'g',
    'capsule mg/unit': 'unit',
    'pastille mg/unit': 'unit',
  };
  const total = (thcBound === 'below' ? 0 : (thc ?? 0)) + (cbdBound === 'below' ? 0 : (cbd ?? 0));
  if (packed === null || total === 0 || fitting[`${doseForm} ${strengthUnit}`] !== packed.unit) return null;
  return wholesalePrice / 100 / (total * packed.size);
}
