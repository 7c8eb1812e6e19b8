import type { Day, Instant, Uuid } from '../http/wire-formats.js';

/** How a doctor comes to medicinal cannabis that is not registered (TGA). */
export type AccessPathName = 'sas_b' | 'authorised_prescriber' | 'sas_a' | 'clinical_trial';

export type CannabisDoseFormName =
  | 'oral_liquid'
  | 'capsule'
  | 'tablet'
  | 'dried_herb'
  | 'inhalation_liquid'
  | 'pastille'
  | 'wafer'
  | 'spray'
  | 'topical'
  | 'suppository'
  | 'other';

/**
 * By the share of cannabidiol in all cannabinoids (TGA): 1 from 98 %, 2 from 60 %, 3 from 40 %, 4 from 2 %, 5 below.
 * @isInt
 * @minimum 1
 * @maximum 5
 */
export type CannabisCategoryNumber = number;

/** That a doctor may prescribe medicinal cannabis of a category in a dose form. Never changed: it is withdrawn, once. */
export interface ApprovalView {
  id: Uuid;
  access_path: AccessPathName;
  approval_ref: string;
  doctor: Uuid;
  /** Null: for every patient, as an authorised prescriber. */
  patient: Uuid | null;
  category: CannabisCategoryNumber;
  dose_form: CannabisDoseFormName;
  /** For what it was given; null for administrators, who read no clinical text. */
  indication: string | null;
  approved_on: Day;
  /** Its last day. */
  expires_on: Day;
  /** The first day on which it does not count; null: it was not withdrawn. */
  withdrawn_on: Day | null;
  /** Why it was withdrawn; null for administrators. */
  reason: string | null;
  /** It counts today, on the clinic's calendar. */
  active: boolean;
  created_at: Instant;
}
