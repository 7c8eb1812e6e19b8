import type { FuzzedClinic } from './clinic.js';

const REASON = { reason: 'Fuzz run' };

const MAPPING = {
  supplier_name: 'Fuzz',
  currency: 'aud',
  price_basis: 'ex_gst',
  columns: { product_name: ['Fuzz item'], wholesale_price: ['Fuzz price'] },
};

type Body = Readonly<Record<string, unknown>>;
type Maker = (clinic: FuzzedClinic) => Promise<{
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Body;
  readonly body?: Body;
}>;

const aboutImport: Maker = async ({ priceLists }) => ({ path: { id: await priceLists.submitted('phytoca') } });

/** Nobody is behind the name, and nothing is fetched by itself. */
const SOURCE = {
  ...{ url: 'https://lists.fuzz.invalid/prices.csv', every: '24h', mode: 'preview', coverage: 'full', enabled: false },
};
/** A source that is there, also where the example before has removed it. */
const sourced: Maker = async ({ admin }) => {
  await admin.client.call('PUT', 'supplier-products/suppliers/alma/source/', SOURCE);
  return { path: { key: 'alma' } };
};

/** Requests about the catalogue of suppliers' products that get a success answer, by operation. */
export const CATALOGUE_EXAMPLES: Readonly<Record<string, Maker>> = {
  listSupplierProducts: async () => ({ query: { search: 'fuz', sort: '-price', active: 'all' } }),
  compareSupplierProducts: async () => ({ query: { all: true, search: 'fuz' } }),
  readSupplierProduct: async ({ priceLists }) => ({ path: { id: await priceLists.product() } }),
  setReorderLevel: async ({ priceLists }) => ({ path: { id: await priceLists.product() }, body: { reorder_level: 2 } }),
  readStockAlerts: async () => ({}),
  suggestReorders: async () => ({}),
  recordStockMovement: async ({ priceLists }) => ({
    path: { id: await priceLists.product() },
    body: { kind: 'count', quantity: 12, note: 'Fuzz run' },
  }),
  listStockMovements: async ({ priceLists }) => ({ path: { id: await priceLists.product() } }),
  listSuppliers: async () => ({}),
  readSupplierMapping: async () => ({ path: { key: 'medreleaf' } }),
  changeSupplierMapping: async () => ({ path: { key: 'fuzz' }, body: MAPPING }),
  changeSupplierSource: async () => ({ path: { key: 'alma' }, body: SOURCE }),
  readSupplierSource: sourced,
  runSupplierSource: sourced,
  removeSupplierSource: sourced,
  createPurchaseOrder: async ({ priceLists }) => ({ body: { ...(await priceLists.order()) } }),
  listPurchaseOrders: async () => ({ query: { supplier: 'botanitech', status: 'draft' } }),
  readPurchaseOrder: async ({ priceLists }) => ({ path: { id: await priceLists.ordered() } }),
  changePurchaseOrderStatus: async ({ priceLists }) => ({
    path: { id: await priceLists.ordered() },
    body: { status: 'cancelled' },
  }),
  receivePurchaseOrder: async ({ priceLists }) => ({
    path: { id: await priceLists.ordered({ isSent: true }) },
    body: { lines: (await priceLists.order()).lines },
  }),
  downloadPurchaseOrder: async ({ priceLists }) => ({
    path: { id: await priceLists.ordered() },
    query: { format: 'xlsx' },
  }),
  importPriceList: async () => ({}),
  listSupplierImports: async () => ({ query: { supplier: 'phytoca' } }),
  readSupplierImport: aboutImport,
  // Each decision has a supplier of its own: another import of the same would make the preview out of date.
  applySupplierImport: async ({ priceLists }) => ({ path: { id: await priceLists.previewed('alma') } }),
  cancelSupplierImport: aboutImport,
  undoSupplierImport: async ({ priceLists }) => ({ path: { id: await priceLists.applied('medreleaf') }, body: REASON }),
  listSupplierImportChanges: aboutImport,
  listSupplierImportErrors: aboutImport,
  downloadSupplierImportFile: aboutImport,
};
