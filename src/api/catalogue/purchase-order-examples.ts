import type { PurchaseOrderView } from './purchase-order-responses.js';

export const PURCHASE_ORDER: PurchaseOrderView = {
  id: '7a6e7f8a-9b0c-4d3e-8f10-3b0f4a527c1d',
  number: 'PO-2026-000007',
  supplier: 'botanitech',
  status: 'partly_received',
  lines: [
    {
      product: '5d6e7f8a-9b0c-4d3e-8f10-3b0f4a527c1d',
      product_code: 'BT-ORAL-0001',
      product_name: 'Blue Quoll 1',
      pack: { size: 30, unit: 'mL', text: '30 mL' },
      quantity: 12,
      received: 8,
      unit_price: '46.33',
      total: '555.96',
    },
  ],
  subtotal: '555.96',
  currency: 'aud',
  price_changed: false,
  note: 'Please deliver before noon.',
  created_at: '2026-12-01T02:03:05.000Z',
  sent_at: '2026-12-01T02:10:00.000Z',
  mailed_to: 'orders@botanitech.example',
};
