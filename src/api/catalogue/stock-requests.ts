import type { MovementKind } from '../../domain/catalogue/stock/movements.js';

/** What came, went or was found of a product. */
export interface StockMovementBody {
  /** `count` sets what is on hand, `received` adds; `used`, `lost` and `returned` (to the supplier) take away. */
  kind: MovementKind;
  /**
   * In packs; 0 of a count alone.
   * @isInt
   * @minimum 0
   * @maximum 1000000
   */
  quantity: number;
  /**
   * For whoever reads it later; nothing of a patient.
   * @maxLength 500
   */
  note?: string | null;
}

export function stockMovementOf({ kind, quantity, note }: StockMovementBody) {
  return { kind, quantity, note: note?.trim() || null };
}
