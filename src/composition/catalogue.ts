import { setImmediate } from 'node:timers/promises';
import type { CatalogueActivityDeps } from '../activities/catalogue.js';
import { httpDownloads } from '../adapters/downloads/http-downloads.js';
import { threadedPriceListReader } from '../adapters/spreadsheets/price-list-reader.js';
import { tableWriter } from '../adapters/spreadsheets/table-writer.js';
import { threadedWriter } from '../adapters/spreadsheets/threaded-writer.js';
import type { PurchaseOrderServices } from '../api/catalogue/services.js';
import { BUILT_IN } from '../domain/catalogue/suppliers/built-in.js';
import { catalogueRepositories } from '../models/repositories/catalogue/slice.js';
import { compareCatalogue } from '../usecases/catalogue/compare-products.js';
import { exportProducts } from '../usecases/catalogue/export-products.js';
import { decideSupplierImport } from '../usecases/catalogue/imports/decide-import.js';
import { exportImportChanges } from '../usecases/catalogue/imports/export-changes.js';
import { exportSupplierImports } from '../usecases/catalogue/imports/export-imports.js';
import { listImportChanges, listImportProblems } from '../usecases/catalogue/imports/list-changes.js';
import { readErrorFile } from '../usecases/catalogue/imports/read-error-file.js';
import { readImportFile } from '../usecases/catalogue/imports/read-import-file.js';
import { listSupplierImports, readSupplierImport } from '../usecases/catalogue/imports/read-imports.js';
import { submitPriceList } from '../usecases/catalogue/imports/submit-price-list.js';
import { listSuppliers } from '../usecases/catalogue/list-suppliers.js';
import { mappingsOf } from '../usecases/catalogue/mappings.js';
import { changePurchaseOrderStatus } from '../usecases/catalogue/purchase-orders/change-status.js';
import { createPurchaseOrder } from '../usecases/catalogue/purchase-orders/create-order.js';
import { readOrderDocument } from '../usecases/catalogue/purchase-orders/order-document.js';
import { listPurchaseOrders, readPurchaseOrder } from '../usecases/catalogue/purchase-orders/read-orders.js';
import { receivePurchaseOrder } from '../usecases/catalogue/purchase-orders/receive-order.js';
import { listProducts, readProduct, setReorderLevel } from '../usecases/catalogue/read-products.js';
import {
  changeSupplierSource,
  readSupplierSource,
  removeSupplierSource,
  runSupplierSource,
} from '../usecases/catalogue/sources/manage-source.js';
import { listStockMovements } from '../usecases/catalogue/stock/list-movements.js';
import { type MailStockAlertsDeps, mailStockAlerts } from '../usecases/catalogue/stock/mail-alerts.js';
import { readStockAlerts } from '../usecases/catalogue/stock/read-alerts.js';
import { recordStockMovement } from '../usecases/catalogue/stock/record-movement.js';
import { suggestReorders } from '../usecases/catalogue/stock/suggest-reorders.js';
import { changeSupplierMapping, readSupplierMapping } from '../usecases/catalogue/supplier-mappings.js';
import type { Core } from './core.js';
import { documentStore, scannerOf } from './documents.js';
import { mailDomainOf } from './identity.js';
import type { Manifest } from './manifest.js';

/** What suppliers and their lists are called: the built-in mappings, and those of the clinic. */
export const mappings = mappingsOf(BUILT_IN);
/** For names, redirects and all bytes of one fetched list together. */
const PULL_MS = 60_000;

/** What suppliers offer. */
export const catalogue = {
  repositories: catalogueRepositories,
  services: (core: Core) => {
    const documents = documentStore(core.settings);
    const deps = {
      ...core,
      mappings,
      documents,
      workflows: core.supplierImports,
      mailStockAlerts: mailStockAlerts(stockAlertDeps(core)),
    };
    const submitted = submittingOf(core);
    const tables = tableWriter();
    const sources = { ...deps, pulls: core.supplierPulls, allowed: core.settings.SUPPLIER_PULL_ALLOW };
    return {
      catalogue: {
        list: listProducts(deps),
        read: readProduct(deps),
        setReorderLevel: setReorderLevel(deps),
        compare: compareCatalogue(deps),
        export: exportProducts({ ...deps, tables }),
      },
      suppliers: {
        list: listSuppliers(deps),
        read: readSupplierMapping(deps),
        change: changeSupplierMapping(deps),
      },
      purchaseOrders: purchaseOrderServices(core),
      supplierSources: {
        read: readSupplierSource(deps),
        change: changeSupplierSource(sources),
        remove: removeSupplierSource(sources),
        run: runSupplierSource(sources),
      },
      stock: {
        record: recordStockMovement(deps),
        movements: listStockMovements(deps),
        alerts: readStockAlerts(deps),
        reorders: suggestReorders(deps),
      },
      supplierImports: {
        submit: submitPriceList({ ...deps, ...submitted }),
        list: listSupplierImports(deps),
        export: exportSupplierImports({ ...deps, tables }),
        read: readSupplierImport(deps),
        decide: decideSupplierImport(deps),
        changes: listImportChanges(deps),
        exportChanges: exportImportChanges({ ...deps, tables }),
        problems: listImportProblems(deps),
        errorFile: readErrorFile({ ...deps, workbooks: threadedWriter() }),
        file: readImportFile(deps),
      },
    };
  },
} satisfies Manifest;

/** How a file is taken, whoever sends it. */
function submittingOf({ settings }: Core) {
  return { scanner: scannerOf(settings), maxBytes: settings.IMPORT_MAX_FILE_MB * 1_048_576 };
}

function purchaseOrderServices(core: Core): PurchaseOrderServices {
  const deps = { ...core, mappings, mailDomain: mailDomainOf(core) };
  return {
    create: createPurchaseOrder(deps),
    list: listPurchaseOrders(deps),
    read: readPurchaseOrder(deps),
    changeStatus: changePurchaseOrderStatus(deps),
    receive: receivePurchaseOrder(deps),
    document: readOrderDocument({ ...deps, workbooks: threadedWriter(), breathe: () => setImmediate() }),
  };
}

function stockAlertDeps(core: Core): MailStockAlertsDeps {
  return { ...core, mappings, mailDomain: mailDomainOf(core) };
}

/** What the steps of an import need. */
export function catalogueActivityDeps(core: Core): CatalogueActivityDeps {
  const { settings } = core;
  const submitting = submittingOf(core);
  return {
    supplierImports: core.supplierImports,
    supplierPulls: core.supplierPulls,
    pull: {
      ...core,
      ...submitting,
      mappings,
      documents: documentStore(settings),
      workflows: core.supplierImports,
      downloads: httpDownloads({
        maxBytes: submitting.maxBytes,
        totalMs: PULL_MS,
        allowed: settings.SUPPLIER_PULL_ALLOW,
      }),
    },
    stockAlerts: stockAlertDeps(core),
    catalogue: {
      unitOfWork: core.unitOfWork,
      showEntry: core.showEntry,
      accountMails: core.accountMails,
      mailDomain: mailDomainOf(core),
      logger: core.logger,
      documents: documentStore(settings),
      priceLists: threadedPriceListReader(),
      mappings,
      now: core.now,
      maxRows: settings.IMPORT_MAX_ROWS,
      policy: core.policy,
    },
  };
}
