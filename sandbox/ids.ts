import { randomInt } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

function letters(count: number): string {
  return Array.from({ length: count }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}

const SHAPES = {
  session: ['cs_test_', 58],
  paymentIntent: ['pi_3', 23],
  charge: ['ch_3', 23],
  paymentMethod: ['pm_1', 23],
  balanceTransaction: ['txn_3', 23],
  refund: ['re_3', 23],
  dispute: ['du_1', 23],
  event: ['evt_1', 23],
  lineItem: ['li_1', 23],
  price: ['price_1', 23],
  product: ['prod_', 14],
  request: ['req_', 14],
  delivery: ['dlv_', 16],
} as const;

/** A number in the range of Paystack's ids. */
export function newNumber(): number {
  return randomInt(1_000_000_000, 9_999_999_999);
}

/** A text such as Paystack's access codes. */
export function newCode(length: number): string {
  return letters(length).toLowerCase();
}

/** A new id in the shape that Stripe gives this kind of object. */
export function newId(kind: keyof typeof SHAPES): string {
  const [prefix, length] = SHAPES[kind];
  return prefix + letters(length);
}
