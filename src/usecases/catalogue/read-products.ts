import type { UserActor } from '../../domain/actor.js';
import type { ComparedProduct } from '../../domain/catalogue/compare/compare-products.js';
import type { ProductsQuery } from '../../domain/catalogue/products-query.js';
import { notFound } from '../../domain/errors.js';
import type { CatalogueScope } from '../../models/repositories/catalogue/slice.js';
import type {
  CatalogueProduct,
  PriceChange,
  StockChange,
} from '../../models/repositories/catalogue/supplier-products.js';
import type { UnitOfWork } from '../../models/scope.js';
import { supplierNameOf } from './comparable-products.js';
import { readCompareGroup } from './compare-products.js';
import type { SupplierMappings } from './mappings.js';
import { noteStockAlerts } from './stock/note-alerts.js';

export type {
  CatalogueProduct,
  PriceChange,
  StockChange,
} from '../../models/repositories/catalogue/supplier-products.js';

interface Deps {
  readonly unitOfWork: UnitOfWork<CatalogueScope>;
  readonly mappings: SupplierMappings;
}

/** A product with the company that supplies it. */
export interface NamedProduct extends CatalogueProduct {
  /** Of the supplier's mapping; its key where there is none any more. */
  readonly supplierName: string;
}

export interface ProductDetails extends NamedProduct {
  readonly raw: Readonly<Record<string, string>>;
  readonly prices: readonly PriceChange[];
  readonly stocks: readonly StockChange[];
  /** Like products of other suppliers, the cheapest first. */
  readonly alternatives: readonly ComparedProduct[];
}

/** Products of a clinic's catalogue. No patient is named: that is no row of the audit. */
export function listProducts({ unitOfWork, mappings }: Deps) {
  return (actor: UserActor, query: ProductsQuery): Promise<readonly NamedProduct[]> =>
    unitOfWork.withScope(actor, async (scope) => {
      const [known, products] = await Promise.all([
        mappings(scope, query.clinicId),
        scope.supplierProducts.list(query),
      ]);
      return products.map((product) => ({ ...product, supplierName: supplierNameOf(product.supplier, known) }));
    });
}

/** One product with its histories, also one that is not active any more. @throws DomainError not_found */
export function readProduct({ unitOfWork, mappings }: Deps) {
  return (actor: UserActor, clinicId: string, id: string): Promise<ProductDetails> =>
    unitOfWork.withScope(actor, (scope) => detailsOf(scope, mappings, clinicId, id));
}

/**
 * Says at which stock a clinic wants to reorder a product; null takes it away. Everything else of a product is changed by imports alone.
 * @throws DomainError not_found
 */
export function setReorderLevel({ unitOfWork, mappings, now }: Deps & { readonly now: () => Date }) {
  return (actor: UserActor, clinicId: string, id: string, level: number | null): Promise<ProductDetails> =>
    unitOfWork.withScope(actor, async (scope) => {
      if (!(await scope.supplierProducts.setReorderLevel(id, clinicId, level))) throw notFound('Product');
      await noteStockAlerts(scope, { clinicId, productId: id }, { at: now(), isSilent: true });
      const about = { entity: 'supplier_product', entityId: id, clinicId } as const;
      await scope.audit.record({ ...about, action: 'supplier_product.reorder_level_set', details: { level } }, now());
      return detailsOf(scope, mappings, clinicId, id);
    });
}

async function detailsOf(
  scope: CatalogueScope,
  mappings: SupplierMappings,
  clinicId: string,
  id: string,
): Promise<ProductDetails> {
  const product = await scope.supplierProducts.find(id, clinicId);
  if (!product) throw notFound('Product');
  const [known, raw, prices, stocks, group] = await Promise.all([
    mappings(scope, clinicId),
    scope.supplierProducts.rawOf(product),
    scope.supplierProducts.listPrices(id),
    scope.supplierProducts.listStocks(id),
    readCompareGroup(scope, mappings, product),
  ]);
  const alternatives = group.products.filter(({ supplier }) => supplier !== product.supplier);
  return { alternatives, ...product, supplierName: supplierNameOf(product.supplier, known), raw, prices, stocks };
}
