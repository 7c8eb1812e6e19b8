import type { UserActor } from '../../../domain/actor.js';
import { notFound } from '../../../domain/errors.js';
import type { CatalogueScope } from '../../../models/repositories/catalogue/slice.js';
import type { MovementsFilter, StockMovement } from '../../../models/repositories/catalogue/stock-movements.js';
import type { UnitOfWork } from '../../../models/scope.js';

/** The movements of a clinic's own stock of a product, the latest first. @throws DomainError not_found */
export function listStockMovements({ unitOfWork }: { readonly unitOfWork: UnitOfWork<CatalogueScope> }) {
  return (actor: UserActor, clinicId: string, filter: MovementsFilter): Promise<readonly StockMovement[]> =>
    unitOfWork.withScope(actor, async (scope) => {
      if (!(await scope.supplierProducts.find(filter.productId, clinicId))) throw notFound('Product');
      return scope.stockMovements.list(filter);
    });
}
