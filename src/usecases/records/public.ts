/** What other contexts ask of patients' records: what counts of allergies and medicines, and the entries that they add. */
export { noteEntry } from './note-entry.js';
export { reachRecord, readingFor, writingFor } from './reach-record.js';
export { readMedicationRecord } from './read-medication-record.js';
