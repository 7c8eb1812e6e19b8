import { DISPUTE_STATUSES } from './disputes.js';
import { type Html, html, money } from './html.js';
import type { Charge, Dispute, Refund, Session } from './objects.js';
import { press, webhookChoice } from './pay-page.js';
import type { Store } from './store.js';

interface Taken {
  readonly charge: Charge;
  readonly refunds: readonly Refund[];
  readonly dispute: Dispute | undefined;
}

function takenBy(store: Store, session: Session): Taken | null {
  const intent = session.payment_intent === null ? undefined : store.get('payment_intents', session.payment_intent);
  const charge = intent?.latest_charge ? store.get('charges', intent.latest_charge) : undefined;
  if (charge?.status !== 'succeeded') return null;
  return {
    charge,
    refunds: [...store.all('refunds')].filter((refund) => refund.charge === charge.id),
    dispute: [...store.all('disputes')].find((dispute) => dispute.charge === charge.id),
  };
}

function refundForm(refund: Refund): Html {
  return html`<form class="card" method="post"><h2>Refund of ${money(refund.amount, refund.currency)}: ${refund.status}</h2>
<p class="muted"><code>${refund.id}</code></p>
<input type="hidden" name="refund" value="${refund.id}">
${refund.status === 'pending' ? press('refund_succeeded', 'The refund arrives') : null}
${refund.status === 'failed' ? null : press('refund_failed', 'The refund fails')}
${refund.status === 'failed' ? null : webhookChoice()}</form>`;
}

const DISPUTE_LABELS: Readonly<Record<(typeof DISPUTE_STATUSES)[number], string>> = {
  needs_response: 'The dispute waits for an answer',
  under_review: 'The bank reviews the answer',
  won: 'The bank decides for the clinic',
  lost: 'The bank decides for the customer',
};

function disputeForm(dispute: Dispute | undefined): Html {
  return html`<form class="card" method="post"><h2>Dispute${dispute ? html`: ${dispute.status.replaceAll('_', ' ')}` : null}</h2>
${dispute ? html`<p class="muted">${money(dispute.amount, dispute.currency)}, <code>${dispute.id}</code></p>` : null}
${
  dispute
    ? DISPUTE_STATUSES.filter((status) => status !== dispute.status).map((status) =>
        press(`dispute_${status}`, DISPUTE_LABELS[status]),
      )
    : press('dispute_open', 'The customer disputes the payment')
}
${webhookChoice()}</form>`;
}

/** What the bank holds of a paid session, and what it can still do with it; null where it took nothing. */
export function bankCards(store: Store, session: Session): Html | null {
  const taken = takenBy(store, session);
  if (!taken) return null;
  const { charge, refunds, dispute } = taken;
  return html`<section class="card" aria-label="What the bank has"><h2>At the bank</h2><dl>
<dt>Charged</dt><dd>${money(charge.amount, charge.currency)}</dd>
<dt>Refunded</dt><dd>${money(charge.amount_refunded, charge.currency)}</dd>
<dt>Charge</dt><dd><code>${charge.id}</code></dd>
<dt>Payment</dt><dd><code>${charge.payment_intent}</code></dd></dl></section>
${refunds.map(refundForm)}${disputeForm(dispute)}`;
}
