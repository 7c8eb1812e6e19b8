/** What other contexts read of patients' records. */
export type { RecordsScope } from './slice.js';
