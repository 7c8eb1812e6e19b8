/** What other contexts know of who may read a record. */
export { BREAK_GLASS_ROLES, type BreakGlassRole } from './break-glass.js';
