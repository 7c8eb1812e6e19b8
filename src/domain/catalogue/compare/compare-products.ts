import { type PriceBasis, pricedAmountOf } from '../price-per.js';
import type { CatalogueContent, StockStatus } from '../product.js';
import { divideHalfUp } from '../reading/decimal.js';
import { type Likeness, likenessOf, type Match } from './likeness.js';

/** A product that may be compared with those of other suppliers. */
export interface ComparedProduct {
  readonly id: string;
  readonly supplier: string;
  readonly supplierName: string;
  readonly content: CatalogueContent;
  /** For this clinic. */
  readonly stockStatus: StockStatus;
}

/** Products that are alike, and which of them is the best price. */
export interface ProductComparison {
  readonly genericName: string | null;
  readonly match: Match;
  /** The cheapest first; those whose price cannot be compared last. */
  readonly products: readonly ComparedProduct[];
  readonly best: BestPrice | null;
}

export interface BestPrice {
  readonly product: ComparedProduct;
  /** In minor units: what the rate of the next supplier that has stock would add to the best one's pack; 0 without one. */
  readonly savings: number;
}

/** A product without known ingredients or strength. */
const ALONE = 'Its ingredients or its strength are not known: it is compared with no other product.';

/**
 * Products that are alike, group by group, in the order of their first products. Groups of one supplier are left out unless `all`: then
 * each product stands in exactly one group. The best is the lowest price per mg, else per unit, of those that are not out of stock, in
 * whole arithmetic; what cannot be computed never wins.
 */
export function compareProducts(
  products: readonly ComparedProduct[],
  { all = false }: { readonly all?: boolean } = {},
): readonly ProductComparison[] {
  const groups = new Map<string, { readonly match: Match; readonly products: ComparedProduct[] }>();
  for (const product of products) {
    const { key, match } = likenessOf(product.content) ?? aloneOf(product);
    const group = groups.get(key) ?? { match, products: [] };
    group.products.push(product);
    groups.set(key, group);
  }
  return [...groups.values()]
    .filter((group) => all || new Set(group.products.map(({ supplier }) => supplier)).size > 1)
    .map(comparisonOf);
}

/**
 * The group of one product among others: for its alternatives, and for the cheapest supplier that has it (`best`). The product itself
 * belongs to the group whether or not it is among the others.
 */
export function compareGroupOf(product: ComparedProduct, others: readonly ComparedProduct[]): ProductComparison {
  const { key, match } = likenessOf(product.content) ?? aloneOf(product);
  const alike = others.filter(({ id, content }) => id !== product.id && likenessOf(content)?.key === key);
  return comparisonOf({ match, products: [product, ...alike] });
}

function aloneOf({ id, content }: ComparedProduct): Likeness {
  const { doseForm, strengthUnit } = content;
  return { key: id, match: { doseForm, thc: null, cbd: null, strengthUnit, reasons: [ALONE] } };
}

interface Rated {
  readonly product: ComparedProduct;
  /** Of what the wholesale price is the price; null where it cannot be compared. */
  readonly amount: bigint | null;
}

function comparisonOf({ match, products }: Pick<ProductComparison, 'match' | 'products'>): ProductComparison {
  const basis = basisOf(products.filter(isOffered)) ?? basisOf(products);
  const rated = products.map((product) => ({ product, amount: basis && pricedAmountOf(product.content, basis) }));
  const ranked = rated.toSorted((one, other) => byRate(one, other) || (one.product.id < other.product.id ? -1 : 1));
  const genericName = products.map(({ content }) => content.genericName).find((name) => name !== null) ?? null;
  return { genericName, match, products: ranked.map(({ product }) => product), best: bestOf(ranked) };
}

function isOffered({ stockStatus }: ComparedProduct): boolean {
  return stockStatus !== 'out_of_stock';
}

/** By mg where one price per mg is known, else by the unit of the packs. Null where none is, or where a mL would stand beside a gram. */
function basisOf(products: readonly ComparedProduct[]): PriceBasis | null {
  if (products.some(({ content }) => pricedAmountOf(content, 'mg') !== null)) return 'mg';
  const units = new Set(products.flatMap(({ content }) => (content.pack ? [content.pack.unit] : [])));
  const [unit] = units;
  return units.size === 1 && unit ? unit : null;
}

/** Cents for each of an amount, compared without a division: a / b < c / d is a × d < c × b. */
function byRate(one: Rated, other: Rated): number {
  if (one.amount === null || other.amount === null) {
    return Number(one.amount === null) - Number(other.amount === null);
  }
  const left = BigInt(one.product.content.wholesalePrice) * other.amount;
  const right = BigInt(other.product.content.wholesalePrice) * one.amount;
  return left === right ? 0 : left < right ? -1 : 1;
}

function bestOf(ranked: readonly Rated[]): BestPrice | null {
  const offered = ranked.filter(({ product, amount }) => amount !== null && isOffered(product));
  const [best] = offered;
  if (!best || best.amount === null) return null;
  const next = offered.find(({ product }) => product.supplier !== best.product.supplier);
  if (!next || next.amount === null) return { product: best.product, savings: 0 };
  const atNext = divideHalfUp(BigInt(next.product.content.wholesalePrice) * best.amount, next.amount);
  return { product: best.product, savings: Number(atNext) - best.product.content.wholesalePrice };
}
