/** What other contexts know of a patient's allergies and current medicines. */
export type { Allergy, MedicationRecord } from './entries.js';
