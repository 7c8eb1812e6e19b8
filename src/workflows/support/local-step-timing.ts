/**
 * How long a workflow task of an appointment may take. It is short, so that a task whose worker was killed is given to
 * another one while the caller of an update still waits.
 */
export const WORKFLOW_TASK_TIMEOUT_MS = 5_000;

/** After this part of the timeout, the SDK prolongs a task whose local activities still run: the heartbeat. */
const HEARTBEAT_FRACTION = 0.8;

export const HEARTBEAT_MS = WORKFLOW_TASK_TIMEOUT_MS * HEARTBEAT_FRACTION;

/**
 * Two attempts of 1.1 s with 0.3 s between them, 2.5 s in all: 1.5 s before the heartbeat.
 * - The 1.5 s are for what a starved machine adds: a local activity that is scheduled late in its task, a timer that fires
 *   late. A run was lost with 0.3 s.
 * - A second attempt, because a step whose connection was cut cannot know whether it has committed: its repeat finds its
 *   own operation and answers it. With one attempt, each restart of the database would be a 503.
 * - 0.3 s between them, so that a database that restarts within 0.2 s is back for the second attempt. A step that is only
 *   slow is not lost either: its first attempt may still commit (the statement timeout is 2 s) and the second one finds that.
 */
export const LOCAL_STEP_OPTIONS = {
  startToCloseTimeout: 1_100,
  retry: { initialInterval: 300, backoffCoefficient: 1, maximumAttempts: 2 },
} as const;
