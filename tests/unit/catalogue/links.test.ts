import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { linkKeysOf } from '../../../src/domain/catalogue/links.js';

const mg = (amount: number, per: { amount: number; unit: string } | null = null) => ({ amount, unit: 'mg', per });
const PER_ML = { amount: 1, unit: 'mL' };
const THC = ['tetrahydrocannabinol', 'thc'];
const CBD = ['cannabidiol', 'cbd'];

describe('the keys by which a product is the same medicine as an item', () => {
  it('are dose form, unit and both strengths of cannabinoids, whatever their order', () => {
    const oil = (ingredients: Parameters<typeof linkKeysOf>[0]['ingredients']) =>
      linkKeysOf({ form: 'oral drops', ingredients });
    const [thc, cbd] = [
      { names: THC, strength: mg(10, PER_ML) },
      { names: CBD, strength: mg(12.5, PER_ML) },
    ];
    assert.deepEqual(oil([thc, cbd]), ['oral_liquid|mg/mL|10|12.5']);
    assert.deepEqual(oil([cbd, thc]), oil([thc, cbd]));
    assert.deepEqual(oil([{ names: CBD, strength: mg(500, { amount: 5, unit: 'mL' }) }]), ['oral_liquid|mg/mL|0|100']);
    assert.deepEqual(
      oil([
        { names: THC, strength: mg(1, PER_ML) },
        { names: CBD, strength: mg(99, PER_ML) },
      ]),
      ['oral_liquid|mg/mL|0|99'],
    );
    assert.deepEqual(
      oil([
        { names: THC, strength: mg(2, PER_ML) },
        { names: CBD, strength: mg(98, PER_ML) },
      ]),
      ['oral_liquid|mg/mL|2|98'],
      '2 % is no trace',
    );
    assert.deepEqual(linkKeysOf({ form: 'capsule', ingredients: [{ names: CBD, strength: mg(25) }] }), [
      'capsule|mg/unit|0|25',
    ]);
  });

  it('are ingredients with their strengths, by each of their names', () => {
    const paracetamol = { names: ['Paracetamol', 'acetaminophen'], strength: mg(500) };
    const codeine = { names: ['codeine'], strength: mg(8) };
    assert.deepEqual(linkKeysOf({ form: 'film-coated tablet', ingredients: [paracetamol, codeine] }), [
      'tablet|codeine8mg+paracetamol500mg',
      'tablet|acetaminophen500mg+codeine8mg',
    ]);
  });

  it('are none where a list cannot tell the medicine from another one', () => {
    const cbd = { names: CBD, strength: mg(25) };
    const none = [
      { form: 'capsule', ingredients: [] },
      { form: 'capsule', ingredients: [{ names: CBD, strength: null }] },
      { form: 'modified release capsule', ingredients: [cbd] },
      { form: 'eye drops', ingredients: [{ names: ['timolol'], strength: mg(5, PER_ML) }] },
      { form: 'cream', ingredients: [{ names: ['betamethasone'], strength: mg(1, { amount: 1, unit: 'g' }) }] },
      { form: 'capsule', ingredients: [cbd, { names: ['melatonin'], strength: mg(2) }] },
      { form: 'capsule', ingredients: [cbd, { names: THC, strength: mg(5, PER_ML) }] },
    ];
    for (const medicine of none) assert.deepEqual(linkKeysOf(medicine), [], JSON.stringify(medicine));
  });
});
