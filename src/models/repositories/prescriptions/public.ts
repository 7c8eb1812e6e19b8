/** What whoever opens a transaction knows of prescriptions. */

export { lockOf } from './prescriptions.js';
export type { PrescriptionsScope } from './slice.js';
