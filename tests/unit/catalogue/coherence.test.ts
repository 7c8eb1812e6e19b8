import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { categoryConflict, scheduleConflict } from '../../../src/domain/catalogue/coherence.js';
import { type Bound, PRODUCT_SCHEDULES, TGA_CATEGORIES } from '../../../src/domain/catalogue/product.js';

/** An amount as it is printed: `22`, `<1`, `>20`. */
const amount = (text: string) => {
  const bound: Bound = text.startsWith('<') ? 'below' : text.startsWith('>') ? 'above' : 'exact';
  return { value: BigInt(Math.round(Number(text.replace(/^[<>]/, '')) * 10_000)), bound };
};

describe('a category', () => {
  it('has its schedules: category 1 two of them, the others one', () => {
    for (const category of TGA_CATEGORIES) {
      const fitting = PRODUCT_SCHEDULES.filter((schedule) => scheduleConflict(category, schedule) === null);
      assert.deepEqual(fitting, category === 1 ? ['S3', 'S4'] : ['S8'], String(category));
      assert.equal(scheduleConflict(category, null), null);
    }
    for (const schedule of PRODUCT_SCHEDULES) assert.equal(scheduleConflict(null, schedule), null);
  });

  // THC, CBD, and the categories that the share of CBD lets stand: with two points more on either side, for what labels round.
  for (const [thc, cbd, categories, others = []] of [
    ['4', '96', [1, 2]],
    ['4.1', '95.9', [2]],
    ['42', '58', [2, 3]],
    ['42.1', '57.9', [3]],
    ['38', '62', [2, 3]],
    ['37.9', '62.1', [2]],
    ['62', '38', [3, 4]],
    ['62.1', '37.9', [4]],
    ['58', '42', [3, 4]],
    ['57.9', '42.1', [3]],
    ['96', '4', [4, 5]],
    ['95.9', '4.1', [4]],
    ['100', '0', [4, 5]],
    ['0', '100', [1, 2]],
    ['0', '0', [1, 2, 3, 4, 5]],
    // A bound is a range: anything that it allows may be so.
    ['22', '<1', [4, 5]],
    ['<1', '22', [1, 2]],
    ['>10', '10', [3, 4, 5]],
    ['10', '>10', [1, 2, 3]],
    ['>10', '>10', [1, 2, 3, 4, 5]],
    // Further cannabinoids count beside THC.
    ['1', '100', [2], ['30']],
    ['1', '100', [1, 2], ['<30']],
  ] as const) {
    it(`may be ${categories.join(', ')} of THC ${thc} and CBD ${cbd} ${others.join()}`, () => {
      const printed = { thc: amount(thc), cbd: amount(cbd), others: others.map(amount) };
      const fitting = TGA_CATEGORIES.filter((category) => categoryConflict(category, printed) === null);
      assert.deepEqual(fitting, categories);
    });
  }

  it('is contradicted by no share that is not known', () => {
    const known = amount('10');
    assert.equal(categoryConflict(1, { thc: known, cbd: null, others: [] }), null);
    assert.equal(categoryConflict(5, { thc: null, cbd: known, others: [] }), null);
    assert.equal(categoryConflict(null, { thc: known, cbd: known, others: [] }), null);
  });
});
