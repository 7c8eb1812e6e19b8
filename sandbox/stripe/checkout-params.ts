import { invalidRequest } from '../fault.js';
import { type FormMap, type FormNode, listOf } from './form.js';
import { offeredTypes } from './methods.js';
import { unixNow } from './objects.js';
import { allowOnly, integerOf, mapOf, metadataOf, oneOf, requiredText, type Spec, textOf } from './params.js';

const SHORTEST_SECONDS = 30 * 60;
const LONGEST_SECONDS = 24 * 3600;
/** The caller's clock, and the way of the request: Stripe is not exact to the second either. */
const SLACK_SECONDS = 5;
/** Least amount that Stripe charges, in minor units (docs, Supported currencies); 0.50 of all currencies not named here. */
const LEAST_AMOUNTS: Readonly<Record<string, number>> = { gbp: 30 };
const LEAST_AMOUNT = 50;
const SUBMIT_TYPES = ['auto', 'book', 'donate', 'pay'] as const;

const SPEC: Readonly<Record<string, Spec>> = {
  mode: 'text',
  ui_mode: 'text',
  currency: 'text',
  locale: 'text',
  success_url: 'text',
  cancel_url: 'text',
  expires_at: 'text',
  client_reference_id: 'text',
  customer_email: 'text',
  submit_type: 'text',
  custom_text: { map: { submit: { map: { message: 'text' } } } },
  metadata: 'metadata',
  expand: { list: 'text' },
  allowed_payment_method_types: { list: 'text' },
  payment_intent_data: {
    map: {
      metadata: 'metadata',
      description: 'text',
      receipt_email: 'text',
      statement_descriptor: 'text',
      statement_descriptor_suffix: 'text',
    },
  },
  line_items: {
    list: {
      map: {
        quantity: 'text',
        price_data: {
          map: {
            currency: 'text',
            unit_amount: 'text',
            tax_behavior: 'text',
            product_data: {
              map: {
                name: 'text',
                description: 'text',
                metadata: 'metadata',
                images: { list: 'text' },
                tax_code: 'text',
              },
            },
          },
        },
      },
    },
  },
};

/** One thing on the bill. */
interface RequestedItem {
  readonly name: string;
  readonly description: string | null;
  readonly unitAmount: number;
  readonly quantity: number;
  readonly metadata: Record<string, string>;
}

/** What a valid request for a checkout session asks for; money in minor units, times in Unix seconds. */
export interface SessionRequest {
  readonly currency: string;
  readonly amount: number;
  readonly items: readonly RequestedItem[];
  readonly successUrl: string;
  readonly cancelUrl: string | null;
  readonly expiresAt: number;
  readonly metadata: Record<string, string>;
  readonly paymentMetadata: Record<string, string>;
  readonly description: string | null;
  readonly allowedTypes: string[] | null;
  /** Those of them that can be paid with. */
  readonly offeredTypes: string[];
  readonly clientReference: string | null;
  readonly customerEmail: string | null;
  /** Shown beside the button that pays. */
  readonly submitText: string | null;
  readonly submitType: (typeof SUBMIT_TYPES)[number] | null;
}

function webAddress(form: FormMap, key: string): string | null {
  const value = textOf(form, key);
  if (value === null) return null;
  const protocol = URL.canParse(value) ? new URL(value).protocol : '';
  if (protocol !== 'http:' && protocol !== 'https:') {
    throw invalidRequest('Not a valid URL', { code: 'url_invalid', param: key });
  }
  return value;
}

function item(node: FormNode, index: number): RequestedItem & { readonly currency: string } {
  const path = `line_items[${index}]`;
  const form = typeof node === 'string' ? undefined : node;
  const price = mapOf(form, 'price_data');
  if (!price) {
    const param = `${path}[price_data]`;
    throw invalidRequest(`Missing required param: ${param}.`, { code: 'parameter_missing', param });
  }
  const product = mapOf(price, 'product_data');
  requiredText(price, 'unit_amount', `${path}[price_data]`);
  const unitAmount = integerOf(price, 'unit_amount', `${path}[price_data]`) ?? 0;
  const quantity = integerOf(form, 'quantity', path) ?? 1;
  if (unitAmount < 0 || quantity < 1) {
    const param = unitAmount < 0 ? `${path}[price_data][unit_amount]` : `${path}[quantity]`;
    throw invalidRequest('This value must be greater than or equal to 1.', {
      code: 'parameter_invalid_integer',
      param,
    });
  }
  const currency = requiredText(price, 'currency', `${path}[price_data]`).toLowerCase();
  if (!/^[a-z]{3}$/.test(currency)) {
    throw invalidRequest(`Invalid currency: ${currency}`, { param: `${path}[price_data][currency]` });
  }
  return {
    name: requiredText(product, 'name', `${path}[price_data][product_data]`),
    description: textOf(product, 'description'),
    metadata: metadataOf(product, `${path}[price_data][product_data]`),
    unitAmount,
    quantity,
    currency,
  };
}

function expiry(form: FormMap): number {
  const now = unixNow();
  const asked = integerOf(form, 'expires_at') ?? now + LONGEST_SECONDS;
  if (asked < now + SHORTEST_SECONDS - SLACK_SECONDS) {
    throw invalidRequest('The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.', {
      param: 'expires_at',
    });
  }
  if (asked > now + LONGEST_SECONDS + SLACK_SECONDS) {
    throw invalidRequest('The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.', {
      param: 'expires_at',
    });
  }
  return asked;
}

/** Reads and checks the parameters of `POST /v1/checkout/sessions`. */
export function sessionRequest(form: FormMap): SessionRequest {
  allowOnly(form, SPEC);
  requiredText(form, 'mode');
  oneOf(form, 'mode', ['payment']);
  oneOf(form, 'ui_mode', ['hosted_page']);
  requiredText(form, 'success_url');
  const items = listOf(form.line_items).map(item);
  const first = items[0];
  if (!first) {
    throw invalidRequest('Missing required param: line_items.', { code: 'parameter_missing', param: 'line_items' });
  }
  if (items.some((entry) => entry.currency !== first.currency)) {
    throw invalidRequest('All line items must have the same currency.', { param: 'line_items' });
  }
  const amount = items.reduce((sum, entry) => sum + entry.unitAmount * entry.quantity, 0);
  if (amount < (LEAST_AMOUNTS[first.currency] ?? LEAST_AMOUNT)) {
    throw invalidRequest('The Checkout Session total amount is too small to be charged.', {
      code: 'amount_too_small',
      param: 'line_items',
    });
  }
  const payment = mapOf(form, 'payment_intent_data');
  const types = listOf(form.allowed_payment_method_types).filter((entry) => typeof entry === 'string');
  const allowedTypes = types.length > 0 ? types : null;
  return {
    currency: first.currency,
    amount,
    items,
    successUrl: webAddress(form, 'success_url') ?? '',
    cancelUrl: webAddress(form, 'cancel_url'),
    expiresAt: expiry(form),
    metadata: metadataOf(form),
    paymentMetadata: metadataOf(payment, 'payment_intent_data'),
    description: textOf(payment, 'description'),
    allowedTypes,
    offeredTypes: offeredTypes(allowedTypes, first.currency),
    clientReference: textOf(form, 'client_reference_id'),
    customerEmail: textOf(form, 'customer_email'),
    submitType: oneOf(form, 'submit_type', SUBMIT_TYPES),
    submitText: textOf(mapOf(mapOf(form, 'custom_text'), 'submit'), 'message'),
  };
}
