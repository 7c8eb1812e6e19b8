import type { Store } from '../store.js';
import { DISPUTE_STATUSES, type DisputeStatus } from './disputes.js';
import { intentOf, type Session } from './objects.js';

const DISPUTE_LABELS: Readonly<Record<DisputeStatus, string>> = {
  needs_response: 'The dispute waits for an answer',
  under_review: 'The bank reviews the answer',
  won: 'The bank decides for the clinic',
  lost: 'The bank decides for the customer',
};

/** What the bank holds of a paid session, and what it can still do with it, for `templates/stripe/bank.hbs`; null where it took nothing. */
export function bankView(store: Store, session: Session): object | null {
  const intent = intentOf(store, session);
  const charge = intent?.latest_charge ? store.get('charges', intent.latest_charge) : undefined;
  if (charge?.status !== 'succeeded') return null;
  const refunds = [...store.all('refunds')].filter((refund) => refund.charge === charge.id);
  const dispute = [...store.all('disputes')].find((one) => one.charge === charge.id);
  const moves = DISPUTE_STATUSES.filter((status) => status !== dispute?.status).map((status) => ({
    outcome: `dispute_${status}`,
    label: DISPUTE_LABELS[status],
  }));
  return {
    charge,
    dispute,
    refunds: refunds.map((refund) => ({
      refund,
      pending: refund.status === 'pending',
      failed: refund.status === 'failed',
    })),
    disputePresses: dispute ? moves : [{ outcome: 'dispute_open', label: 'The customer disputes the payment' }],
  };
}
