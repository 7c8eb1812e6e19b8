import { isCancellation } from '@temporalio/workflow';
import type { PrescriptionMailKind } from '../../domain/prescriptions/mails.js';
import { retryForADay, retryForever } from '../support/activities.js';
import type { PrescriptionRun } from './run.js';

/** Tried for a day: the address or the server needs a person then, who is shown it. */
export async function sendMail(run: PrescriptionRun, kind: PrescriptionMailKind, occurrence: string): Promise<void> {
  const { requestId } = run;
  const summary = `Mail: ${kind.replaceAll('_', ' ')}`;
  try {
    await retryForADay.deliverPrescriptionMail.executeWithOptions({ summary }, [{ requestId, kind, occurrence }]);
  } catch (error) {
    if (isCancellation(error)) throw error;
    await retryForever.flagUndelivered({ requestId });
  }
}
