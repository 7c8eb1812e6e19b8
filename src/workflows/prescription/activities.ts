import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';
import type { RequestSnapshot } from '../../domain/prescriptions/commands.js';

/** Retried without limit: what failed three times is shown to a person meanwhile, by the activity itself. */
const documents = proxyActivities<Activities>({
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '5 minutes' },
  summary: 'Render, sign and store the document',
});

/** Makes what documents of a request there are not yet. */
export function makeDocuments(requestId: string): Promise<RequestSnapshot> {
  return documents.makePrescriptionDocuments({ requestId });
}
