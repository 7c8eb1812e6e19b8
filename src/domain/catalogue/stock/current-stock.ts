import type { ProductContent } from '../product.js';

/** Whose stock is meant: the clinic's own, where it counts that product, else the supplier's; on the wire. */
export const STOCK_BASES = ['clinic', 'supplier'] as const;
export type StockBasis = (typeof STOCK_BASES)[number];

export interface CurrentStock {
  /** In packs; null where nobody says. */
  readonly stock: number | null;
  readonly basis: StockBasis;
}

/**
 * What there is of a product.
 * @param onHand the clinic's own; null where it counts none
 */
export function currentStockOf(
  { stockQuantity, stockStatus }: Pick<ProductContent, 'stockQuantity' | 'stockStatus'>,
  onHand: number | null,
): CurrentStock {
  if (onHand !== null) return { stock: onHand, basis: 'clinic' };
  // Lists that have words instead of numbers say that there is none.
  const stock = stockQuantity ?? (stockStatus === 'out_of_stock' ? 0 : null);
  return { stock, basis: 'supplier' };
}
