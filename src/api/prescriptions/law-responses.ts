import type { Count, Day } from '../http/wire-formats.js';

/** Everywhere, a country, or an Australian state. */
export type LawRegionName =
  | 'all'
  | 'au'
  | 'au-act'
  | 'au-nsw'
  | 'au-nt'
  | 'au-qld'
  | 'au-sa'
  | 'au-tas'
  | 'au-vic'
  | 'au-wa'
  | 'ng'
  | 'ph'
  | 'gb'
  | 'us'
  | 'eu';

/** A medicine by the code of its substance; with a route, only where it is given so. */
export interface LawMedicineView {
  substance: string;
  route?: string;
}

/** Which of them there are depends on the rule; the rows that there are show it. */
export interface LawDetailsView {
  /** A register of monitored medicines. */
  register?: string;
  /** Which items: schedules, `monitored` or `all`. */
  of?: string[];
  /** Below this age. */
  years?: Count;
  medicines?: LawMedicineView[];
  /** What is printed. */
  text?: string;
  /** Brands that are registered. */
  registered?: string[];
}

/** In the form that the rule gives it: a number, a word, a list of schedules, schemes or medicines, or several of them by name. */
export type LawValueView = Count | string | string[] | LawMedicineView[] | LawDetailsView;

/** What the law of a region asks of prescriptions, from a day on. Never changed: a later row takes its place. */
export interface LawRuleView {
  rule: string;
  region: LawRegionName;
  /** Null: before anything was prescribed here. */
  effective_from: Day | null;
  /** Its last day; null: none is known. */
  effective_to: Day | null;
  source: string;
  value: LawValueView;
}
