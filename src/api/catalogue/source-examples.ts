import type { SupplierSourceView } from './source-responses.js';

export const SUPPLIER_SOURCE: SupplierSourceView = {
  url: 'https://lists.pharmaplus.example/prices.csv',
  every: '24h',
  headers: ['authorization'],
  mode: 'apply',
  coverage: 'full',
  enabled: true,
  last_run: {
    at: '2026-12-01T02:03:05.000Z',
    result: 'imported',
    import_id: '3b0f4a52-7c1d-8e9f-a0b1-c2d3e4f5a6b7',
    error: null,
  },
  next_run_at: '2026-12-02T02:03:00.000Z',
};
