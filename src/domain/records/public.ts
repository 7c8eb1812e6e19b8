/** What other contexts know of a patient's allergies and current medicines. */
export { codingOf } from './coding.js';
export type { Allergy, MedicationRecord } from './entries.js';
