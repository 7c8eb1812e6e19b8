import { randomUUID } from 'node:crypto';

/** A product of a clinic's catalogue, with the import that it came with and everything that belongs to the two. */
export function catalogueRows(
  clinicId: string,
  admin: string,
): readonly (readonly [string, Record<string, unknown>])[] {
  const [id, product, order, now] = [randomUUID(), randomUUID(), randomUUID(), new Date()];
  const file = { file_name: 'list.csv', file_sha256: 'x', file_size: 1, document: randomUUID() };
  const asked = { state: 'cancelled', mode: 'preview', source: 'upload', supplier: 'alma', requested_by: admin };
  const of = { clinic_id: clinicId, supplier: 'alma' };
  const times = { created_at: now, updated_at: now };
  const described = { content: '{"productName": "Saltbush", "wholesalePrice": 1000}', active: true, withdrawn: false };
  const seen = { first_seen_at: now, last_updated: now, import_id: id, sheet: 'CSV', row: 2 };
  const numbered = { year: 2026, number: 1, number_text: 'PO-2026-000001' };
  const ordered = { supplier_name: 'Alma', buyer: '{}', status: 'draft', currency: 'aud', ordered_on: '2026-12-01' };
  const history = { product_id: product, import_id: id, is_undo: false, clinic_id: clinicId, at: now };
  const counted = {
    clinic_id: clinicId,
    number: 1,
    kind: 'count',
    quantity: 5,
    on_hand: 5,
    recorded_by: admin,
    at: now,
  };
  return [
    ['supplier_lists', { ...of, version: 1 }],
    [
      'supplier_mappings',
      { clinic_id: clinicId, key: 'own', version: 1, mapping: '{}', changed_by: admin, changed_at: now },
    ],
    [
      'supplier_sources',
      {
        ...{ ...of, url: 'https://lists.example/', every: '24h', mode: 'preview', coverage: 'full', enabled: false },
        ...{ version: 1, changed_by: admin, changed_at: now },
      },
    ],
    ['supplier_pulls', { ...of, version: 1, run: 'x', at: now, result: 'unchanged', failures: 0 }],
    ['supplier_imports', { id, ...of, ...file, ...asked, ...times }],
    ['supplier_import_rows', { import_id: id, place: 0, clinic_id: clinicId, kind: 'skipped', problems: '[]' }],
    ['supplier_products', { id: product, ...of, key: 'name:saltbush', ...described, ...seen }],
    ['supplier_product_prices', { ...history, wholesale_price: 1000 }],
    ['supplier_product_stocks', { ...history, stock_status: 'unknown' }],
    ['supplier_product_movements', { id: randomUUID(), product_id: product, ...counted }],
    ['purchase_order_counters', { clinic_id: clinicId, year: 2026, last: 1 }],
    ['purchase_orders', { id: order, ...of, ...numbered, ...ordered, created_by: admin, created_at: now }],
    [
      'purchase_order_lines',
      {
        ...{ order_id: order, place: 0, clinic_id: clinicId, product_id: product },
        quantity: 2,
        received: 0,
        unit_price: 1000,
      },
    ],
    ['supplier_product_alerts', { product_id: product, clinic_id: clinicId, alert: 'out', since: now, is_due: false }],
  ];
}
