import { type Records, WALKED_SOURCE } from './scene.js';

/** A request about the catalogue of a clinic. */
interface CatalogueRequest {
  readonly path?: Readonly<Record<string, string>>;
  readonly body?: object;
  readonly file?: { readonly name: string; readonly bytes: Uint8Array };
  readonly query?: string;
  readonly names?: { readonly clinicId: string };
}

const aboutImport =
  (body?: object) =>
  ({ supplierImport: id, clinicId }: Records): CatalogueRequest => ({
    path: { id },
    names: { clinicId },
    ...(body ? { body } : {}),
  });
const aboutProduct =
  (body?: object) =>
  ({ product: id, clinicId }: Records): CatalogueRequest => ({
    path: { id },
    names: { clinicId },
    ...(body ? { body } : {}),
  });

const aboutOrder =
  (body?: (records: Records) => object) =>
  (records: Records): CatalogueRequest => ({
    path: { id: records.purchaseOrder },
    names: { clinicId: records.clinicId },
    ...(body ? { body: body(records) } : {}),
  });
const orderedLines = ({ product }: Records) => [{ product, quantity: 1 }];

const MAPPING = {
  ...{ supplier_name: 'Walk', currency: 'aud', price_basis: 'ex_gst' },
  columns: { product_name: ['Walk'], wholesale_price: ['Walking price'] },
};

/** The source that the scene has made. */
const aboutSource = ({ clinicId }: Records): CatalogueRequest => ({ path: { key: 'alma' }, names: { clinicId } });

/** To each operation about the catalogue, by its id. */
export const CATALOGUE_REQUESTS: Readonly<Record<string, (records: Records) => CatalogueRequest>> = {
  listSupplierProducts: () => ({}),
  compareSupplierProducts: () => ({}),
  readSupplierProduct: aboutProduct(),
  readStockAlerts: () => ({}),
  suggestReorders: () => ({}),
  recordStockMovement: aboutProduct({ kind: 'count', quantity: 3 }),
  listStockMovements: aboutProduct(),
  setReorderLevel: aboutProduct({ reorder_level: 3 }),
  // A built-in mapping, which every clinic has.
  listSuppliers: () => ({}),
  readSupplierMapping: () => ({ path: { key: 'alma' } }),
  changeSupplierMapping: () => ({ path: { key: 'walk' }, body: MAPPING }),
  readSupplierSource: aboutSource,
  runSupplierSource: aboutSource,
  // What one of them has removed, the next one would not find.
  removeSupplierSource: () => ({ path: { key: 'alma' }, query: 'clinic=none' }),
  changeSupplierSource: () => ({ path: { key: 'alma' }, body: WALKED_SOURCE }),
  createPurchaseOrder: (records) => ({ body: { supplier: 'botanitech', lines: orderedLines(records) } }),
  listPurchaseOrders: () => ({}),
  readPurchaseOrder: aboutOrder(),
  changePurchaseOrderStatus: aboutOrder(() => ({ status: 'cancelled' })),
  // It was cancelled: nothing of it is expected.
  receivePurchaseOrder: aboutOrder((records) => ({ lines: orderedLines(records) })),
  downloadPurchaseOrder: aboutOrder(),
  importPriceList: () => ({ file: { name: 'walk.csv', bytes: new TextEncoder().encode('product_name,price\n') } }),
  listSupplierImports: () => ({}),
  readSupplierImport: aboutImport(),
  // It was cancelled: what else is asked of it is refused for that.
  applySupplierImport: aboutImport(),
  cancelSupplierImport: aboutImport(),
  undoSupplierImport: aboutImport({ reason: 'Walk' }),
  listSupplierImportChanges: aboutImport(),
  listSupplierImportErrors: aboutImport(),
  downloadSupplierImportFile: aboutImport(),
};
