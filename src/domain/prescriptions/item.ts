import type { Drug } from '../formulary/public.js';
import type { Dose } from './dose.js';

/** An item of the formulary, in the version from which it is prescribed. */
export interface PrescribedDrug extends Drug {
  readonly id: string;
  readonly version: number;
}

/** One medicine of a prescription, as its doctor has written it. */
export interface PrescribedItem {
  readonly drug: PrescribedDrug;
  /** The doctor's own words: what is printed. */
  readonly directions: string;
  readonly quantity: number;
  /** `tablets`, `mL`; null: what the item's pack and form say. */
  readonly quantityUnit: string | null;
  /** Supplies after the first one. */
  readonly repeats: number;
  /** Days that have to pass between two supplies. */
  readonly repeatIntervalDays: number | null;
  readonly dose: Dose | null;
  readonly authorityCode: string | null;
  readonly streamlinedCode: string | null;
  /** The brand may not be substituted. */
  readonly noSubstitution: boolean;
}
