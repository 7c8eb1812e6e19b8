import type { UserActor } from '../../domain/actor.js';
import {
  compareGroupOf,
  compareProducts,
  type ProductComparison,
} from '../../domain/catalogue/compare/compare-products.js';
import { boundsOf, likenessOf } from '../../domain/catalogue/compare/likeness.js';
import type { DoseForm } from '../../domain/catalogue/product.js';
import { notFound } from '../../domain/errors.js';
import type { CatalogueScope } from '../../models/repositories/catalogue/slice.js';
import type { CatalogueProduct } from '../../models/repositories/catalogue/supplier-products.js';
import type { UnitOfWork } from '../../models/scope.js';
import { comparableProducts } from './comparable-products.js';
import type { SupplierMappings } from './mappings.js';

interface Deps {
  readonly unitOfWork: UnitOfWork<CatalogueScope>;
  readonly mappings: SupplierMappings;
}

/** Which products are compared. */
export interface ComparisonQuery {
  readonly clinicId: string;
  /** Groups with a product that has every word of it. */
  readonly search?: string | undefined;
  /** The group of this product alone. */
  readonly product?: string | undefined;
  readonly doseForm?: DoseForm | undefined;
  /** Also groups of one supplier. */
  readonly all: boolean;
  /** Groups. */
  readonly limit: number;
}

/**
 * Like products of several suppliers side by side, the cheapest first: active ones alone. Groups stand in the order of the names of
 * their products, each group is whole whatever is searched for. No patient is named: that is no row of the audit.
 * @throws DomainError not_found for a product that the clinic does not have
 */
export function compareCatalogue({ unitOfWork, mappings }: Deps) {
  return (actor: UserActor, query: ComparisonQuery): Promise<readonly ProductComparison[]> =>
    unitOfWork.withScope(actor, async (scope) => {
      const { clinicId, doseForm, all, limit } = query;
      const wanted = await wantedOf(scope, query);
      const rows = await scope.supplierProducts.listComparable({ clinicId, doseForm });
      const groups = compareProducts(comparableProducts(rows, await mappings(scope, clinicId)), { all });
      return groups.filter(({ products }) => !wanted || products.some(({ id }) => wanted.has(id))).slice(0, limit);
    });
}

/** The products whose groups are wanted; null: all. */
async function wantedOf(scope: CatalogueScope, query: ComparisonQuery): Promise<ReadonlySet<string> | null> {
  const { clinicId, search, product, doseForm } = query;
  if (product !== undefined && !(await scope.supplierProducts.find(product, clinicId))) throw notFound('Product');
  const found = search?.trim() ? new Set(await scope.supplierProducts.listFound({ clinicId, doseForm, search })) : null;
  if (product === undefined) return found;
  return new Set(found === null || found.has(product) ? [product] : []);
}

/** The group of one product, whether or not it is active any more; the others are. */
export async function readCompareGroup(
  scope: CatalogueScope,
  mappings: SupplierMappings,
  product: CatalogueProduct,
): Promise<ProductComparison> {
  const { clinicId, content } = product;
  const known = await mappings(scope, clinicId);
  const likeness = likenessOf(content);
  const rows = likeness ? await scope.supplierProducts.listComparable({ clinicId, ...boundsOf(likeness.match) }) : [];
  const [compared, ...others] = comparableProducts([product, ...rows], known);
  if (!compared) throw new Error('a product is comparable with itself');
  return compareGroupOf(compared, others);
}
