import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CatalogueContent, StockStatus } from '../../../src/domain/catalogue/product.js';
import { reorderOfferOf } from '../../../src/domain/catalogue/stock/reorder-offer.js';
import { aProduct } from '../../support/catalogue/stored-product.js';

const mL = (size: number): Partial<CatalogueContent> => ({ pack: { size, unit: 'mL', text: `${size} mL` } });
const offered = (id: string, stockStatus: StockStatus, changes: Partial<CatalogueContent> = {}) => ({
  ...{ id, supplier: `supplier of ${id}`, stockStatus },
  content: aProduct(changes),
});
const PRODUCT = { id: 'own', content: aProduct(mL(30)) };

describe('of whom to order', () => {
  // The cheapest first, as a comparison has them.
  for (const [what, alike, expected] of [
    ['the cheapest that has it', [offered('a', 'in_stock', mL(60)), offered('own', 'in_stock')], ['a', 4]],
    ['not the cheapest that has none', [offered('a', 'out_of_stock', mL(60)), offered('own', 'low')], ['own', 7]],
    ['somebody who has it before somebody who says nothing', [offered('a', 'unknown'), offered('b', 'low')], ['b', 7]],
    ['somebody who says nothing where nobody says that it is there', [offered('a', 'unknown', mL(10))], ['a', 21]],
    ['nobody where all are out', [offered('own', 'out_of_stock'), offered('a', 'out_of_stock')], null],
    ['nobody where nothing is offered', [], null],
    // 7 × 30 mL are 10.5 of 20 mL, by mg and by mL.
    ['by mg, rounded up', [offered('a', 'in_stock', mL(20))], ['a', 11]],
    [
      'by the pack where the strength is not known',
      [offered('a', 'in_stock', { ...mL(20), thc: null, cbd: null })],
      ['a', 11],
    ],
    [
      'not where a mL would be taken for a gram',
      [
        offered('a', 'in_stock', { thc: null, cbd: null, pack: { size: 20, unit: 'g', text: '20 g' } }),
        offered('b', 'low'),
      ],
      ['b', 7],
    ],
    [
      'itself, pack by pack, where it has none that can be read',
      [offered('own', 'in_stock', { pack: null })],
      ['own', 7],
    ],
  ] as const) {
    it(`is ${what}`, () => {
      const offer = reorderOfferOf(PRODUCT, alike, 7);
      assert.deepEqual(offer && [offer.product.id, offer.packs], expected);
    });
  }
});
