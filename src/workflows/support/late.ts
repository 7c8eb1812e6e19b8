/**
 * Failure type of an update that was delivered after its caller had given up, and therefore had no effect; the caller may ask once more,
 * under another update id.
 */
export const LATE_FAILURE = 'late';

/** An update that is delivered later than this after its run was started comes too late: nobody waits for its answer any more. */
export const LATE_AFTER_MS = 15_000;
