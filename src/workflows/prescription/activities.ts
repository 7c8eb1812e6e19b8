import { proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';
import type { RequestSnapshot } from '../../domain/prescriptions/commands.js';
import { documentQueue } from '../support/document-queue.js';

/**
 * Makes what documents of a request there are not yet. Retried without limit: what failed three times is shown to a person meanwhile, by
 * the activity itself.
 */
export function makeDocuments(requestId: string): Promise<RequestSnapshot> {
  const documents = proxyActivities<Activities>({
    taskQueue: documentQueue(workflowInfo().taskQueue),
    startToCloseTimeout: '1 minute',
    retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '5 minutes' },
    summary: 'Render, sign and store the document',
  });
  return documents.makePrescriptionDocuments({ requestId });
}
