import type { ProductContent, StockStatus } from './product.js';

/** What a supplier has of a product may be little for this clinic: at or under the stock at which it reorders it is `low`. */
export function stockStatusOf(
  { stockStatus, stockQuantity }: Pick<ProductContent, 'stockStatus' | 'stockQuantity'>,
  reorderLevel: number | null,
): StockStatus {
  const isLow = reorderLevel !== null && stockQuantity !== null && stockQuantity <= reorderLevel;
  return stockStatus === 'in_stock' && isLow ? 'low' : stockStatus;
}
