import { proxyActivities, uuid4 } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';
import { lastFullDays } from '../../domain/payments/reconciliation.js';
import type { ReconciliationResult } from './contract.js';

/** Late webhooks come for up to three days (Stripe's and Paystack's live retries): each day is looked at three times. */
const DAYS = 3;

const { reconcile } = proxyActivities<Activities>({
  startToCloseTimeout: '2h',
  scheduleToCloseTimeout: '12h',
  heartbeatTimeout: '1 minute',
  retry: { initialInterval: '10s', backoffCoefficient: 2, maximumInterval: '10 minutes' },
});

/** What a Schedule runs every night: the provider's books, the ledger and the appointments of the last days are compared. */
export async function reconciliation(): Promise<ReconciliationResult> {
  return reconcile({ id: uuid4(), ...lastFullDays(Date.now(), DAYS) });
}
