import type { Outcome } from './drive.js';
import { type Html, html, money } from './html.js';
import type { Page } from './layout.js';
import { delayedType, offersCards, offersDelayed } from './methods.js';
import type { PaymentIntent, Session, SessionFile } from './objects.js';

/** What the page shows; `notice` is the outcome of the last press. */
interface PayView {
  readonly session: Session;
  readonly file: SessionFile | undefined;
  readonly intent: PaymentIntent | undefined;
  readonly notice: string;
  /** The appointment's workflow in the Temporal UI, where that is known. */
  readonly appointmentUrl: string | null;
  /** What the bank can still do with money that it took, as cards below the page's own. */
  readonly bank: Html | null;
}

const NOTICES: Readonly<Record<string, string>> = {
  declined: 'Your card was declined. Nothing was charged; you can try again.',
  closed: 'This checkout was closed before you pressed the button. Nothing was charged by it.',
  not_offered: 'This clinic does not take that way of paying. Nothing was charged; choose another one.',
  amount: 'Write the amount as 10.00. Nothing was charged.',
  refused: 'The bank can no longer do that: look at the state below.',
  challenge_failed: 'Your bank could not confirm that it is you. Nothing was charged; you can try again.',
};

/** Counts down in the open page, and asks for the page anew when the time is over. */
const COUNTDOWN = `
const timer = document.querySelector('[data-expires]');
if (timer) {
  const end = Date.now() + Number(timer.dataset.left) * 1000;
  const tick = () => {
    const left = Math.max(0, Math.ceil((end - Date.now()) / 1000));
    const hours = Math.floor(left / 3600);
    const minutes = String(Math.floor(left / 60) % 60).padStart(2, '0');
    const seconds = String(left % 60).padStart(2, '0');
    timer.textContent = (hours ? hours + ':' : '') + minutes + ':' + seconds;
    if (left === 0) { clearInterval(running); setTimeout(() => location.reload(), 1500); }
  };
  const running = setInterval(tick, 1000);
  tick();
}
`;

/** Until when the customer can pay: the end of the clinic's hold where it told us, at most the end of the session. */
export function payBy(session: Session): Date {
  const held = Date.parse(session.metadata.pay_by ?? '');
  const ends = session.expires_at * 1000;
  return new Date(Number.isNaN(held) ? ends : Math.min(held, ends));
}

function deadline(session: Session): Html {
  const until = payBy(session);
  const left = Math.max(0, Math.ceil((until.getTime() - Date.now()) / 1000));
  return html`<p class="muted">Your time is held for
<span class="timer" role="timer" data-expires data-left="${left}">${Math.ceil(left / 60)} minutes</span>
(until <time datetime="${until.toISOString()}">${until.toUTCString()}</time>).</p>`;
}

function summary({ session, file, intent, appointmentUrl }: PayView): Html {
  const received = intent?.status === 'succeeded' ? intent.amount_received : null;
  const other = received !== null && received !== session.amount_total;
  return html`<section class="card" aria-label="What you pay for">
<h1>${file?.productName ?? 'Payment'}</h1>
<p class="amount">${money(session.amount_total ?? 0, session.currency ?? 'aud')}</p>
${other ? html`<p class="muted">The bank credited ${money(received, intent?.currency ?? 'aud')} instead.</p>` : null}
${session.customer_email ? html`<p class="muted">For ${session.customer_email}</p>` : null}
${session.status === 'open' ? deadline(session) : null}
${appointmentUrl ? html`<p class="muted"><a href="${appointmentUrl}">The appointment in the Temporal UI</a></p>` : null}
</section>`;
}

function alertBox(notice: string): Html | null {
  const text = NOTICES[notice];
  return text === undefined ? null : html`<p class="alert" role="alert">${text}</p>`;
}

/** The choice of what becomes of the notice to the clinic. */
export function webhookChoice(): Html {
  const choices = [
    ['send', 'Send it once'],
    ['duplicate', 'Send it twice'],
    ['delay', 'Send it late, after'],
    ['lose', 'Never send it'],
  ] as const;
  return html`<fieldset>
<legend>Webhook to the clinic</legend>
${choices.map(
  ([value, label]) => html`<div class="choice">
<input type="radio" name="webhook" id="webhook-${value}" value="${value}"${value === 'send' ? html` checked` : null}>
<label for="webhook-${value}">${label}</label>
${
  value === 'delay'
    ? html`<select name="delay" aria-label="How much later">
<option value="3s">3 seconds</option><option value="30s">30 seconds</option><option value="5m">5 minutes</option><option value="20m">20 minutes</option>
</select>`
    : null
}
</div>`,
)}
</fieldset>`;
}

/** A button that makes something happen. */
export function press(outcome: string, label: string, main = false): Html {
  return html`<button type="submit" name="outcome" value="${outcome}" class="button${main ? null : ' quiet'}">${label}</button>`;
}

/** Whether the page of this session has a button for this outcome: a page without cards decides nothing at once. */
export function isOffered(session: Session, outcome: Outcome): boolean {
  return offersCards(session) || !['paid', 'declined', 'requires_action'].includes(outcome);
}

function outcomePresses(session: Session): Html {
  const currency = (session.currency ?? 'aud').toUpperCase();
  const cards = html`${press('paid', `Pay ${money(session.amount_total ?? 0, session.currency ?? 'aud')}`, true)}
${press('declined', 'Card declined')}
${press('requires_action', '3-D Secure challenge')}`;
  const otherAmount = html`<div class="row"><div><label for="amount">The bank credits another amount (${currency})</label>
<input type="text" inputmode="decimal" name="amount" id="amount" placeholder="10.00"></div>
${press('paid_other', 'Pay that amount')}</div>`;
  const method = delayedType(session).replaceAll('_', ' ');
  const delayed = press('processing', `Pay by ${method} (the money comes later)`, !offersCards(session));
  return html`${offersCards(session) ? cards : null}
${offersDelayed(session) ? delayed : null}
<details><summary>More outcomes</summary>
${offersDelayed(session) ? null : press('processing', 'A payment whose money comes later')}
${offersCards(session) ? otherAmount : null}
${press('expired', 'Close the checkout unpaid')}
</details>`;
}

function openForm(view: PayView): Html {
  const { session } = view;
  const challenged = view.intent?.status === 'requires_action';
  const buttons = challenged
    ? html`<h2>Your bank asks whether it is you</h2>
<p class="muted">3-D Secure challenge. The checkout stays open until you answer.</p>
${press('paid', 'Approve the payment', true)}
${press('challenge_failed', 'Fail the challenge')}`
    : html`<h2>Choose what happens</h2>
${outcomePresses(session)}
${session.custom_text.submit ? html`<p class="muted">${session.custom_text.submit.message}</p>` : null}`;
  return html`<form class="card" method="post">
${buttons}
${session.cancel_url ? html`<a class="button quiet" href="${session.cancel_url}">Cancel and go back</a>` : null}
${webhookChoice()}
</form>`;
}

/** Banks credit closed checkouts too: the clinic has to deal with late money. */
function lateForm(): Html {
  return html`<form class="card" method="post"><h2>Late money</h2>
<p class="muted">The bank credits the payment although the checkout is closed.</p>
${press('paid_late', 'The money arrives all the same')}
${webhookChoice()}</form>`;
}

function closedCard(view: PayView): Html {
  const { session } = view;
  const back = session.success_url ? returnUrl(session) : null;
  if (session.status === 'expired') {
    return html`<section class="card"><p class="state bad">This checkout has expired</p>
<p>It can no longer be paid, and nothing was charged. Please book again with the clinic.</p>
${session.cancel_url ? html`<a class="button" href="${session.cancel_url}">Back to the clinic</a>` : null}</section>
${lateForm()}`;
  }
  if (session.payment_status === 'paid') {
    return html`<section class="card"><p class="state good">Paid</p>
<p>This checkout is complete. You do not need to pay again.</p>
${back ? html`<a class="button" href="${back}">Back to the clinic</a>` : null}</section>`;
  }
  if (view.intent?.status === 'processing') {
    return html`<section class="card"><p class="state">Payment under way</p>
<p>The bank has taken the order and has not yet said whether the money arrives.</p>
${back ? html`<a class="button" href="${back}">Back to the clinic</a>` : null}</section>
<form class="card" method="post"><h2>Settle it now</h2>
${press('async_paid', 'The money arrives')}
${press('async_failed', 'The payment fails')}
${webhookChoice()}</form>`;
  }
  return html`<section class="card"><p class="state bad">The payment failed</p>
<p>The bank did not pay, and nothing was charged. Please book again with the clinic.</p>
${session.cancel_url ? html`<a class="button" href="${session.cancel_url}">Back to the clinic</a>` : null}</section>
${lateForm()}`;
}

/** Where the customer goes after paying, with the session's id filled in as Stripe does. */
export function returnUrl(session: Session): string {
  return (session.success_url ?? '').replace(/\{CHECKOUT_SESSION_ID\}|%7BCHECKOUT_SESSION_ID%7D/gi, session.id);
}

/** The hosted page of a session, whatever its state. */
export function payPage(view: PayView): Page {
  const { session } = view;
  const open = session.status === 'open';
  return {
    title: `${open ? 'Pay' : 'Checkout'} - Keepwell sandbox`,
    script: open ? COUNTDOWN : undefined,
    body: html`${alertBox(view.notice)}${summary(view)}${open ? openForm(view) : closedCard(view)}${view.bank}
<p class="muted"><a href="../../">All sandbox sessions</a> &middot; <code>${session.id}</code></p>`,
  };
}
