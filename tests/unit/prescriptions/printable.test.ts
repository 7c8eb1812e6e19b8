import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CatalogueContent } from '../../../src/domain/catalogue/product.js';
import type { PrintedItem } from '../../../src/domain/prescriptions/content.js';
import { unprintable } from '../../../src/domain/prescriptions/printable.js';
import { printedMedicine } from '../../../src/domain/prescriptions/products/printed-medicine.js';
import { aContent } from '../../support/prescriptions/a-content.js';
import { aProductItem } from '../../support/prescriptions/a-product-item.js';

const TERMS = {
  ...{ id: 'item', directions: 'Take 0.25 mL twice a day.', quantity: 1, quantityText: '1 (one) pack of 30 mL' },
  ...{ repeats: 0, repeatsText: '0 (nil)', repeatIntervalDays: null, authorityCode: null, streamlinedCode: null },
  noSubstitution: false,
} as const;

/** Fonts without a character for a snowman. */
const missing = (text: string) => [...text].filter((character) => character === '☃');

describe('what no document could print of a product', () => {
  const fields = (changes: Partial<CatalogueContent>) => {
    const medicine = printedMedicine(aProductItem(changes), null);
    assert.ok('product' in medicine);
    const item: PrintedItem = { ...TERMS, ...medicine };
    return unprintable(aContent({ items: [item] }), missing).map(({ field }) => field);
  };

  it('is nothing of an ordinary one', () => assert.deepEqual(fields({}), []));

  it('is a character without a font, or one that turns its text round, in each text of its list', () => {
    for (const text of ['30 mL ☃', '30 \u202emL']) {
      const texts: readonly Partial<CatalogueContent>[] = [
        { pack: { size: 30, unit: 'mL', text } },
        { productCode: text },
        { productName: text },
        { strength: text },
      ];
      for (const changes of texts)
        assert.deepEqual(fields(changes), ['prescribed_supplier_products.0.product'], JSON.stringify(changes));
    }
  });
});
