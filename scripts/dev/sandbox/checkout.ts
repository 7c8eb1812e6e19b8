import type Stripe from 'stripe';
import type { SessionRequest } from './checkout-params.js';
import { emit, type Move } from './events.js';
import { missing, refused } from './fault.js';
import { newId } from './ids.js';
import { type Session, unixNow } from './objects.js';
import type { Tx } from './store.js';

function lineItems(request: SessionRequest): Stripe.LineItem[] {
  return request.items.map((entry) => {
    const product = newId('product');
    const total = entry.unitAmount * entry.quantity;
    return {
      id: newId('lineItem'),
      object: 'item',
      adjustable_quantity: null,
      amount_discount: 0,
      amount_subtotal: total,
      amount_tax: 0,
      amount_total: total,
      currency: request.currency,
      description: entry.name,
      metadata: {},
      price: {
        id: newId('price'),
        object: 'price',
        active: false,
        billing_scheme: 'per_unit',
        created: unixNow(),
        currency: request.currency,
        custom_unit_amount: null,
        livemode: false,
        lookup_key: null,
        metadata: {},
        nickname: null,
        product,
        recurring: null,
        tax_behavior: 'unspecified',
        tiers_mode: null,
        transform_quantity: null,
        type: 'one_time',
        unit_amount: entry.unitAmount,
        unit_amount_decimal: String(entry.unitAmount) as unknown as Stripe.Price['unit_amount_decimal'],
      },
      quantity: entry.quantity,
    };
  });
}

function blankSession(id: string, request: SessionRequest): Session {
  return {
    id,
    object: 'checkout.session',
    adaptive_pricing: { enabled: false },
    after_expiration: null,
    allow_promotion_codes: null,
    allowed_payment_method_types: request.allowedTypes,
    amount_subtotal: request.amount,
    amount_total: request.amount,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: null,
    cancel_url: request.cancelUrl,
    client_reference_id: request.clientReference,
    client_secret: null,
    collected_information: null,
    consent: null,
    consent_collection: null,
    created: unixNow(),
    currency: request.currency,
    currency_conversion: null,
    custom_fields: [],
    custom_text: {
      after_submit: null,
      shipping_address: null,
      submit: request.submitText === null ? null : { message: request.submitText },
      terms_of_service_acceptance: null,
    },
    customer: null,
    customer_account: null,
    customer_creation: 'if_required',
    customer_details: null,
    customer_email: request.customerEmail,
    discounts: [],
    expires_at: request.expiresAt,
    integration_identifier: null,
    invoice: null,
    invoice_creation: null,
    livemode: false,
    locale: null,
    managed_payments: null,
    metadata: request.metadata,
    mode: 'payment',
    origin_context: null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: 'if_required',
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: request.offeredTypes,
    payment_status: 'unpaid',
    permissions: null,
    phone_number_collection: { enabled: false },
    recovered_from: null,
    saved_payment_method_options: null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: 'open',
    submit_type: request.submitType,
    subscription: null,
    success_url: request.successUrl,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: 'hosted_page',
    url: null,
    wallet_options: null,
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
  const intent = session.payment_intent === null ? undefined : tx.get('payment_intents', session.payment_intent);
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
