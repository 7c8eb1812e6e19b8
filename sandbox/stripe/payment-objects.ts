import { newId } from '../ids.js';
import * as fixtures from './fixtures.js';
import { methodDetails } from './methods.js';
import {
  type BalanceTransaction,
  type Charge,
  type PaymentIntent,
  type Session,
  type SessionFile,
  unixNow,
} from './objects.js';

/** Stripe's list price in Australia for a domestic card: 1.7 % and 30 cents. Not given back with a refund. */
const FEE_RATE = 0.017;
const FEE_FIXED = 30;
const SETTLES_AFTER_SECONDS = 2 * 86_400;

/** How a declined card reads. */
export const FAILURE = {
  code: 'card_declined',
  decline: 'generic_decline',
  message: 'Your card was declined.',
} as const;

/** How a failed 3-D Secure challenge reads. */
export const CHALLENGE_FAILURE = {
  code: 'payment_intent_authentication_failure',
  message: 'The provided PaymentMethod has failed authentication. You can provide a new one to try again.',
} as const;

/** The fee on an amount, both in minor units. */
export function feeOf(amount: number): number {
  return Math.round(amount * FEE_RATE) + FEE_FIXED;
}

const CATEGORIES = {
  charge: 'charge',
  refund: 'refund',
  refund_failure: 'refund_failure',
  dispute: 'adjustment',
  dispute_reversal: 'adjustment',
} as const;

/** A line of the balance: money in (positive) or out (negative), in minor units. */
export function moneyMoved(
  category: keyof typeof CATEGORIES,
  source: string,
  amount: number,
  fee: number,
  currency: string,
): BalanceTransaction {
  const created = unixNow();
  return {
    id: newId('balanceTransaction'),
    object: 'balance_transaction',
    amount,
    available_on: created + SETTLES_AFTER_SECONDS,
    balance_type: 'payments',
    created,
    currency,
    description: null,
    exchange_rate: null,
    fee,
    fee_details:
      fee === 0
        ? []
        : [{ amount: fee, application: null, currency, description: 'Stripe processing fees', type: 'stripe_fee' }],
    net: amount - fee,
    reporting_category: category,
    source,
    status: 'pending',
    type: CATEGORIES[category],
  };
}

/** The first form of a session's intent. */
export function intentFor(session: Session, file: SessionFile | undefined): PaymentIntent {
  const id = newId('paymentIntent');
  return {
    ...fixtures.paymentIntent,
    id,
    amount: session.amount_total ?? 0,
    client_secret: `${id}_secret_sandbox`,
    created: unixNow(),
    currency: session.currency ?? 'aud',
    description: file?.description ?? null,
    metadata: file?.paymentMetadata ?? {},
    payment_method_types: session.payment_method_types,
  };
}

/** What a bank credits; a check may have it be another sum than was asked for. */
export interface Credit {
  readonly amount: number;
  readonly currency: string;
}

/** A charge on an intent, captured or declined. */
export function chargeFor(
  intent: PaymentIntent,
  session: Session,
  method: string,
  status: 'succeeded' | 'failed',
  credit: Credit = intent,
): Charge {
  const taken = status === 'succeeded';
  return {
    ...fixtures.charge,
    id: newId('charge'),
    amount: credit.amount,
    amount_captured: taken ? credit.amount : 0,
    billing_details: {
      address: null,
      email: session.customer_email ?? 'patient@example.invalid',
      name: 'Sandbox Patient',
      phone: null,
      tax_id: null,
    },
    captured: taken,
    created: unixNow(),
    currency: credit.currency,
    description: intent.description,
    failure_code: taken ? null : FAILURE.code,
    failure_message: taken ? null : FAILURE.message,
    metadata: intent.metadata,
    outcome: taken ? fixtures.outcomePaid : fixtures.outcomeDeclined,
    paid: taken,
    payment_intent: intent.id,
    payment_method: newId('paymentMethod'),
    payment_method_details: methodDetails(method),
    status,
  };
}
