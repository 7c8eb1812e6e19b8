import { workflowInfo } from '@temporalio/workflow';

/**
 * Events after which a run continues as new. Each update takes at least two events and each signal one, so that the
 * engine's limits for one run (51,200 events, 10,000 signals, 2,000 updates) are far away.
 */
const MAX_EVENTS = 1_000;

/** Whether this run should continue as new at the next moment at which nothing is half done. */
export function isRunLong(): boolean {
  const { continueAsNewSuggested, historyLength } = workflowInfo();
  return continueAsNewSuggested || historyLength >= MAX_EVENTS;
}
