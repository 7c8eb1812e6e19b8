import { emit, type Move } from '../events.js';
import { newId } from '../ids.js';
import { delayedType, promptType } from './methods.js';
import { type Charge, intentOf, type PaymentIntent, type Session } from './objects.js';
import { CHALLENGE_FAILURE, type Credit, chargeFor, FAILURE, feeOf, intentFor, moneyMoved } from './payment-objects.js';

function ensureIntent(move: Move, session: Session): PaymentIntent {
  const known = intentOf(move.tx, session);
  if (known) return known;
  const made = intentFor(session, move.tx.get('session_files', session.id));
  move.tx.put('payment_intents', made);
  emit(move, 'payment_intent.created', made);
  return made;
}

/** The bank takes the money: a charge, its line in the balance, and the intent that succeeded. */
function takeMoney(move: Move, session: Session, method: string, credit?: Credit): PaymentIntent {
  const intent = ensureIntent(move, session);
  const charge: Charge = chargeFor(intent, session, method, 'succeeded', credit);
  const line = moneyMoved('charge', charge.id, charge.amount, feeOf(charge.amount), charge.currency);
  const credited: Charge = { ...charge, balance_transaction: line.id };
  const succeeded: PaymentIntent = {
    ...intent,
    status: 'succeeded',
    amount_received: charge.amount,
    latest_charge: charge.id,
    payment_method: charge.payment_method,
    canceled_at: null,
    cancellation_reason: null,
    last_payment_error: null,
    next_action: null,
    processing: null,
  };
  move.tx.put('balance_transactions', line);
  move.tx.put('charges', credited);
  move.tx.put('payment_intents', succeeded);
  move.tx.put('ledger', { id: charge.id, type: 'charge', session: session.id, at: Date.now() });
  emit(move, 'payment_intent.succeeded', succeeded);
  emit(move, 'charge.succeeded', credited);
  return succeeded;
}

/** The customer was asked to confirm and did not: no charge was ever tried. */
function failChallenge(move: Move, challenged: PaymentIntent): PaymentIntent {
  const failed: PaymentIntent = {
    ...challenged,
    status: 'requires_payment_method',
    payment_method: null,
    next_action: null,
    last_payment_error: {
      ...CHALLENGE_FAILURE,
      doc_url: 'https://stripe.com/docs/error-codes/payment-intent-authentication-failure',
      type: 'card_error',
    },
  };
  move.tx.put('payment_intents', failed);
  emit(move, 'payment_intent.payment_failed', failed);
  return failed;
}

function refuseMoney(move: Move, session: Session, method: string): PaymentIntent {
  const intent = ensureIntent(move, session);
  const charge = chargeFor(intent, session, method, 'failed');
  const failed: PaymentIntent = {
    ...intent,
    status: 'requires_payment_method',
    latest_charge: charge.id,
    payment_method: null,
    next_action: null,
    processing: null,
    last_payment_error: {
      charge: charge.id,
      code: FAILURE.code,
      decline_code: FAILURE.decline,
      doc_url: 'https://stripe.com/docs/error-codes/card-declined',
      message: FAILURE.message,
      type: 'card_error',
    },
  };
  move.tx.put('charges', charge);
  move.tx.put('payment_intents', failed);
  emit(move, 'charge.failed', charge);
  emit(move, 'payment_intent.payment_failed', failed);
  return failed;
}

function keep(move: Move, session: Session): Session {
  move.tx.put('sessions', session);
  return session;
}

function closed(session: Session, paid: boolean, intent: PaymentIntent): Session {
  return {
    ...session,
    status: 'complete',
    payment_status: paid ? 'paid' : 'unpaid',
    payment_intent: intent.id,
    url: null,
    customer_details: {
      address: null,
      business_name: null,
      email: session.customer_email ?? 'patient@example.invalid',
      individual_name: null,
      name: 'Sandbox Patient',
      phone: null,
      tax_exempt: 'none',
      tax_ids: [],
    },
  };
}

/** The customer pays, or the bank credits a session that was closed without money. */
export function pay(move: Move, session: Session, credit?: Credit): Session {
  const done = keep(move, closed(session, true, takeMoney(move, session, promptType(session), credit)));
  emit(move, 'checkout.session.completed', done);
  return done;
}

/** One attempt fails; the session stays open for the next one. */
export function decline(move: Move, session: Session): Session {
  const intent = ensureIntent(move, session);
  const failed =
    intent.status === 'requires_action' ? failChallenge(move, intent) : refuseMoney(move, session, promptType(session));
  return keep(move, { ...session, payment_intent: failed.id });
}

/** The bank wants to see the customer first (3-D Secure); the session stays open. */
export function challenge(move: Move, session: Session): Session {
  const intent: PaymentIntent = {
    ...ensureIntent(move, session),
    status: 'requires_action',
    payment_method: newId('paymentMethod'),
    next_action: { type: 'redirect_to_url', redirect_to_url: { return_url: session.success_url, url: session.url } },
  };
  move.tx.put('payment_intents', intent);
  emit(move, 'payment_intent.requires_action', intent);
  return keep(move, { ...session, payment_intent: intent.id });
}

/** The customer chose a method that settles later: the session is complete and not paid. */
export function startProcessing(move: Move, session: Session): Session {
  const intent: PaymentIntent = {
    ...ensureIntent(move, session),
    status: 'processing',
    payment_method: newId('paymentMethod'),
    next_action: null,
    processing: delayedType(session) === 'card' ? { type: 'card' } : null,
  };
  move.tx.put('payment_intents', intent);
  emit(move, 'payment_intent.processing', intent);
  const waiting = keep(move, closed(session, false, intent));
  emit(move, 'checkout.session.completed', waiting);
  return waiting;
}

/** Whether a delayed payment of this session is under way. */
export function isProcessing(move: Move, session: Session): boolean {
  return session.status === 'complete' && intentOf(move.tx, session)?.status === 'processing';
}

/** The delayed payment arrives or fails. */
export function settleDelayed(move: Move, session: Session, arrived: boolean, credit?: Credit): Session {
  const method = delayedType(session);
  if (arrived) {
    const paid = keep(move, closed(session, true, takeMoney(move, session, method, credit)));
    emit(move, 'checkout.session.async_payment_succeeded', paid);
    return paid;
  }
  const failed = keep(move, closed(session, false, refuseMoney(move, session, method)));
  emit(move, 'checkout.session.async_payment_failed', failed);
  return failed;
}

/** When a session stopped being open, in words for people. */
export function describe(session: Session): string {
  if (session.status === 'open') return 'open';
  if (session.status === 'expired') return 'expired';
  return session.payment_status === 'paid' ? 'complete and paid' : `complete and ${session.payment_status}`;
}
