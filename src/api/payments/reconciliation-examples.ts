import { APPOINTMENT_ID } from '../http/example-values.js';
import type { ReconciliationAnswer, ReconciliationReport } from './reconciliation-responses.js';

// tsoa reads these as source text: it follows names, but no spread and no member access.
export const RECONCILIATION: ReconciliationAnswer = {
  id: '5f0c2b1a-7d3e-4c4f-9a58-6b1f0c9d2e71',
  window_from: '2026-11-26T00:00:00.000Z',
  window_to: '2026-11-29T00:00:00.000Z',
  started_at: '2026-11-29T02:30:00.000Z',
  finished_at: '2026-11-29T02:30:04.000Z',
  sums: [{ provider: 'stripe', currency: 'aud', provider_sum: 184_000, ledger_sum: 176_000, difference: -8_000 }],
  repaired: 1,
  flagged: 0,
};

export const RECONCILIATION_REPORT: ReconciliationReport = {
  id: '5f0c2b1a-7d3e-4c4f-9a58-6b1f0c9d2e71',
  window_from: '2026-11-26T00:00:00.000Z',
  window_to: '2026-11-29T00:00:00.000Z',
  started_at: '2026-11-29T02:30:00.000Z',
  finished_at: '2026-11-29T02:30:04.000Z',
  sums: [{ provider: 'stripe', currency: 'aud', provider_sum: 184_000, ledger_sum: 176_000, difference: -8_000 }],
  repaired: 1,
  flagged: 0,
  checked: { charges: 23, refunds: 2, payments: 22, payments_followed: 24 },
  more: 0,
  findings: [
    {
      code: 'charge_unknown',
      meaning: 'The provider took money for one of our orders and its webhook never came.',
      provider: 'stripe',
      object_id: 'pi_3QabcdEFGH',
      appointment_id: APPOINTMENT_ID,
      order_id: '8a3f5f0e-8f2b-4a52-9c0b-31a6c7f5d1e2',
      expected: null,
      found: '8000 aud',
      action: 'redelivered',
    },
  ],
};
