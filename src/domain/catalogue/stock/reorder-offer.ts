import { pricedAmountOf } from '../price-per.js';
import type { CatalogueContent, StockStatus } from '../product.js';
import { convertedPacks } from './reorder.js';

/** A product that may be ordered in place of another one, because it is like it. */
export interface OfferedProduct {
  readonly id: string;
  readonly supplier: string;
  readonly content: CatalogueContent;
  readonly stockStatus: StockStatus;
}

/** Of whom to order, and how much. */
export interface ReorderOffer {
  readonly product: OfferedProduct;
  /** In packs of this product. */
  readonly packs: number;
}

const SUPPLIED: readonly (readonly StockStatus[])[] = [
  ['in_stock', 'low'],
  // Lists that say nothing of stock: only where nobody says that there is some.
  ['unknown'],
];

/**
 * The cheapest of the products that are alike whose supplier has it, its packs converted by mg and rounded up; where there is no price
 * per mg, by the unit of the packs. Null where nobody has it.
 * @param alike with the product itself where it is offered, the cheapest first
 * @param quantity in packs of the product
 */
export function reorderOfferOf(
  product: Pick<OfferedProduct, 'id' | 'content'>,
  alike: readonly OfferedProduct[],
  quantity: number,
): ReorderOffer | null {
  for (const statuses of SUPPLIED) {
    for (const other of alike.filter(({ stockStatus }) => statuses.includes(stockStatus))) {
      const packs = other.id === product.id ? quantity : packsInstead(product.content, other.content, quantity);
      if (packs !== null) return { product: other, packs };
    }
  }
  return null;
}

/** Null where packs of the two cannot be converted: a mL is no gram. */
function packsInstead(content: CatalogueContent, other: CatalogueContent, quantity: number): number | null {
  const bases = ['mg', ...(content.pack ? [content.pack.unit] : [])] as const;
  for (const basis of bases) {
    const [amount, otherAmount] = [pricedAmountOf(content, basis), pricedAmountOf(other, basis)];
    if (amount !== null && otherAmount !== null) return convertedPacks(quantity, amount, otherAmount);
  }
  return null;
}
