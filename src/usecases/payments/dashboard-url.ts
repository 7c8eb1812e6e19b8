import type { ProviderName } from '../../domain/payment/orders.js';

/**
 * The page of a payment in its provider's dashboard, for somebody who is signed in there; null where there is none.
 * Stripe keeps test payments apart, and its session ids say which they are (`cs_test_…`). Paystack's dashboard has a
 * page by number only: its list is searched by the reference.
 */
export function dashboardUrl(provider: ProviderName, paymentId: string, session: string | null): string | null {
  const id = encodeURIComponent(paymentId);
  if (provider === 'stripe') {
    return `https://dashboard.stripe.com/${session?.startsWith('cs_test_') ? 'test/' : ''}payments/${id}`;
  }
  return provider === 'paystack' ? `https://dashboard.paystack.com/#/transactions?reference=${id}` : null;
}
