import type { Count, Day, Instant, Uuid } from '../http/wire-formats.js';

/**
 * A code of the table of ingredients, or of a class of substances.
 * @pattern ^[a-z0-9_]+$
 */
export type SubstanceCode = string;

/** What checks know it by; both empty where nothing of what is written has a code. */
export interface CodesView {
  substances: SubstanceCode[];
  classes: SubstanceCode[];
}

/** A version of an allergy. */
export interface AllergyVersionView {
  version: Count;
  status: 'active' | 'resolved' | 'entered_in_error';
  /** Null of the first one. */
  reason: string | null;
  recorded_by: Uuid;
  recorded_at: Instant;
}

export interface AllergyView {
  id: Uuid;
  /** Whose record it stands in: patients read those of all their clinics. */
  clinic: Uuid;
  /** As it was written. */
  substance: string;
  drug: Uuid | null;
  category: 'medicine' | 'food' | 'environment' | 'other';
  reaction: string;
  severity: 'mild' | 'moderate' | 'severe' | 'life_threatening';
  certainty: 'suspected' | 'confirmed';
  status: 'active' | 'resolved' | 'entered_in_error';
  /** False: not everything that is written has a code, so that checks can miss it. */
  coded: boolean;
  codes: CodesView;
  version: Count;
  recorded_by: Uuid;
  recorded_at: Instant;
  /** Every version, the first one first. */
  history: AllergyVersionView[];
}

/** A version of a medicine. */
export interface MedicineVersionView {
  version: Count;
  status: 'active' | 'stopped' | 'entered_in_error';
  stopped_on: Day | null;
  /** Null of the first one. */
  reason: string | null;
  recorded_by: Uuid;
  recorded_at: Instant;
}

export interface MedicineView {
  id: Uuid;
  /** Whose record it stands in: patients read those of all their clinics. */
  clinic: Uuid;
  name: string;
  drug: Uuid | null;
  dose: string | null;
  started_on: Day | null;
  /** Null also of one that was stopped on a day that nobody knows. */
  stopped_on: Day | null;
  source: 'prescribed_here' | 'other_prescriber' | 'patient_reported';
  status: 'active' | 'stopped' | 'entered_in_error';
  /** False: not everything that is written has a code, so that checks can miss it. */
  coded: boolean;
  codes: CodesView;
  version: Count;
  recorded_by: Uuid;
  recorded_at: Instant;
  /** Every version, the first one first. */
  history: MedicineVersionView[];
}

/** Who said so, and when. */
export interface StatementView {
  by: Uuid;
  at: Instant;
}

/** Unknown is not none: nobody has said anything yet. */
export interface AllergyStatusView {
  allergy_status: 'unknown' | 'none_known' | 'recorded';
  /** That no allergies are known; null where nobody says so. */
  no_known_allergies: StatementView | null;
}

/** What counts of a patient now. */
export interface ClinicalSummary extends AllergyStatusView {
  /** Those that stand. */
  allergies: AllergyView[];
  /** Those that the patient takes. */
  medicines: MedicineView[];
  /** Null: nobody has looked through the list yet. */
  medicines_reviewed_at: Instant | null;
  medicines_reviewed_by: Uuid | null;
}

export interface MedicinesReview {
  medicines_reviewed_at: Instant;
  medicines_reviewed_by: Uuid;
}
