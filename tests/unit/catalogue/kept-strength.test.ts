import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { keptStrength } from '../../../src/domain/catalogue/kept-strength.js';
import { type CatalogueContent, type ProductContent, UNSAID } from '../../../src/domain/catalogue/product.js';

const HERB: CatalogueContent = {
  ...{ ...UNSAID, currency: 'aud', wholesalePrice: 100_00, strength: 'T22', doseForm: 'dried_herb' },
  ...{ thc: 220, strengthUnit: 'mg/g', pack: { size: 10, unit: 'g', text: '10 g' } },
};
const CAPSULES: CatalogueContent = {
  ...{ ...UNSAID, currency: 'aud', wholesalePrice: 60_00, doseForm: 'capsule', thc: 10, cbd: 5 },
  ...{ strengthUnit: 'mg/unit', pack: { size: 30, unit: 'unit', text: '30 capsules' } },
};
const UNSETTLED: Partial<ProductContent> = { strength: 'T22', thc: 22, cbd: null, strengthUnit: null };
const COLUMNS: Partial<ProductContent> = { thc: 10, cbd: 5, strengthUnit: null };

describe('a strength whose unit a list cannot say', () => {
  it('is as it was where the list prints the same, in one column or in two', () => {
    assert.deepEqual(keptStrength(UNSETTLED, HERB), {
      ...{ thc: 220, cbd: null, thcBound: 'exact', cbdBound: 'exact' },
      strengthUnit: 'mg/g',
    });
    assert.equal(keptStrength(COLUMNS, CAPSULES)?.strengthUnit, 'mg/unit');
    assert.equal(keptStrength({ cbd: 5, strengthUnit: null }, CAPSULES)?.thc, 10, 'of THC it has no column');
    assert.equal(keptStrength({ ...UNSETTLED, doseForm: 'dried_herb' }, HERB)?.thc, 220, 'the pack is not said');
    assert.equal(keptStrength({ ...UNSETTLED, pack: HERB.pack }, HERB)?.thc, 220, 'the form is not said');
  });

  for (const [what, said, before] of [
    ['another label', { ...UNSETTLED, strength: 'T24' }, HERB],
    ['another figure', { ...COLUMNS, cbd: 6 }, CAPSULES],
    ['nothing in the cell', { strength: null, thc: null, cbd: null, strengthUnit: null }, CAPSULES],
    ['a list that says form and pack', { ...UNSETTLED, doseForm: 'dried_herb', pack: HERB.pack }, HERB],
    ['another form', { ...UNSETTLED, doseForm: 'other' }, HERB],
    ['no form any more', { ...UNSETTLED, doseForm: null }, HERB],
    ['a pack of another unit', { ...UNSETTLED, pack: { size: 10, unit: 'mL', text: '10 mL' } }, HERB],
    ['a unit that is said', { ...UNSETTLED, strengthUnit: 'mg/mL' }, HERB],
    ['a unit that was never known', UNSETTLED, { ...HERB, strengthUnit: null }],
    ['a list without strengths', { wholesalePrice: 90_00 }, HERB],
  ] as const satisfies readonly (readonly [string, Partial<ProductContent>, CatalogueContent])[]) {
    it(`is what the list says: ${what}`, () => assert.equal(keptStrength(said, before), null));
  }
});
