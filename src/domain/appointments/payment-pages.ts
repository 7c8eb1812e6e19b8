/*
 * What the pages about a payment can say: the page that a payer comes back to, and the page behind a link of a message.
 * A use case finds the state, a template has a text for each.
 */

/** `under_way`: after the hold, a bank has not decided about a payment. `looked_after`: money is held, and a person decides. */
export const PAYMENT_PAGE_STATES = [
  'confirmed',
  'checking',
  'unpaid',
  'expired',
  'refunded',
  'under_way',
  'looked_after',
  'cancelled',
  'unknown',
] as const;
export type PaymentPageState = (typeof PAYMENT_PAGE_STATES)[number];

/**
 * Why a link leads to no payment. `looked_after`: money of the patient is held, and a person decides about it.
 * `under_way`: a bank has not decided about a payment. `refused`: the provider, or a rule, says no; a sentence says why.
 */
export const PAY_LINK_STATES = [
  'unknown',
  'paid',
  'under_way',
  'looked_after',
  'nothing_due',
  'too_late',
  'cancelled',
  'unavailable',
  'refused',
] as const;
export type PayLinkState = (typeof PAY_LINK_STATES)[number];
