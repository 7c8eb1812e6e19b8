import { money, type Page } from '../pages.js';
import type { Outcome } from './drive.js';
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
  readonly bank: object | null;
}

const NOTICES: Readonly<Record<string, string>> = {
  declined: 'Your card was declined. Nothing was charged; you can try again.',
  closed: 'This checkout was closed before you pressed the button. Nothing was charged by it.',
  not_offered: 'This clinic does not take that way of paying. Nothing was charged; choose another one.',
  amount: 'Write the amount as 10.00. Nothing was charged.',
  refused: 'The bank can no longer do that: look at the state below.',
  challenge_failed: 'Your bank could not confirm that it is you. Nothing was charged; you can try again.',
};

/** Until when the customer can pay: the end of the clinic's hold where it sent one, at most the end of the session. */
function payBy(session: Session): Date {
  const held = Date.parse(session.metadata.pay_by ?? '');
  const ends = session.expires_at * 1000;
  return new Date(Number.isNaN(held) ? ends : Math.min(held, ends));
}

function deadline(session: Session): object | null {
  if (session.status !== 'open') return null;
  const until = payBy(session);
  const left = Math.max(0, Math.ceil((until.getTime() - Date.now()) / 1000));
  return { left, minutes: Math.ceil(left / 60), iso: until.toISOString(), words: until.toUTCString() };
}

/** Whether the page of this session has a button for this outcome: a page without cards decides nothing at once. */
export function isOffered(session: Session, outcome: Outcome): boolean {
  return offersCards(session) || !['paid', 'declined', 'requires_action'].includes(outcome);
}

function stateOf({ status, payment_status }: Session, intent: PaymentIntent | undefined): string {
  if (status === 'open') return 'open';
  if (status === 'expired') return 'expired';
  if (payment_status === 'paid') return 'paid';
  return intent?.status === 'processing' ? 'processing' : 'failed';
}

/** Where the customer goes after paying, with the session's id filled in as Stripe does. */
export function returnUrl(session: Session): string {
  return (session.success_url ?? '').replace(/\{CHECKOUT_SESSION_ID\}|%7BCHECKOUT_SESSION_ID%7D/gi, session.id);
}

/** The hosted page of a session, whatever its state. */
export function payPage({ session, file, intent, notice, appointmentUrl, bank }: PayView): Page {
  const amount = session.amount_total ?? 0;
  const currency = session.currency ?? 'aud';
  const state = stateOf(session, intent);
  const received = intent?.status === 'succeeded' ? intent.amount_received : amount;
  return {
    title: `${state === 'open' ? 'Pay' : 'Checkout'} - Keepwell sandbox`,
    template: 'stripe/pay',
    countdown: state === 'open',
    view: {
      id: session.id,
      is: { [state]: true, challenged: intent?.status === 'requires_action' },
      notice: NOTICES[notice],
      product: file?.productName ?? 'Payment',
      amount,
      currency,
      currencyCode: currency.toUpperCase(),
      credited: received === amount ? null : { amount: received, currency: intent?.currency ?? 'aud' },
      email: session.customer_email,
      deadline: deadline(session),
      appointmentUrl,
      cards: offersCards(session),
      delayed: offersDelayed(session),
      payLabel: `Pay ${money(amount, currency)}`,
      delayedLabel: `Pay by ${delayedType(session).replaceAll('_', ' ')} (the money comes later)`,
      submitText: session.custom_text.submit?.message,
      cancelUrl: session.cancel_url,
      returnUrl: returnUrl(session),
      bank,
    },
  };
}
