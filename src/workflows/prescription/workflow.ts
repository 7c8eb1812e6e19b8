import { CancellationScope, condition } from '@temporalio/workflow';
import { retryForever } from '../support/activities.js';
import { makeDocuments } from './activities.js';
import type { PrescriptionInput, PrescriptionResult } from './contract.js';
import { setHandlers } from './handlers.js';
import { issued } from './issue.js';
import { sendMail } from './mail.js';
import { PrescriptionRun } from './run.js';
import { startInput } from './start-input.js';

/**
 * What a doctor has prescribed in one request, from its issue until the patient has it: issue → document → mail → appointment → read.
 * A cancel may come at any time, also long after the run has closed: then the run of that update is a new one.
 */
export async function prescription(typed: PrescriptionInput | null): Promise<PrescriptionResult> {
  const input = startInput(typed);
  // *Request Cancellation* in the Temporal UI ends nothing: a patient would wait for a document that never comes.
  return CancellationScope.nonCancellable(async () => {
    const run = new PrescriptionRun(input);
    setHandlers(run);
    if (!(await issued(run))) await run.answers.drain();
    // Whoever asked again while this run was about to end may have been given what the first one was refused.
    if (!run.isKnown) return { outcome: 'refused' };
    await deliver(run);
    await remindOfUnread(run);
    await run.answers.drain(() => run.tasks.areDone);
    return { outcome: run.stands ? 'delivered' : 'ended' };
  });
}

/** Makes the documents, sends one mail about all of them, and tells the appointment. Each is done once, however often it is begun. */
async function deliver(run: PrescriptionRun): Promise<void> {
  const { requestId } = run;
  if (!run.stands || run.snapshot.delivery === 'delivered') return;
  run.show('The document');
  await run.refreshBy(() => makeDocuments(requestId));
  if (!run.stands) return;
  run.show('The mail to the patient');
  await sendMail(run, run.snapshot.supersedes ? 'prescription_superseded' : 'prescription_ready', '');
  await run.refreshBy(() => retryForever.finishDelivery({ requestId }));
}

/** One more mail when nobody has opened the document after a while. */
async function remindOfUnread(run: PrescriptionRun): Promise<void> {
  const { remindAt } = run.snapshot;
  if (remindAt === null || run.isRead || !run.stands) return;
  const dueAt = Date.parse(remindAt);
  if (dueAt > Date.now()) {
    run.show('The patient to open the document', dueAt);
    await condition(() => !run.stands, dueAt - Date.now(), { summary: 'Remind of the unread document' });
    await run.refreshBy(() => retryForever.readPrescriptions({ requestId: run.requestId }));
  }
  if (run.stands && !run.isRead) await sendMail(run, 'prescription_unread', '');
}
