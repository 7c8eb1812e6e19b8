/** What other contexts ask of patients' records: what counts of allergies and medicines, with the codes that checks go by. */
export { readMedicationRecord } from './read-medication-record.js';
