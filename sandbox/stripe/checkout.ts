import type Stripe from 'stripe';
import { emit, type Move } from '../events.js';
import { missing, refused } from '../fault.js';
import { newId } from '../ids.js';
import type { Tx } from '../store.js';
import type { SessionRequest } from './checkout-params.js';
import * as fixtures from './fixtures.js';
import { intentOf, type Session, unixNow } from './objects.js';

function lineItems(request: SessionRequest): Stripe.LineItem[] {
  const { currency } = request;
  return request.items.map(({ name, quantity, unitAmount }) => ({
    ...fixtures.lineItem,
    id: newId('lineItem'),
    amount_subtotal: unitAmount * quantity,
    amount_total: unitAmount * quantity,
    currency,
    description: name,
    price: {
      ...fixtures.price,
      id: newId('price'),
      created: unixNow(),
      currency,
      product: newId('product'),
      unit_amount: unitAmount,
      unit_amount_decimal: String(unitAmount) as unknown as Stripe.Price['unit_amount_decimal'],
    },
    quantity,
  }));
}

function blankSession(id: string, request: SessionRequest): Session {
  return {
    ...fixtures.session,
    id,
    allowed_payment_method_types: request.allowedTypes,
    amount_subtotal: request.amount,
    amount_total: request.amount,
    cancel_url: request.cancelUrl,
    client_reference_id: request.clientReference,
    created: unixNow(),
    currency: request.currency,
    custom_text: {
      after_submit: null,
      shipping_address: null,
      submit: request.submitText === null ? null : { message: request.submitText },
      terms_of_service_acceptance: null,
    },
    customer_email: request.customerEmail,
    expires_at: request.expiresAt,
    metadata: request.metadata,
    payment_method_types: request.offeredTypes,
    submit_type: request.submitType,
    success_url: request.successUrl,
    url: null,
  };
}

/** Opens a session; `pageUrl` gives the address of its hosted page. */
export function createSession(tx: Tx, request: SessionRequest, pageUrl: (id: string) => string): Session {
  const id = newId('session');
  const session: Session = { ...blankSession(id, request), url: pageUrl(id) };
  tx.put('sessions', session);
  tx.put('session_files', {
    id,
    productName: request.items.map((entry) => entry.name).join(', '),
    lineItems: lineItems(request),
    paymentMetadata: request.paymentMetadata,
    description: request.description,
  });
  return session;
}

/** The session with this id, or Stripe's 404. */
export function sessionOf(tx: Pick<Tx, 'get'>, id: string): Session {
  const session = tx.get('sessions', id);
  if (!session) throw missing('checkout.session', id, 'session');
  return session;
}

/** Whether the session is open although its time is over; the alarm that closes it may ring a moment late. */
export function isOverdue(session: Session): boolean {
  return session.status === 'open' && session.expires_at * 1000 <= Date.now();
}

/** Closes an open session without payment and cancels what was under way. */
export function closeUnpaid(move: Move, session: Session): Session {
  const { tx } = move;
  const intent = intentOf(tx, session);
  if (intent && intent.status !== 'succeeded' && intent.status !== 'canceled') {
    const canceled = {
      ...intent,
      status: 'canceled',
      canceled_at: unixNow(),
      cancellation_reason: 'automatic',
      next_action: null,
    } as const;
    tx.put('payment_intents', canceled);
    emit(move, 'payment_intent.canceled', canceled);
  }
  const expired: Session = { ...session, status: 'expired', url: null };
  tx.put('sessions', expired);
  emit(move, 'checkout.session.expired', expired);
  return expired;
}

/** `POST /v1/checkout/sessions/{id}/expire`: only an open session can be expired. */
export function expireSession(move: Move, id: string): Session {
  const session = sessionOf(move.tx, id);
  if (session.status !== 'open') {
    throw refused(
      `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${session.status}.`,
    );
  }
  return closeUnpaid(move, session);
}
