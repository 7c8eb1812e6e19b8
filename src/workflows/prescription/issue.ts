import { condition, currentUpdateInfo, workflowInfo } from '@temporalio/workflow';
import type { IssueCommand, PrescriptionStep, RequestSnapshot } from '../../domain/prescriptions/commands.js';
import { localStep, retryForever } from '../support/activities.js';
import { expectedFailure, isDefinite, toRefusalFailure } from '../support/failures.js';
import { LATE_AFTER_MS, LATE_FAILURE } from '../support/late.js';
import type { PrescriptionRun } from './run.js';

/** A run that was started to issue gets its update in its first task; one that does not was started by mistake. */
const ISSUE_TIMEOUT = '1 minute';

/**
 * Gets hold of what is issued: by its update, or from the record. False: there is nothing, and there never will be. A run that does not
 * know whether it has issued settles the doubt before it ends, so that nothing issued is without a workflow.
 */
export async function issued(run: PrescriptionRun): Promise<boolean> {
  const { requestId } = run;
  const of = { requestId, runId: workflowInfo().runId };
  if (run.input.mode === 'resume') {
    await run.refreshBy(() => retryForever.resumePrescriptions(of));
    run.issueOutcome = 'issued';
    return true;
  }
  await condition(() => run.issueOutcome !== undefined, ISSUE_TIMEOUT, { summary: 'Issuing' });
  // What is under way decides, however long its task was delayed.
  await condition(() => run.issueOutcome !== undefined || !run.lock.busy);
  if (run.issueOutcome === 'issued') return true;
  if (run.issueOutcome === 'refused') return false;
  if (run.issueOutcome === 'late') throw lateFailure();
  const found = await retryForever.settleIssue(of);
  run.issueOutcome = found ? 'issued' : 'refused';
  if (found) run.update(found);
  return found !== null;
}

/** The first update of a request: decides and issues in one local transaction. What was refused may be asked again, and is judged anew. */
export function issue(run: PrescriptionRun, command: IssueCommand, seal: string): Promise<RequestSnapshot> {
  return run.lock.runExclusive(async () => {
    if (run.isKnown) return run.snapshot;
    const { runId, startTime } = workflowInfo();
    const late = Date.now() - startTime.getTime() > LATE_AFTER_MS;
    try {
      const step = { ...stepOf(run, 'issue', command, seal), runId, late };
      const found = await localStep.issuePrescription(step);
      if (found === 'late') {
        run.issueOutcome = 'late';
        throw lateFailure();
      }
      run.update(found);
      run.issueOutcome = 'issued';
      return found;
    } catch (error) {
      if (run.issueOutcome === 'late') throw error;
      const failure = toRefusalFailure(error);
      run.issueOutcome = isDefinite(failure) ? 'refused' : 'in_doubt';
      throw failure;
    }
  });
}

/** What the step of an update is given; its operation id is the same for every delivery of the same request. */
export function stepOf<Command>(
  { requestId }: PrescriptionRun,
  update: string,
  command: Command,
  seal: string,
): PrescriptionStep<Command> {
  const updateId = currentUpdateInfo()?.id ?? update;
  return {
    requestId,
    operationId: `${requestId}/${updateId}`,
    actor: { kind: 'sealed', seal, update, updateId },
    command,
  };
}

function lateFailure() {
  return expectedFailure(LATE_FAILURE, 'The request came too late.');
}
