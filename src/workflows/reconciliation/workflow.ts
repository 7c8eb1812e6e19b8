import { patched, proxyActivities, uuid4 } from '@temporalio/workflow';
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

const { flagPatterns, flagCertificate } = proxyActivities<Activities>({
  startToCloseTimeout: '10 minutes',
  retry: { maximumAttempts: 5 },
});

/**
 * What a Schedule runs every night: the provider's books, the ledger and the appointments of the last days are compared.
 * Then, because money comes first, what is unusual in prescribing and a certificate that ends are shown to administrators; a night that does
 * not come so far is made up for by the next one.
 */
export async function reconciliation(): Promise<ReconciliationResult> {
  const result = await reconcile({ id: uuid4(), ...lastFullDays(Date.now(), DAYS) });
  // Runs that were recorded before prescriptions were watched end here.
  if (patched('watch-prescribing')) {
    await flagPatterns();
    await flagCertificate();
  }
  return result;
}
