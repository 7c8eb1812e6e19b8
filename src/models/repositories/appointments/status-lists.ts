import { ACTIVE_STATUSES, LIVE_STATUSES } from '../../../domain/appointments/states.js';

const sqlList = (statuses: readonly string[]) => `(${statuses.map((status) => `'${status}'`).join(', ')})`;

/** For `status in ...`: an appointment that owns its slot. */
export const LIVE = sqlList(LIVE_STATUSES);
/** For `status in ...`: an appointment that waits for something. */
export const ACTIVE = sqlList(ACTIVE_STATUSES);
