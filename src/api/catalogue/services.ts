import type { compareCatalogue } from '../../usecases/catalogue/compare-products.js';
import type { exportProducts } from '../../usecases/catalogue/export-products.js';
import type { decideSupplierImport } from '../../usecases/catalogue/imports/decide-import.js';
import type { exportImportChanges } from '../../usecases/catalogue/imports/export-changes.js';
import type { exportSupplierImports } from '../../usecases/catalogue/imports/export-imports.js';
import type { listImportChanges, listImportProblems } from '../../usecases/catalogue/imports/list-changes.js';
import type { readErrorFile } from '../../usecases/catalogue/imports/read-error-file.js';
import type { readImportFile } from '../../usecases/catalogue/imports/read-import-file.js';
import type { listSupplierImports, readSupplierImport } from '../../usecases/catalogue/imports/read-imports.js';
import type { submitPriceList } from '../../usecases/catalogue/imports/submit-price-list.js';
import type { listSuppliers } from '../../usecases/catalogue/list-suppliers.js';
import type { changePurchaseOrderStatus } from '../../usecases/catalogue/purchase-orders/change-status.js';
import type { createPurchaseOrder } from '../../usecases/catalogue/purchase-orders/create-order.js';
import type { readOrderDocument } from '../../usecases/catalogue/purchase-orders/order-document.js';
import type { listPurchaseOrders, readPurchaseOrder } from '../../usecases/catalogue/purchase-orders/read-orders.js';
import type { receivePurchaseOrder } from '../../usecases/catalogue/purchase-orders/receive-order.js';
import type { listProducts, readProduct, setReorderLevel } from '../../usecases/catalogue/read-products.js';
import type {
  changeSupplierSource,
  readSupplierSource,
  removeSupplierSource,
  runSupplierSource,
} from '../../usecases/catalogue/sources/manage-source.js';
import type { listStockMovements } from '../../usecases/catalogue/stock/list-movements.js';
import type { readStockAlerts } from '../../usecases/catalogue/stock/read-alerts.js';
import type { recordStockMovement } from '../../usecases/catalogue/stock/record-movement.js';
import type { suggestReorders } from '../../usecases/catalogue/stock/suggest-reorders.js';
import type { changeSupplierMapping, readSupplierMapping } from '../../usecases/catalogue/supplier-mappings.js';

declare module '../http/services.js' {
  interface Services {
    readonly catalogue: CatalogueServices;
    readonly supplierImports: SupplierImportServices;
    readonly suppliers: SupplierServices;
    readonly stock: StockServices;
    readonly supplierSources: SupplierSourceServices;
    readonly purchaseOrders: PurchaseOrderServices;
  }
}

export interface CatalogueServices {
  readonly list: ReturnType<typeof listProducts>;
  readonly read: ReturnType<typeof readProduct>;
  readonly export: ReturnType<typeof exportProducts>;
  readonly setReorderLevel: ReturnType<typeof setReorderLevel>;
  readonly compare: ReturnType<typeof compareCatalogue>;
}

export interface SupplierImportServices {
  readonly submit: ReturnType<typeof submitPriceList>;
  readonly list: ReturnType<typeof listSupplierImports>;
  readonly export: ReturnType<typeof exportSupplierImports>;
  readonly read: ReturnType<typeof readSupplierImport>;
  readonly decide: ReturnType<typeof decideSupplierImport>;
  readonly changes: ReturnType<typeof listImportChanges>;
  readonly exportChanges: ReturnType<typeof exportImportChanges>;
  readonly problems: ReturnType<typeof listImportProblems>;
  readonly errorFile: ReturnType<typeof readErrorFile>;
  readonly file: ReturnType<typeof readImportFile>;
}

export interface PurchaseOrderServices {
  readonly create: ReturnType<typeof createPurchaseOrder>;
  readonly list: ReturnType<typeof listPurchaseOrders>;
  readonly read: ReturnType<typeof readPurchaseOrder>;
  readonly changeStatus: ReturnType<typeof changePurchaseOrderStatus>;
  readonly receive: ReturnType<typeof receivePurchaseOrder>;
  readonly document: ReturnType<typeof readOrderDocument>;
}

export interface StockServices {
  readonly record: ReturnType<typeof recordStockMovement>;
  readonly movements: ReturnType<typeof listStockMovements>;
  readonly alerts: ReturnType<typeof readStockAlerts>;
  readonly reorders: ReturnType<typeof suggestReorders>;
}

export interface SupplierServices {
  readonly list: ReturnType<typeof listSuppliers>;
  readonly read: ReturnType<typeof readSupplierMapping>;
  readonly change: ReturnType<typeof changeSupplierMapping>;
}

export interface SupplierSourceServices {
  readonly read: ReturnType<typeof readSupplierSource>;
  readonly change: ReturnType<typeof changeSupplierSource>;
  readonly remove: ReturnType<typeof removeSupplierSource>;
  readonly run: ReturnType<typeof runSupplierSource>;
}
