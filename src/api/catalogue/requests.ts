import { PRODUCT_ORDERS, type ProductOrder } from '../../domain/catalogue/products-query.js';
import { invalid } from '../../domain/errors.js';

/** At which stock the clinic wants to reorder. */
export interface ReorderLevelBody {
  /**
   * Null takes it away.
   * @isInt
   * @minimum 0
   * @maximum 1000000
   */
  reorder_level: number | null;
}

/** In what order products are wanted; `-` in front: the greatest first. */
export type ProductSort =
  | 'name'
  | '-name'
  | 'price'
  | '-price'
  | 'price_per_mg'
  | '-price_per_mg'
  | 'thc'
  | '-thc'
  | 'cbd'
  | '-cbd'
  | 'stock'
  | '-stock'
  | 'updated'
  | '-updated';

export function reorderLevelOf({ reorder_level: level }: ReorderLevelBody): number | null {
  return level;
}

/** `-price` → the greatest first. @throws DomainError validation_failed */
export function readOrder(sort: ProductSort | undefined): {
  readonly order: ProductOrder;
  readonly descending: boolean;
} {
  const descending = sort?.startsWith('-') ?? false;
  const name = descending ? sort?.slice(1) : (sort ?? 'name');
  const order = PRODUCT_ORDERS.find((one) => one === name);
  if (!order) throw invalid('sort', `Use one of ${PRODUCT_ORDERS.join(', ')}, with - in front for the greatest first.`);
  return { order, descending };
}

/** @throws DomainError validation_failed */
export function readActive(active: string | undefined): boolean | undefined {
  if (active === 'all') return undefined;
  if (active === undefined || active === 'true') return true;
  if (active === 'false') return false;
  throw invalid('active', 'Use true, false or all.');
}
