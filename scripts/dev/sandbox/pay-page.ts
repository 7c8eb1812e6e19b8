import type { Outcome } from './drive.js';
import { type Html, html, money } from './html.js';
import type { Page } from './layout.js';
import { delayedType, offersCards, offersDelayed } from './methods.js';
import type { PaymentIntent, Session, SessionFile } from './objects.js';
import { secondsLeft } from './payments.js';

/** What the page shows; `notice` is the outcome of the last press. */
interface PayView {
  readonly session: Session;
  readonly file: SessionFile | undefined;
  readonly intent: PaymentIntent | undefined;
  readonly notice: string;
}

const NOTICES: Readonly<Record<string, string>> = {
  declined: 'Your card was declined. Nothing was charged; you can try again.',
  closed: 'This checkout was closed before you pressed the button. Nothing was charged by it.',
  not_offered: 'This clinic does not take that way of paying. Nothing was charged; choose another one.',
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

function summary({ session, file }: PayView): Html {
  return html`<section class="card" aria-label="What you pay for">
<h1>${file?.productName ?? 'Payment'}</h1>
<p class="amount">${money(session.amount_total ?? 0, session.currency ?? 'aud')}</p>
${session.customer_email ? html`<p class="muted">For ${session.customer_email}</p>` : null}
${
  session.status === 'open'
    ? html`<p class="muted">This page closes in
<span class="timer" role="timer" data-expires data-left="${secondsLeft(session)}">${Math.ceil(secondsLeft(session) / 60)} minutes</span>
(<time datetime="${new Date(session.expires_at * 1000).toISOString()}">${new Date(session.expires_at * 1000).toUTCString()}</time>).</p>`
    : null
}
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
  return html`<button type="submit" name="outcome" value="${outcome}"${main ? html` class="main"` : null}>${label}</button>`;
}

function cardPresses(session: Session): Html | null {
  if (!offersCards(session)) return null;
  return html`${press('paid', `Pay ${money(session.amount_total ?? 0, session.currency ?? 'aud')}`, true)}
${press('declined', 'Card declined')}
${press('requires_action', '3-D Secure challenge')}`;
}

function delayedPress(session: Session): Html | null {
  if (!offersDelayed(session)) return null;
  const name = delayedType(session).replaceAll('_', ' ');
  return press('processing', `Pay by ${name} (the money comes later)`, !offersCards(session));
}

/** Whether the page of this session has a button for this outcome; what is under way can always be ended. */
export function isOffered(session: Session, outcome: Outcome): boolean {
  if (outcome === 'processing') return offersDelayed(session);
  return outcome.startsWith('async_') || offersCards(session);
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
${cardPresses(session)}
${delayedPress(session)}`;
  return html`<form class="card" method="post">
${buttons}
${session.cancel_url ? html`<a class="button" href="${session.cancel_url}">Cancel and go back</a>` : null}
${webhookChoice()}
</form>`;
}

function closedCard(view: PayView): Html {
  const { session } = view;
  const back = session.success_url ? returnUrl(session) : null;
  if (session.status === 'expired') {
    return html`<section class="card"><p class="state bad">This checkout has expired</p>
<p>It can no longer be paid, and nothing was charged. Please book again with the clinic.</p>
${session.cancel_url ? html`<a class="button main" href="${session.cancel_url}">Back to the clinic</a>` : null}</section>`;
  }
  if (session.payment_status === 'paid') {
    return html`<section class="card"><p class="state good">Paid</p>
<p>This checkout is complete. You do not need to pay again.</p>
${back ? html`<a class="button main" href="${back}">Back to the clinic</a>` : null}</section>`;
  }
  if (view.intent?.status === 'processing') {
    return html`<section class="card"><p class="state">Payment under way</p>
<p>The bank has taken the order and has not yet said whether the money arrives.</p>
${back ? html`<a class="button main" href="${back}">Back to the clinic</a>` : null}</section>
<form class="card" method="post"><h2>Settle it now</h2>
${press('async_paid', 'The money arrives')}
${press('async_failed', 'The payment fails')}
${webhookChoice()}</form>`;
  }
  return html`<section class="card"><p class="state bad">The payment failed</p>
<p>The bank did not pay, and nothing was charged. Please book again with the clinic.</p>
${session.cancel_url ? html`<a class="button main" href="${session.cancel_url}">Back to the clinic</a>` : null}</section>`;
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
    body: html`${alertBox(view.notice)}${summary(view)}${open ? openForm(view) : closedCard(view)}
<p class="muted"><a href="../../">All sandbox sessions</a> &middot; <code>${session.id}</code></p>`,
  };
}
