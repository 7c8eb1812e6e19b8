import { assertValid, type FieldError } from '../../errors.js';
import type { Currency } from '../../money.js';
import type { CatalogueContent } from '../product.js';
import type { PurchaseOrderLine } from './purchase-order.js';

/** So many packs of a product. */
export interface WantedLine {
  readonly productId: string;
  readonly quantity: number;
}

/** A product as far as ordering depends on it. */
export interface OrderableProduct {
  readonly id: string;
  readonly supplier: string;
  readonly active: boolean;
  readonly content: Pick<CatalogueContent, 'productCode' | 'productName' | 'pack' | 'currency'>;
  /** Without GST, in minor units; null where no list has said a price. */
  readonly wholesalePrice: number | null;
}

/** What is ordered at prices of one currency. */
export interface OrderedLines {
  readonly currency: Currency;
  readonly lines: readonly PurchaseOrderLine[];
}

/** Longer orders are two. */
export const MOST_LINES = 500;
/** Of one line. */
export const MOST_PACKS = 100_000;

/**
 * The lines of a new order, at the prices of this moment.
 * @param products those of the clinic's catalogue that the lines name
 * @throws DomainError validation_failed on `lines`, or on the product or quantity of each line that cannot be ordered
 */
export function orderLines(
  supplier: string,
  wanted: readonly WantedLine[],
  products: readonly OrderableProduct[],
): OrderedLines {
  assertLines(wanted);
  const known = new Map(products.map((product) => [product.id, product]));
  const currency = wanted.map(({ productId }) => known.get(productId)?.content.currency).find(Boolean);
  const errors: FieldError[] = [];
  const lines = wanted.flatMap(({ productId, quantity }, at) => {
    const product = known.get(productId);
    const problem = problemOf(product, supplier, currency);
    if (problem !== null) errors.push({ field: `lines.${at}.product`, message: problem });
    if (!product || product.wholesalePrice === null) return [];
    const { productCode, productName, pack } = product.content;
    return [{ productId, productCode, productName, pack, quantity, received: 0, unitPrice: product.wholesalePrice }];
  });
  assertValid(errors);
  if (currency === undefined) throw new Error('an order without errors has a product');
  return { currency, lines };
}

/**
 * Lines of an order that is made or received: at least one, each product once, whole packs.
 * @throws DomainError validation_failed
 */
export function assertLines(wanted: readonly WantedLine[]): void {
  if (wanted.length === 0) assertValid([{ field: 'lines', message: 'An order needs at least one line.' }]);
  if (wanted.length > MOST_LINES) assertValid([{ field: 'lines', message: `Use at most ${MOST_LINES} lines.` }]);
  const seen = new Set<string>();
  const errors: FieldError[] = [];
  for (const [at, { productId, quantity }] of wanted.entries()) {
    if (seen.has(productId)) {
      errors.push({ field: `lines.${at}.product`, message: 'This product stands in an earlier line.' });
    }
    seen.add(productId);
    if (!Number.isInteger(quantity) || quantity < 1 || quantity > MOST_PACKS) {
      errors.push({ field: `lines.${at}.quantity`, message: `Use a whole number of packs from 1 to ${MOST_PACKS}.` });
    }
  }
  assertValid(errors);
}

/** Why a product cannot be ordered of this supplier; null: it can. */
function problemOf(
  product: OrderableProduct | undefined,
  supplier: string,
  currency: Currency | undefined,
): string | null {
  if (!product) return 'The catalogue has no such product.';
  if (product.supplier !== supplier) return 'This is a product of another supplier.';
  if (!product.active) return 'The supplier does not offer this product any more.';
  if (product.wholesalePrice === null) return 'This product has no price.';
  return product.content.currency === currency ? null : 'The price of this product is in another currency.';
}
