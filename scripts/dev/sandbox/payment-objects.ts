import { newId } from './ids.js';
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
    id,
    object: 'payment_intent',
    allowed_payment_method_types: null,
    amount: session.amount_total ?? 0,
    amount_capturable: 0,
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: 'automatic_async',
    client_secret: `${id}_secret_sandbox`,
    confirmation_method: 'automatic',
    created: unixNow(),
    currency: session.currency ?? 'aud',
    customer: null,
    customer_account: null,
    description: file?.description ?? null,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: file?.paymentMetadata ?? {},
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: {
      card: { installments: null, mandate_options: null, network: null, request_three_d_secure: 'automatic' },
    },
    payment_method_types: session.payment_method_types,
    payment_record: null,
    processing: null,
    receipt_email: null,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: 'requires_payment_method',
    transfer_group: null,
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
    id: newId('charge'),
    object: 'charge',
    amount: credit.amount,
    amount_captured: taken ? credit.amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: {
      address: null,
      email: session.customer_email ?? 'patient@example.invalid',
      name: 'Sandbox Patient',
      phone: null,
      tax_id: null,
    },
    calculated_statement_descriptor: 'KEEPWELL SANDBOX',
    captured: taken,
    created: unixNow(),
    currency: credit.currency,
    customer: null,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: taken ? null : FAILURE.code,
    failure_message: taken ? null : FAILURE.message,
    fraud_details: {},
    livemode: false,
    metadata: intent.metadata,
    on_behalf_of: null,
    outcome: {
      advice_code: null,
      network_advice_code: null,
      network_decline_code: null,
      network_status: taken ? 'approved_by_network' : 'declined_by_network',
      reason: taken ? null : FAILURE.decline,
      risk_level: 'normal',
      seller_message: taken ? 'Payment complete.' : 'The bank did not return any further details with this decline.',
      type: taken ? 'authorized' : 'issuer_declined',
    },
    paid: taken,
    payment_intent: intent.id,
    payment_method: newId('paymentMethod'),
    payment_method_details: methodDetails(method),
    receipt_email: null,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status,
    transfer_data: null,
    transfer_group: null,
  };
}
