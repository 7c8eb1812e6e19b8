import type {
  RecordedMovement,
  ReorderSuggestionsView,
  StockAlertsView,
  StockMovementView,
} from './stock-responses.js';

export const RECORDED_MOVEMENT: RecordedMovement = {
  kind: 'used',
  quantity: 2,
  on_hand: 10,
  at: '2026-12-01T02:03:05.000Z',
};

export const STOCK_MOVEMENT: StockMovementView = {
  id: '5a6e7f8a-9b0c-4d3e-8f10-3b0f4a527c1d',
  kind: 'used',
  quantity: 2,
  on_hand: 10,
  at: '2026-12-01T02:03:05.000Z',
  note: null,
  recorded_by: '3b0f4a52-7c1d-4e9f-a0b1-c2d3e4f5a6b7',
};

export const STOCK_ALERTS_VIEW: StockAlertsView = {
  low_stock_alerts: [
    {
      product: 'Blue Quoll 1',
      product_id: '5d6e7f8a-9b0c-4d3e-8f10-3b0f4a527c1d',
      supplier: 'botanitech',
      current_stock: 25,
      stock_basis: 'clinic',
      reorder_level: 50,
      recommended_order: 75,
      alert_level: 'medium',
      since: '2026-12-01T02:03:05.000Z',
    },
  ],
  out_of_stock: [
    {
      product: 'Amber Wren 2',
      product_id: '6d6e7f8a-9b0c-4d3e-8f10-3b0f4a527c1d',
      supplier: 'medreleaf',
      last_available: '2026-11-10',
      alternative_suppliers: ['Cann Group Limited'],
      alternatives: [
        {
          product_id: '7d6e7f8a-9b0c-4d3e-8f10-3b0f4a527c1d',
          supplier: 'botanitech',
          price_per_mg: '0.0772',
          stock_quantity: 40,
        },
      ],
    },
  ],
  stale_lists: [{ supplier: 'alma', last_list_at: '2026-10-01T02:03:05.000Z', update_frequency: 'monthly' }],
};

export const REORDER_SUGGESTIONS: ReorderSuggestionsView = {
  reorder_recommendations: [
    {
      product: 'Blue Quoll 1',
      product_id: '5d6e7f8a-9b0c-4d3e-8f10-3b0f4a527c1d',
      current_stock: 25,
      stock_basis: 'clinic',
      on_order: 0,
      reorder_level: 50,
      usage_rate: '15 units/week',
      usage_per_week: 15,
      weeks_left: 1.7,
      recommended_quantity: 75,
      supplier: 'botanitech',
      supplier_product: '5d6e7f8a-9b0c-4d3e-8f10-3b0f4a527c1d',
      unit_price: '46.33',
      estimated_cost: '3474.75',
      urgency: 'medium',
      how: { target: 100, cover_weeks: 4, lead_weeks: 0.7143, window_days: 56 },
    },
  ],
};
