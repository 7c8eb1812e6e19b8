import type { SourcedField } from '../../domain/formulary/drug.js';
import type { Match } from '../../domain/formulary/search-terms.js';
import type { AmountUnit } from '../../domain/formulary/strength.js';
import type { Count, Day, Decimal, Uuid } from '../http/wire-formats.js';

/**
 * An item of the Pharmaceutical Benefits Scheme, with the letter that belongs to its digits.
 * @pattern ^[1-9][0-9]{1,4}[A-Z]$
 */
export type PbsCode = string;

/**
 * A code of the Anatomical Therapeutic Chemical classification, of whatever level.
 * @pattern ^[A-Z]([0-9]{2}([A-Z]([A-Z]([0-9]{2})?)?)?)?$
 */
export type AtcCode = string;

/** What a schedule of the Poisons Standard can be; null where it is not known. */
type ScheduleName = 'Unscheduled' | 'S2' | 'S3' | 'S4' | 'S8';

/** How much there is in a dosage unit, or `per` so much of the medicine, such as `5 mL`. */
export interface StrengthView {
  amount: number;
  unit: AmountUnit;
  per: string | null;
}

export interface IngredientView {
  name: string;
  /** Its code in the table of ingredients; null: no check knows it. */
  substance: string | null;
  /** Null where it could not be read. */
  strength: StrengthView | null;
}

/** What is in a pack; `unit`: tablets, capsules, doses, pens. */
export interface PackView {
  size: number;
  unit: 'unit' | 'mL' | 'g';
}

/** An active product of a supplier's list that is this medicine: of the same dose form, ingredients and strengths. */
export interface DrugSupplyView {
  /** The key of the supplier. */
  supplier: string;
  /** Null where the list has no codes. */
  supplier_code: string | null;
  /** The wholesale price without GST. */
  price: Decimal;
  stock_status: 'in_stock' | 'low' | 'out_of_stock' | 'unknown';
}

/** An item of the formulary. */
export interface DrugView {
  id: Uuid;
  name: string;
  /** With Tall Man letters where the name can be taken for another one. */
  display_name: string;
  generic_name: string;
  brand_name: string | null;
  active_ingredient: string;
  ingredients: IngredientView[];
  strength: string;
  form: string;
  route: string | null;
  pack: PackView | null;
  manufacturer: string | null;
  pbs_code: PbsCode | null;
  local_code: string | null;
  atc: AtcCode | null;
  /** Null: not known. The item cannot be prescribed until it is. */
  schedule: ScheduleName | null;
  /** Schedule 8, or in a list of a state's real-time monitoring. */
  monitored: boolean;
  /** False: it cannot be prescribed any more. What was issued stays as it is. */
  active: boolean;
  /** To be sent with a change. */
  version: Count;
  /** What it is taken for, with Tall Man letters. */
  confusable_with: string[];
  /** How the search found it, the best first; null where nothing was looked for. */
  match: Match | null;
  /** The cheapest first. */
  supplier_products: DrugSupplyView[];
}

/** For the prescriber; null and empty where nobody has written it. `sources` says whose word each is. */
export interface PrescribingInfoView {
  standard_dosage: string | null;
  maximum_daily_dose: string | null;
  contraindications: string[];
  interactions: string[];
  /** Of the Australian categorisation. */
  pregnancy_category: 'A' | 'B1' | 'B2' | 'B3' | 'C' | 'D' | 'X' | null;
}

export interface DailyDoseView {
  amount: number;
  unit: AmountUnit;
}

export interface SourceView {
  field: SourcedField;
  source: string;
  /** When it was looked at. */
  as_of: Day;
}

/** An item with everything that is known of it. */
export interface DrugDetails extends DrugView {
  prescribing_info: PrescribingInfoView;
  /** Of an adult; null where there is none that suits every use. */
  max_daily_dose: DailyDoseView | null;
  sources: SourceView[];
}
