import type { SupplierMappingView, SupplierView } from './supplier-responses.js';

export const SUPPLIER: SupplierView = {
  key: 'botanitech',
  supplier_name: 'Cann Group Limited',
  built_in: true,
  update_frequency: 'monthly',
  version: 0,
  products_active: 42,
  last_import_at: '2026-12-01T02:03:05.000Z',
  effective_from: '2026-12-01',
  stale: false,
  source: null,
};

export const SUPPLIER_MAPPING: SupplierMappingView = {
  supplier_name: 'PharmaPlus',
  formats: ['csv'],
  currency: 'aud',
  price_basis: 'ex_gst',
  coverage: 'full',
  update_frequency: 'daily',
  lead_time: '2d',
  order_email: 'orders@pharmaplus.example',
  columns: {
    product_code: ['SKU'],
    product_name: ['Item'],
    wholesale_price: ['wholesale_price'],
    stock_quantity: ['On hand'],
  },
  code_pattern: '^PP-[0-9]+$',
  stock_words: { plenty: 'in_stock' },
  hidden_rows: 'read',
};
