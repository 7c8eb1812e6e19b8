import { type ComparedProduct, compareProducts } from '../../../domain/catalogue/compare/compare-products.js';
import type { CatalogueScope } from '../../../models/repositories/catalogue/slice.js';
import type { WatchedProduct } from '../../../models/repositories/catalogue/stock-alerts.js';
import { comparableProducts } from '../comparable-products.js';
import type { SupplierMappings } from '../mappings.js';

/** The products that are like one and are offered, the cheapest first; with itself where it is offered. */
export type LikeProducts = (productId: string) => readonly ComparedProduct[];

/** Reads once what is offered in the dose forms of these products, and groups it as a comparison does. */
export async function readLikeProducts(
  scope: CatalogueScope,
  known: Awaited<ReturnType<SupplierMappings>>,
  clinicId: string,
  products: readonly WatchedProduct[],
): Promise<LikeProducts> {
  if (products.length === 0) return () => [];
  const forms = new Set(products.map(({ content }) => content.doseForm));
  // A product whose dose form is not known is like others of which it is not known either: all have to be looked at.
  const doseForms = forms.has(null) ? [undefined] : [...forms].map((form) => form ?? undefined);
  const read = doseForms.map((doseForm) => scope.supplierProducts.listComparable({ clinicId, doseForm }));
  const offered = (await Promise.all(read)).flat();
  const ids = new Set(offered.map(({ id }) => id));
  const all = comparableProducts([...offered, ...products.filter(({ id }) => !ids.has(id))], known);
  const alike = new Map<string, readonly ComparedProduct[]>();
  for (const group of compareProducts(all, { all: true })) {
    const inOffer = group.products.filter(({ id }) => ids.has(id));
    for (const { id } of group.products) alike.set(id, inOffer);
  }
  return (productId) => alike.get(productId) ?? [];
}
