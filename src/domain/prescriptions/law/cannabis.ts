import { doseFormOf } from '../../catalogue/public.js';
import { type Day, longDay } from '../../days.js';
import { milligramsOf } from '../../formulary/public.js';
import type { PrescribedDrug, PrescribedItem } from '../item.js';

/** Ways to medicinal cannabis that is not registered; on the wire. */
export const ACCESS_PATHS = ['sas_b', 'authorised_prescriber', 'sas_a', 'clinical_trial'] as const;
export type AccessPath = (typeof ACCESS_PATHS)[number];

/** By the share of cannabidiol in all cannabinoids (TGA): 1 from 98 %, 2 from 60 %, 3 from 40 %, 4 from 2 %, 5 below. */
export const CANNABIS_CATEGORIES = [1, 2, 3, 4, 5] as const;
export type CannabisCategory = (typeof CANNABIS_CATEGORIES)[number];

/** Dose forms of medicinal cannabis, as suppliers and approvals name them; on the wire. */
export const CANNABIS_DOSE_FORMS = [
  'oral_liquid',
  'capsule',
  'tablet',
  'dried_herb',
  'inhalation_liquid',
  'pastille',
  'wafer',
  'spray',
  'topical',
  'suppository',
  'other',
] as const;
export type CannabisDoseForm = (typeof CANNABIS_DOSE_FORMS)[number];

/** That a doctor may prescribe cannabis of a category in a dose form: for one patient, or for all as an authorised prescriber. */
export interface CannabisApproval {
  readonly accessPath: AccessPath;
  readonly doctorId: string;
  /** Null only for an authorised prescriber. */
  readonly patientId: string | null;
  readonly category: CannabisCategory;
  readonly doseForm: CannabisDoseForm;
  readonly approvedOn: Day;
  readonly expiresOn: Day;
  readonly withdrawnOn: Day | null;
}

/** An approval that is on record. */
export interface RecordedApproval extends CannabisApproval {
  readonly id: string;
  /** As the authority numbers it. */
  readonly approvalRef: string;
}

/** What is to be prescribed, by whom, for whom and when. */
export interface CannabisRequest {
  readonly doctorId: string;
  readonly patientId: string;
  readonly category: CannabisCategory;
  readonly doseForm: CannabisDoseForm;
  readonly on: Day;
}

/**
 * Why an approval does not cover a request; null when it does. An approval names one category and one dose form, and no brand
 * (TGA, Special Access Scheme).
 */
export function approvalProblem(approval: CannabisApproval, asked: CannabisRequest): string | null {
  const { accessPath, doctorId, patientId, category, doseForm, approvedOn, expiresOn, withdrawnOn } = approval;
  if (doctorId !== asked.doctorId) return 'The approval is another doctor’s.';
  if (accessPath !== 'authorised_prescriber' && patientId !== asked.patientId) {
    return 'The approval is for another patient.';
  }
  if (category !== asked.category) {
    return `The approval is for category ${category}, and this is of category ${asked.category}.`;
  }
  if (doseForm !== asked.doseForm) return 'The approval is for another dose form.';
  if (asked.on < approvedOn) return `The approval counts from ${longDay(approvedOn)} on.`;
  if (withdrawnOn !== null && asked.on >= withdrawnOn) return `The approval was withdrawn on ${longDay(withdrawnOn)}.`;
  return asked.on > expiresOn ? `The approval ended on ${longDay(expiresOn)}.` : null;
}

/** Least share of cannabidiol, in percent, of each category but the last. */
const LEAST_SHARES = [
  [98, 1],
  [60, 2],
  [40, 3],
  [2, 4],
] as const;

/** The category of a share of cannabidiol, from 0 to 100. */
export function categoryOf(cbdPercent: number): CannabisCategory {
  return LEAST_SHARES.find(([least]) => cbdPercent >= least)?.[1] ?? 5;
}

const CBD = 'cannabidiol';
const OTHER_CANNABINOIDS = new Set(['tetrahydrocannabinol', 'nabiximols']);
/** What an approval has to say to cover an item of the formulary; null for an item without cannabinoids. */
export function cannabisOf(
  drug: PrescribedDrug,
): { readonly category: CannabisCategory | null; readonly doseForm: CannabisDoseForm } | null {
  const named = drug.ingredients.filter(({ substance }) => substance !== null && isCannabinoid(substance));
  if (named.length === 0) return null;
  const doseForm = doseFormOf(drug.form);
  const amounts = named.map(({ substance, strength }) => ({ substance, mg: strength && milligramsOf(strength) }));
  if (named.length === 1) return { category: named[0]?.substance === CBD ? 1 : 5, doseForm };
  const total = amounts.reduce((sum, { mg }) => sum + (mg ?? Number.NaN), 0);
  const cbd = amounts.reduce((sum, { substance, mg }) => sum + (substance === CBD ? (mg ?? 0) : 0), 0);
  // Without strengths nobody can say the category, and no approval covers it.
  return { category: total > 0 ? categoryOf((cbd / total) * 100) : null, doseForm };
}

/** The same of whatever is prescribed. Of a product its list says it, and a dose form that it does not say is null. */
export function cannabisOfItem({ drug, product }: Pick<PrescribedItem, 'drug' | 'product'>): {
  readonly category: CannabisCategory | null;
  readonly doseForm: CannabisDoseForm | null;
} | null {
  return product === null ? cannabisOf(drug) : product.cannabis;
}

function isCannabinoid(substance: string): boolean {
  return substance === CBD || OTHER_CANNABINOIDS.has(substance);
}
