import { condition, workflowInfo } from '@temporalio/workflow';

/**
 * Events after which a run continues as new. Each update takes at least two events and each signal one, so that the
 * engine's limits for one run (51,200 events, 10,000 signals, 2,000 updates) are not reached.
 */
const MAX_EVENTS = 1_000;

/** Whether this run should continue as new at the next moment at which nothing is half done. */
export function isRunLong(): boolean {
  const { continueAsNewSuggested, historyLength } = workflowInfo();
  return continueAsNewSuggested || historyLength >= MAX_EVENTS;
}

/** Thrown at the waits of a workflow's main function, where nothing is half done, when the run has to continue as new. */
export class RunIsLong extends Error {
  override readonly name = 'RunIsLong';
}

/** Waits for a condition, at most so long; false when the time is over. @throws RunIsLong */
export async function waitUntil(holds: () => boolean, ms?: number, timerName?: string): Promise<boolean> {
  const isOver = () => holds() || isRunLong();
  if (ms === undefined) await condition(isOver);
  else if (!(await condition(isOver, ms, timerName === undefined ? {} : { summary: timerName }))) return false;
  if (!holds()) throw new RunIsLong();
  return true;
}
