import type { Role } from './roles.js';

/**
 * Which records a role reaches by a permission.
 *
 * - `own`: what is the person's own. A patient's are their records in all clinics.
 * - `treating`: those of the visits in which the person is the doctor, in the clinic that they act in; of patients those who
 *   have had such a visit within `POLICY_TREATING`, or will have one. A nurse takes part in the visits that are booked or
 *   under way.
 * - `clinic`: those of the clinic that the person acts in; a patient's clinics are all that treat them.
 * - `platform`: those of the installation, and nobody's personal data.
 */
export const RECORD_RULES = ['own', 'treating', 'clinic', 'platform'] as const;
export type RecordRule = (typeof RECORD_RULES)[number];

/** Of every role; null: nothing at all. A role that is left out does not compile. */
export type Reach = Readonly<Record<Role, RecordRule | null>>;

/** A row of the matrix of who may do what (`docs/permissions.md`). */
export interface MatrixRow {
  /** For a newcomer, in one sentence. */
  readonly does: string;
  readonly reach: Reach;
}
