import { invalidRequest } from '../fault.js';
import type { Charge, Session } from './objects.js';

/** Methods whose money comes days later, each with the only currency that it takes. */
const DELAYED: Readonly<Record<string, string>> = {
  au_becs_debit: 'aud',
  bacs_debit: 'gbp',
  sepa_debit: 'eur',
  us_bank_account: 'usd',
};

/** What a page offers: the methods that are allowed and can be paid with in this currency; cards when nothing is said. */
export function offeredTypes(allowed: readonly string[] | null, currency: string): string[] {
  const param = 'allowed_payment_method_types';
  const unknown = allowed?.find((type) => type !== 'card' && !Object.hasOwn(DELAYED, type));
  if (unknown !== undefined) throw invalidRequest(`Invalid ${param}: the sandbox does not know ${unknown}`, { param });
  const offered = (allowed ?? ['card']).filter((type) => type === 'card' || DELAYED[type] === currency);
  if (offered.length === 0) {
    throw invalidRequest(`No valid payment method types for this Checkout Session in ${currency}.`, { param });
  }
  return offered;
}

/** The method of an attempt that is decided at once: a card, where the page takes cards. */
export function promptType(session: Session): string {
  return offersCards(session) ? 'card' : delayedType(session);
}

/** The method of an attempt that is decided later. Checks may ask for one of a page that takes cards alone. */
export function delayedType(session: Session): string {
  return session.payment_method_types.find((type) => type !== 'card') ?? 'card';
}

/** Whether the page takes cards. */
export function offersCards(session: Session): boolean {
  return session.payment_method_types.includes('card');
}

/** Whether the page takes a method that settles later. */
export function offersDelayed(session: Session): boolean {
  return session.payment_method_types.some((type) => type !== 'card');
}

/** What Stripe shows of the method, cut down to what nobody can mistake for a real card or account. */
export function methodDetails(type: string): Charge['payment_method_details'] {
  const known =
    type === 'card' ? { brand: 'visa', country: 'AU', funding: 'credit', last4: '4242' } : { last4: '3456' };
  return { type, [type]: known } as unknown as Charge['payment_method_details'];
}
