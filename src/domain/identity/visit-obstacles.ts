import type { AttentionCode } from '../attention.js';

/**
 * Why a booked visit cannot take place as it was booked, each an attention code: the doctor's verification has ended, or one of
 * the two does not belong to the clinic any more.
 */
export const VISIT_OBSTACLES = [
  'verification_expired',
  'doctor_left',
  'patient_left',
] as const satisfies readonly AttentionCode[];
export type VisitObstacle = (typeof VISIT_OBSTACLES)[number];
