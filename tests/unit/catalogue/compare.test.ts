import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type ComparedProduct,
  compareGroupOf,
  compareProducts,
} from '../../../src/domain/catalogue/compare/compare-products.js';
import { boundsOf, likenessOf } from '../../../src/domain/catalogue/compare/likeness.js';
import { pricesPer } from '../../../src/domain/catalogue/price-per.js';
import type { CatalogueContent } from '../../../src/domain/catalogue/product.js';

const OIL: CatalogueContent = {
  productCode: null,
  productName: 'Oil',
  brandName: null,
  genericName: 'medicinal cannabis',
  description: null,
  strength: 'THC 10 mg/mL : CBD 15 mg/mL',
  thc: 10,
  cbd: 15,
  thcBound: 'exact',
  cbdBound: 'exact',
  strengthUnit: 'mg/mL',
  activeIngredients: [],
  doseForm: 'oral_liquid',
  pack: { size: 30, unit: 'mL', text: '30 mL' },
  artgNo: null,
  gtin: null,
  category: null,
  tgaCategory: null,
  accessMechanism: null,
  poisonSchedule: null,
  strainType: null,
  cultivar: null,
  terpenes: null,
  wholesalePrice: 7_500,
  retailPrice: null,
  stockQuantity: 5,
  stockStatus: 'in_stock',
  currency: 'aud',
  pricePerMg: null,
  pricePerUnit: null,
  priceNote: null,
};

function product(supplier: string, change: Partial<CatalogueContent> = {}): ComparedProduct {
  const said = { ...OIL, ...change };
  const content = { ...said, ...pricesPer(said) };
  return {
    id: `${supplier}-${content.wholesalePrice}`,
    supplier,
    supplierName: supplier,
    content,
    stockStatus: content.stockStatus,
  };
}
const suppliers = (products: readonly ComparedProduct[], all = false) =>
  compareProducts(products, { all }).map((group) => group.products.map(({ supplier }) => supplier).join(' '));

describe('products that are compared', () => {
  it('are alike in dose form, unit, THC and CBD to one decimal, of two suppliers or more', () => {
    assert.deepEqual(suppliers([product('a'), product('b', { thc: 10.04, wholesalePrice: 7_400 })]), ['b a']);
    for (const other of [
      { thc: 10.1 },
      { doseForm: 'inhalation_liquid' },
      { strengthUnit: 'mg/g' },
      { currency: 'usd' },
      { cbd: null },
    ] as const) {
      assert.deepEqual(suppliers([product('a'), product('b', other)]), [], JSON.stringify(other));
      assert.equal(suppliers([product('a'), product('b', other)], true).length, 2);
    }
    assert.deepEqual(suppliers([product('a'), product('a', { wholesalePrice: 1 })]), []);
  });

  it('take a trace, and a part that is printed as below, for nothing', () => {
    const herb = {
      doseForm: 'dried_herb',
      strengthUnit: 'mg/g',
      pack: { size: 10, unit: 'g', text: '10 g' },
      thc: 220,
    } as const;
    const products = [
      product('a', { ...herb, cbd: 0 }),
      product('b', { ...herb, cbd: 10, cbdBound: 'below', wholesalePrice: 7_501 }),
      product('c', { ...herb, cbd: 4.4, wholesalePrice: 7_502 }),
      product('d', { ...herb, cbd: 4.5, wholesalePrice: 7_503 }),
    ];
    // 4.4 of 224.4 is 1.96 %, 4.5 of 224.5 is 2.004 %.
    assert.deepEqual(suppliers(products), ['c a b']);
    const cbdOf = (thc: number) => likenessOf({ ...OIL, thc, cbd: 2 })?.match.cbd;
    assert.deepEqual([98, 98.1].map(cbdOf), [2, 0], '2 % is no trace, less is one');
  });

  it('without cannabinoids have the same ingredients in the same strength', () => {
    const other = { thc: null, cbd: null, strengthUnit: null, strength: null, genericName: null } as const;
    for (const [one, two, alike] of [
      [{ activeIngredients: ['Paracetamol 500mg'] }, { activeIngredients: ['paracetamol 500 mg'] }, true],
      [{ activeIngredients: ['Paracetamol 500mg'] }, { activeIngredients: ['Paracetamol'], strength: '500 mg' }, true],
      [{ activeIngredients: ['Paracetamol 500mg'] }, { genericName: 'Paracetamol 500mg' }, true],
      [{ activeIngredients: ['A 5 mg', 'B 8 mg'] }, { activeIngredients: ['b 8mg', 'a 5mg'] }, true],
      [{ activeIngredients: ['A 5 mg', 'B 8 mg'] }, { activeIngredients: ['A 8 mg', 'B 5 mg'] }, false],
      [{ activeIngredients: ['A 5 mg', 'B 8 mg'] }, { activeIngredients: ['A 5 mg'] }, false],
      [
        { activeIngredients: ['A', 'B'], strength: '5/8 mg' },
        { activeIngredients: ['B', 'A'], strength: '5/8mg' },
        true,
      ],
      [{ activeIngredients: ['A'], strength: '2.5 mg' }, { activeIngredients: ['A'], strength: '25 mg' }, false],
      [{ activeIngredients: ['A'], strength: '5 mg' }, { activeIngredients: ['A'], strength: '250 mg' }, false],
      [{ activeIngredients: ['A'], strength: '5 mg' }, { activeIngredients: ['A'], strength: '5 mL' }, false],
      // Cannabis of which nobody could read how strong it is.
      [
        { genericName: 'medicinal cannabis', strength: '10/15' },
        { genericName: 'medicinal cannabis', strength: '10/15' },
        false,
      ],
      [{ genericName: 'Oil 1', tgaCategory: 5 }, { genericName: 'Oil 1', tgaCategory: 5 }, false],
      // Nothing says how strong they are.
      [{ activeIngredients: ['A'] }, { activeIngredients: ['A'] }, false],
      [{ genericName: 'medicinal cannabis' }, { genericName: 'medicinal cannabis' }, false],
      [{ strength: '500 mg' }, { strength: '500 mg' }, false],
    ] as const) {
      const groups = compareProducts([product('a', { ...other, ...one }), product('b', { ...other, ...two })]);
      assert.equal(groups.length, alike ? 1 : 0, JSON.stringify([one, two]));
      if (alike) assert.match(groups[0]?.match.reasons.join(' ') ?? '', /same ingredients in the same strength/);
    }
    const [alone] = compareProducts([product('a', other)], { all: true });
    assert.match(alone?.match.reasons.join() ?? '', /not known: it is compared with no other product/);
  });

  it('are best by the price of a mg, whatever the pack, with what the next one would cost more', () => {
    const large = product('b', { pack: { size: 50, unit: 'mL', text: '50 mL' }, wholesalePrice: 10_000 });
    const [group] = compareProducts([product('a'), large, product('c', { wholesalePrice: 9_000 })]);
    assert.equal(group?.best?.product.supplier, 'b');
    // 75.00 for 30 mL is 125.00 for 50 mL.
    assert.equal(group?.best?.savings, 2_500);
    assert.deepEqual(
      group?.products.map(({ supplier }) => supplier),
      ['b', 'a', 'c'],
    );
  });

  it('save what another supplier would cost more, not a further product of the best one', () => {
    const [group] = compareProducts(
      [7_500, 7_600]
        .map((wholesalePrice) => product('a', { wholesalePrice }))
        .concat(product('b', { wholesalePrice: 8_000 })),
    );
    assert.deepEqual([group?.best?.product.id, group?.best?.savings], ['a-7500', 500]);
  });

  it('are not best where there is none left, or nothing can be computed', () => {
    const cheap = product('a', { wholesalePrice: 100, stockStatus: 'out_of_stock', stockQuantity: 0 });
    const unclear = product('b', { wholesalePrice: 100, pack: null });
    const [group] = compareProducts([cheap, unclear, product('c')]);
    assert.deepEqual([group?.best?.product.supplier, group?.best?.savings], ['c', 0]);
    assert.equal(group?.products.at(-1)?.supplier, 'b');
    assert.equal(compareProducts([cheap, unclear])[0]?.best, null);
  });

  it('are compared by the unit of their packs where no offered one has a price per mg, and never a mL with a gram', () => {
    const inGrams = { pack: { size: 30, unit: 'g', text: '30 g' } } as const;
    const gone = product('a', { wholesalePrice: 1, stockStatus: 'out_of_stock' });
    const [byUnit] = compareProducts([
      gone,
      product('b', inGrams),
      product('c', { ...inGrams, wholesalePrice: 7_200 }),
    ]);
    assert.deepEqual([byUnit?.best?.product.supplier, byUnit?.best?.savings], ['c', 300]);
    const unclear = { strengthUnit: 'mg/g' } as const;
    const [mixed] = compareProducts([
      product('a', unclear),
      product('b', { ...unclear, pack: { size: 90, unit: 'unit', text: '' } }),
    ]);
    assert.equal(mixed?.best, null);
  });

  it('are best where nobody says whether they are in stock, and where little is left', () => {
    for (const stockStatus of ['unknown', 'low'] as const) {
      const [group] = compareProducts([product('a', { stockStatus, wholesalePrice: 1 }), product('b')]);
      assert.equal(group?.best?.product.supplier, 'a');
    }
  });

  it('save to the cent, half up', () => {
    const pack = (size: number) => ({ pack: { size, unit: 'mL', text: '' } }) as const;
    for (const [size, next, savings] of [
      // 75.05 for 20 mL is 37.525 for 10 mL.
      [20, 7_505, 53],
      [20, 7_504, 52],
      [3, 2_100, 3_300],
    ] as const) {
      const best = product('a', { ...pack(10), wholesalePrice: 3_700 });
      const [group] = compareProducts([best, product('b', { ...pack(size), wholesalePrice: next })]);
      assert.deepEqual([group?.best?.product.supplier, group?.best?.savings], ['a', savings], `${size} ${next}`);
    }
  });

  it('are the group of one product, which need not be offered any more', () => {
    const mine = product('a', { wholesalePrice: 9_000 });
    const others = [product('b'), product('b', { thc: 20 }), product('a', { wholesalePrice: 8_000 }), mine];
    const { products, best } = compareGroupOf(mine, others);
    assert.deepEqual(
      products.map(({ id }) => id),
      ['b-7500', 'a-8000', 'a-9000'],
    );
    assert.equal(best?.product.id, 'b-7500');
    assert.deepEqual(compareGroupOf(mine, []).products, [mine]);
    const nobody = { thc: null, cbd: null } as const;
    assert.equal(compareGroupOf(product('a', nobody), [product('b', nobody)]).products.length, 1);
  });

  it('are within the bounds of their match, as the database is asked for them', () => {
    const fits = (content: Partial<CatalogueContent>, of: Partial<CatalogueContent>) => {
      const bounds = boundsOf(likenessOf({ ...OIL, ...of })?.match ?? assert.fail('it has a likeness'));
      const { thc, cbd } = { ...OIL, ...content };
      const within = (value: number | null, least = -1, most = 1e9) =>
        value !== null && value >= least && value <= most;
      return within(thc, bounds.thcMin, bounds.thcMax) && within(cbd, bounds.cbdMin, bounds.cbdMax);
    };
    for (const thc of [9.95, 10, 10.0499]) assert.ok(fits({ thc }, {}), `${thc}`);
    assert.ok(!fits({ thc: 11 }, {}));
    assert.ok(fits({ cbd: 0.19 }, { cbd: 0 }), 'a trace');
    assert.ok(fits({ cbd: 5, cbdBound: 'below' }, { cbd: 0 }));
  });

  it('are compared in whole arithmetic: a third of a cent decides', () => {
    const third = { pack: { size: 3, unit: 'mL', text: '3 mL' } } as const;
    const [group] = compareProducts([
      product('a', { ...third, wholesalePrice: 1_000 }),
      product('b', { pack: { size: 2.999, unit: 'mL', text: '2.999 mL' }, wholesalePrice: 1_000 }),
    ]);
    assert.equal(group?.best?.product.supplier, 'a');
    // 10.00 / 2.999 x 3 = 10.0033
    assert.equal(group?.best?.savings, 0);
  });
});
