import type { Currency } from '../money.js';
import type { ProviderName } from './orders.js';

/**
 * Accounts of the double-entry ledger. `provider` is money that a payment provider holds for the clinic, `desk` money
 * in the clinic's own till or bank; `patient` what patients paid in (credit) and got back (debit); `fees` what
 * providers charged; `disputes` what a bank has taken back while a dispute is open; `losses` what was lost for good.
 */
export const LEDGER_ACCOUNTS = ['provider', 'desk', 'patient', 'fees', 'disputes', 'losses'] as const;
export type LedgerAccount = (typeof LEDGER_ACCOUNTS)[number];

export const LEDGER_KINDS = [
  'captured',
  'fee',
  'refund',
  'refund_reversed',
  'refund_fee',
  'dispute',
  'dispute_reversed',
  'dispute_fee',
  'write_off',
] as const;
export type LedgerKind = (typeof LEDGER_KINDS)[number];

/** Where the clinic's money of a payment lies. */
export type Holder = Extract<LedgerAccount, 'provider' | 'desk'>;

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

/** `amount` goes from one account to another. */
interface Transfer {
  readonly to: LedgerAccount;
  readonly from: LedgerAccount;
  readonly amount: number;
}

function posting(kind: LedgerKind, currency: Currency, reference: string, { to, from, amount }: Transfer): Posting {
  return {
    kind,
    currency,
    reference,
    lines: [
      { account: to, amount },
      { account: from, amount: -amount },
    ],
  };
}

export const ledger = {
  /** `amount` was taken from the patient. */
  captured: (amount: number, currency: Currency, paymentId: string, holder: Holder = 'provider'): Posting =>
    posting('captured', currency, paymentId, { to: holder, from: 'patient', amount }),
  /** The provider kept `fee` of it; the figure is the provider's own, never an estimate. */
  fee: (fee: number, currency: Currency, paymentId: string): Posting =>
    posting('fee', currency, paymentId, { to: 'fees', from: 'provider', amount: fee }),
  /** `amount` went back to the patient. */
  refunded: (amount: number, currency: Currency, refundId: string, holder: Holder = 'provider'): Posting =>
    posting('refund', currency, refundId, { to: 'patient', from: holder, amount }),
  /** A refund that had succeeded failed afterwards: the money is with the provider again. */
  refundReversed: (amount: number, currency: Currency, refundId: string, holder: Holder = 'provider'): Posting =>
    posting('refund_reversed', currency, refundId, { to: holder, from: 'patient', amount }),
  /** The provider charged for a refund. */
  refundFee: (fee: number, currency: Currency, refundId: string): Posting =>
    posting('refund_fee', currency, refundId, { to: 'fees', from: 'provider', amount: fee }),
  /** A bank took disputed money back. */
  disputed: (amount: number, currency: Currency, movementId: string): Posting =>
    posting('dispute', currency, movementId, { to: 'disputes', from: 'provider', amount }),
  /** Disputed money came back: the dispute was won, or withdrawn. */
  disputeReversed: (amount: number, currency: Currency, movementId: string): Posting =>
    posting('dispute_reversed', currency, movementId, { to: 'provider', from: 'disputes', amount }),
  /** The provider charged for the dispute; Stripe does not give this back, won or lost (since October 2023). */
  disputeFee: (fee: number, currency: Currency, movementId: string): Posting =>
    posting('dispute_fee', currency, movementId, { to: 'fees', from: 'provider', amount: fee }),
  /** A lost dispute: what the bank took stays gone. */
  writtenOff: (amount: number, currency: Currency, disputeId: string): Posting =>
    posting('write_off', currency, disputeId, { to: 'losses', from: 'disputes', amount }),
} as const;

/** Whose books hold the money of a payment taken by this provider. */
export function holderOf(provider: ProviderName): Holder {
  return provider === 'desk' ? 'desk' : 'provider';
}
