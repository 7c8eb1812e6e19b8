import type { Store } from '../store.js';
import type { BalanceEntry, LedgerEntry } from '../stripe/overview.js';
import type { Refund, RefundStatus, Transaction } from './objects.js';

/** As the ledger of the Stripe half, with Paystack's own word beside the common one. */
export interface PaystackLedgerEntry extends LedgerEntry {
  readonly provider_status: string;
}

const REFUND_STATUS: Readonly<Record<RefundStatus, string>> = {
  pending: 'pending',
  processing: 'pending',
  processed: 'succeeded',
  failed: 'failed',
  // The money is still with the clinic, and stays there unless somebody sends the bank details.
  'needs-attention': 'failed',
};

function textsOf(metadata: Transaction['metadata']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(metadata ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** Every payment that was taken and every refund that was asked for, oldest first. */
export function paystackLedger(store: Store): PaystackLedgerEntry[] {
  const common = ({ id, amount, currency, status }: Transaction | Refund) => {
    return { id, amount, currency: currency.toLowerCase(), provider_status: status };
  };
  const paid = paidOnes(store).map((row): PaystackLedgerEntry => {
    const metadata = textsOf(row.metadata);
    return {
      type: 'charge',
      session_id: row.id,
      ...common(row),
      status: 'succeeded',
      created_at: row.paid_at,
      metadata,
    };
  });
  const asked = [...store.all('paystack_refunds')].filter((row) => row.dispute === null);
  const refunds = asked.map((row): PaystackLedgerEntry => {
    const { reference: session_id, created_at, merchant_note } = row;
    const metadata = { ...textsOf(store.get('paystack_transactions', session_id)?.metadata ?? null), merchant_note };
    return { type: 'refund', session_id, ...common(row), status: REFUND_STATUS[row.status], created_at, metadata };
  });
  return oldestFirst([...paid, ...refunds]);
}

/** Every movement of the clinic's account, oldest first: what it adds up to is what Paystack holds. */
export function paystackBalance(store: Store): BalanceEntry[] {
  const common = ({ id, currency }: Transaction | Refund) => ({ id, currency: currency.toLowerCase() });
  const paid = paidOnes(store).map((row): BalanceEntry => {
    const { id: source, amount, fees, paid_at: created_at } = row;
    return { ...common(row), category: 'charge', source, amount, fee: fees ?? 0, created_at };
  });
  // A refund that failed after it was processed has brought its money back.
  const back = [...store.all('paystack_refunds')].flatMap((row): BalanceEntry[] => {
    const { dispute, refunded_at: created_at } = row;
    if (row.status !== 'processed' || created_at === null) return [];
    const of =
      dispute === null ? { category: 'refund', source: row.id } : { category: 'dispute', source: `${dispute}` };
    return [{ ...common(row), ...of, amount: -row.amount, fee: 0, created_at }];
  });
  return oldestFirst([...paid, ...back]);
}

function paidOnes(store: Store) {
  return [...store.all('paystack_transactions')].flatMap((row) =>
    row.paid_at === null ? [] : [{ ...row, paid_at: row.paid_at }],
  );
}

function oldestFirst<Entry extends { readonly created_at: string }>(entries: readonly Entry[]): Entry[] {
  return [...entries].sort((a, b) => a.created_at.localeCompare(b.created_at));
}

/** Every transaction in short, newest first, for people and checks that look for one. */
export function transactionList(store: Store) {
  return [...store.all('paystack_transactions')].reverse().map((row) => ({
    id: row.id,
    status: row.status,
    amount: row.amount,
    currency: row.currency.toLowerCase(),
    channel: row.channel,
    fees: row.fees,
    created_at: row.created_at,
    paid_at: row.paid_at,
    access_code: row.access_code,
    metadata: textsOf(row.metadata),
  }));
}
