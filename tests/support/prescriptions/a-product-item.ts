import type { CatalogueContent } from '../../../src/domain/catalogue/product.js';
import type { PrescribedItem } from '../../../src/domain/prescriptions/item.js';
import { productAsMedicine } from '../../../src/domain/prescriptions/products/product-as-medicine.js';
import { cannabisOfProduct } from '../../../src/domain/prescriptions/products/product-ingredients.js';
import { aProduct } from '../catalogue/stored-product.js';
import { anItem } from './law-facts.js';

/** A product of a supplier as its list describes it. */
export function offered(changes: Partial<CatalogueContent> = {}, active = true) {
  return {
    id: 'product',
    supplier: 'botanitech',
    supplierName: 'Cann Group Limited',
    active,
    content: aProduct(changes),
  };
}

/** A pack of a product of a supplier, prescribed once. */
export function aProductItem(
  changes: Partial<CatalogueContent> = {},
  { active = true, ...of }: Partial<PrescribedItem> & { readonly active?: boolean } = {},
): PrescribedItem {
  const { content, ...product } = offered(changes, active);
  return anItem(
    {},
    {
      drug: productAsMedicine({ ...product, content }),
      product: { ...product, content, cannabis: cannabisOfProduct(content), approval: { id: null, number: null } },
      directions: 'Take 0.25 mL twice a day.\nHold it under the tongue.',
      quantity: 1,
      ...of,
    },
  );
}
