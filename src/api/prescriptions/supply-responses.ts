import type { Count, Day, Uuid } from '../http/wire-formats.js';

export interface SupplyView {
  id: Uuid;
  /** Of the prescription. */
  item: Uuid;
  /** 1 is the first supply, which uses up no repeat. */
  supply_no: Count;
  dispensed_date: Day;
  /** Of the item. */
  remaining_repeats: Count;
  /** Null: nothing is left of the item. */
  next_supply_from: Day | null;
}

/** A prescription after a pharmacy has supplied of it, or has taken a supply back. */
export interface SupplyAnswer {
  /** Of the prescription. */
  id: Uuid;
  prescription_number: string;
  status: 'active' | 'dispensed' | 'expired' | 'cancelled' | 'superseded';
  /** Of the item of which most are left. */
  remaining_repeats: Count;
  /** What this request has recorded, or undone. */
  supplies: SupplyView[];
}

export interface DeclineAnswer {
  /** Of the prescription. */
  id: Uuid;
  prescription_number: string;
  status: 'active' | 'dispensed' | 'expired' | 'cancelled' | 'superseded';
  /** Its doctor is told. */
  declined: true;
}
