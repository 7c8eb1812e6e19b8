import type { Binding, ScopeOf } from '../../scope.js';
import { PurchaseOrderRepository } from './purchase-orders.js';
import { StagedPriceListRepository } from './staged-price-lists.js';
import { StockAlertRepository } from './stock-alerts.js';
import { StockMovementRepository } from './stock-movements.js';
import { SupplierImportRepository } from './supplier-imports.js';
import { SupplierListRepository } from './supplier-lists.js';
import { SupplierMappingRepository } from './supplier-mappings.js';
import { SupplierProductRepository } from './supplier-products.js';
import { SupplierSourceRepository } from './supplier-sources.js';

/** What this context adds to a transaction's scope. */
export const catalogueRepositories = {
  purchaseOrders: ({ db }: Binding) => new PurchaseOrderRepository(db),
  supplierLists: ({ db }: Binding) => new SupplierListRepository(db),
  supplierImports: ({ db }: Binding) => new SupplierImportRepository(db),
  supplierMappings: ({ db }: Binding) => new SupplierMappingRepository(db),
  supplierSources: ({ db, keys }: Binding) => new SupplierSourceRepository(db, keys),
  supplierProducts: ({ db }: Binding) => new SupplierProductRepository(db),
  stockAlerts: ({ db }: Binding) => new StockAlertRepository(db),
  stockMovements: ({ db }: Binding) => new StockMovementRepository(db),
  stagedPriceLists: ({ db }: Binding) => new StagedPriceListRepository(db),
};

export type CatalogueScope = ScopeOf<typeof catalogueRepositories>;

declare module '../../scope.js' {
  interface WholeScope extends CatalogueScope {}
}
