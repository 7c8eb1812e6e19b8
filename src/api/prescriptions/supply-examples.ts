import type { DeclineAnswer, SupplyAnswer } from './supply-responses.js';

const PRESCRIPTION_ID = '5c3d9e0f-1a2b-4c4d-8e5f-6a7b8c9d0e1f';
const ITEM_ID = '6d4e0f1a-2b3c-4d5e-9f60-7b8c9d0e1f2a';

export const SUPPLIED: SupplyAnswer = {
  id: PRESCRIPTION_ID,
  prescription_number: 'RX2026000123',
  status: 'active',
  remaining_repeats: 2,
  supplies: [
    {
      id: '7e5f1a2b-3c4d-4e6f-8a71-8c9d0e1f2a3b',
      item: ITEM_ID,
      supply_no: 1,
      dispensed_date: '2026-11-29',
      remaining_repeats: 2,
      next_supply_from: '2026-12-20',
    },
  ],
};

export const UNDONE: SupplyAnswer = {
  id: PRESCRIPTION_ID,
  prescription_number: 'RX2026000123',
  status: 'active',
  remaining_repeats: 2,
  supplies: [
    {
      id: '7e5f1a2b-3c4d-4e6f-8a71-8c9d0e1f2a3b',
      item: ITEM_ID,
      supply_no: 1,
      dispensed_date: '2026-11-29',
      remaining_repeats: 2,
      next_supply_from: '2026-11-29',
    },
  ],
};

export const DECLINED: DeclineAnswer = {
  id: PRESCRIPTION_ID,
  prescription_number: 'RX2026000123',
  status: 'active',
  declined: true,
};
