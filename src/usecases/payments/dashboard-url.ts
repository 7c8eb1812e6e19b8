/**
 * Where somebody who is signed in at the provider finds one of its objects; null where no page is known.
 *
 * Stripe: a payment is under `payments/<pi_… or ch_…>`, a dispute under `disputes/<dp_… or du_…>`, and test objects under
 * `test/` (docs.stripe.com/cli/open names the sections and `/test/`). A checkout session or a refund has no page of its
 * own there; the search box of the dashboard takes any id.
 * Paystack: the list of transactions has a field to search by reference, and a transaction's page goes by a number that
 * we do not have (support.paystack.com, "The Dashboard: Transactions Page"), so the link leads to the list.
 */
export function dashboardUrl(provider: string, objectId: string, isTest: boolean): string | null {
  if (provider === 'paystack') return 'https://dashboard.paystack.com/#/transactions';
  const section = provider === 'stripe' ? STRIPE_SECTIONS[objectId.split('_')[0] ?? ''] : undefined;
  if (!section) return null;
  return `https://dashboard.stripe.com/${isTest ? 'test/' : ''}${section}/${encodeURIComponent(objectId)}`;
}

const STRIPE_SECTIONS: Readonly<Record<string, string>> = {
  pi: 'payments',
  ch: 'payments',
  py: 'payments',
  dp: 'disputes',
  du: 'disputes',
};

/** Whether a checkout session is one of Stripe's test mode: its id says so. */
export function isTestSession(session: string | null): boolean {
  return session?.startsWith('cs_test_') ?? false;
}

/** Where the webhook's address and secret are looked after; null where no page is known. */
export function webhookSettingsUrl(provider: string): string | null {
  if (provider === 'stripe') return 'https://dashboard.stripe.com/webhooks';
  return provider === 'paystack' ? 'https://dashboard.paystack.com/#/settings/developers' : null;
}
