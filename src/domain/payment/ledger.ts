import type { Currency } from './money.js';

/**
 * Accounts of the double-entry ledger. `provider` is money that the payment provider holds for the clinic;
 * `patient` what patients paid in (credit) and got back (debit).
 */
export const LEDGER_ACCOUNTS = ['provider', 'patient', 'fees'] as const;
export type LedgerAccount = (typeof LEDGER_ACCOUNTS)[number];

export const LEDGER_KINDS = ['captured', 'fee', 'refund', 'refund_reversed'] as const;
export type LedgerKind = (typeof LEDGER_KINDS)[number];

/** One side of a posting: minor units, debit positive, credit negative. */
export interface LedgerLine {
  readonly account: LedgerAccount;
  readonly amount: number;
}

/** A balanced posting: its lines always sum to zero; `reference` is the provider's id and posts once per kind. */
export interface Posting {
  readonly kind: LedgerKind;
  readonly currency: Currency;
  readonly reference: string;
  readonly lines: readonly LedgerLine[];
}

function posting(
  kind: LedgerKind,
  currency: Currency,
  reference: string,
  debit: LedgerAccount,
  credit: LedgerAccount,
  amount: number,
): Posting {
  return {
    kind,
    currency,
    reference,
    lines: [
      { account: debit, amount },
      { account: credit, amount: -amount },
    ],
  };
}

export const ledger = {
  /** The provider took `amount` from the patient. */
  captured: (amount: number, currency: Currency, paymentId: string): Posting =>
    posting('captured', currency, paymentId, 'provider', 'patient', amount),
  /** The provider kept `fee` of it; the figure is the provider's own, never an estimate. */
  fee: (fee: number, currency: Currency, paymentId: string): Posting =>
    posting('fee', currency, paymentId, 'fees', 'provider', fee),
  /** `amount` went back to the patient. */
  refunded: (amount: number, currency: Currency, refundId: string): Posting =>
    posting('refund', currency, refundId, 'patient', 'provider', amount),
  /** A refund that had succeeded failed afterwards: the money is with the provider again. */
  refundReversed: (amount: number, currency: Currency, refundId: string): Posting =>
    posting('refund_reversed', currency, refundId, 'provider', 'patient', amount),
} as const;
