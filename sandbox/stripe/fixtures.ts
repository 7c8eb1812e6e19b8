import type Stripe from 'stripe';
import { fixture } from '../fixture.js';
import type chargeJson from './fixtures/charge.json';
import type disputeJson from './fixtures/dispute.json';
import type lineItemJson from './fixtures/line-item.json';
import type paymentIntentJson from './fixtures/payment-intent.json';
import type priceJson from './fixtures/price.json';
import type refundJson from './fixtures/refund.json';
import type sessionJson from './fixtures/session.json';
import type { Charge, Dispute, PaymentIntent, Refund, Session } from './objects.js';

/** The members that a file has; whoever makes the object has to give all others, or it does not compile. */
type Given<Whole, Json> = Pick<Whole, keyof Whole & keyof Json>;

/** A new checkout session, but for what its request and the clock say. */
export const session: Given<Session, typeof sessionJson> = fixture('./stripe/fixtures/session.json');

/** One line of a session. */
export const lineItem: Given<Stripe.LineItem, typeof lineItemJson> = fixture('./stripe/fixtures/line-item.json');

/** The price of a line, made for it alone. */
export const price: Given<Stripe.Price, typeof priceJson> = fixture('./stripe/fixtures/price.json');

/** The intent of a session before anybody tried to pay. */
export const paymentIntent: Given<PaymentIntent, typeof paymentIntentJson> = fixture(
  './stripe/fixtures/payment-intent.json',
);

/** A charge, captured or declined. */
export const charge: Given<Charge, typeof chargeJson> = fixture('./stripe/fixtures/charge.json');

/** What the network said to a payment. */
export const outcomePaid: NonNullable<Charge['outcome']> = fixture('./stripe/fixtures/outcome-paid.json');
/** What the network said to a card that it declined. */
export const outcomeDeclined: NonNullable<Charge['outcome']> = fixture('./stripe/fixtures/outcome-declined.json');

/** A refund to a card. */
export const refund: Given<Refund, typeof refundJson> = fixture('./stripe/fixtures/refund.json');

/** A dispute that nobody has answered. */
export const dispute: Given<Dispute, typeof disputeJson> = fixture('./stripe/fixtures/dispute.json');
