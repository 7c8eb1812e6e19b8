/** What other contexts read of who may see a record. */
export type { BreakGlassGrant } from './break-glass.js';
export type { PatientsScope } from './slice.js';
