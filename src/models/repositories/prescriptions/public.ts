/** What whoever opens a transaction knows of prescriptions. */

/** What tells a row that was changed from a fault. */
export { UnreadableRow } from '../../unreadable-row.js';
export { lockOf } from './prescriptions.js';
export type { PrescriptionsScope } from './slice.js';
