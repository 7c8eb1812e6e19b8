/** What other contexts ask about who reaches a patient. */
export { breakGlassRequired, treatingFor } from './reach-patient.js';
