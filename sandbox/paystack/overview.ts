import type { Store } from '../store.js';
import type { BalanceEntry, LedgerEntry } from '../stripe/overview.js';
import type { RefundStatus, Transaction } from './objects.js';

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
  const entries: PaystackLedgerEntry[] = [];
  const transactions = new Map([...store.all('paystack_transactions')].map((row) => [row.id, row]));
  for (const row of transactions.values()) {
    if (row.paid_at === null) continue;
    entries.push({
      type: 'charge',
      id: row.id,
      session_id: row.id,
      amount: row.amount,
      currency: row.currency.toLowerCase(),
      status: 'succeeded',
      provider_status: row.status,
      created_at: row.paid_at,
      metadata: textsOf(row.metadata),
    });
  }
  for (const row of store.all('paystack_refunds')) {
    if (row.dispute !== null) continue;
    entries.push({
      type: 'refund',
      id: row.id,
      session_id: row.reference,
      amount: row.amount,
      currency: row.currency.toLowerCase(),
      status: REFUND_STATUS[row.status],
      provider_status: row.status,
      created_at: row.created_at,
      metadata: {
        ...textsOf(transactions.get(row.reference)?.metadata ?? null),
        merchant_note: row.merchant_note,
      },
    });
  }
  return entries.sort((a, b) => a.created_at.localeCompare(b.created_at));
}

/** Every movement of the clinic's account, oldest first: what it adds up to is what Paystack holds. */
export function paystackBalance(store: Store): BalanceEntry[] {
  const paid = [...store.all('paystack_transactions')].flatMap((row): BalanceEntry[] => {
    if (row.paid_at === null) return [];
    const { id, amount } = row;
    const currency = row.currency.toLowerCase();
    return [{ id, category: 'charge', source: id, amount, fee: row.fees ?? 0, currency, created_at: row.paid_at }];
  });
  // A refund that failed after it was processed has brought its money back.
  const back = [...store.all('paystack_refunds')].flatMap((row): BalanceEntry[] => {
    if (row.status !== 'processed' || row.refunded_at === null) return [];
    const dispute = row.dispute === null ? null : String(row.dispute);
    return [
      {
        id: row.id,
        category: dispute === null ? 'refund' : 'dispute',
        source: dispute ?? row.id,
        amount: -row.amount,
        fee: 0,
        currency: row.currency.toLowerCase(),
        created_at: row.refunded_at,
      },
    ];
  });
  return [...paid, ...back].sort((a, b) => a.created_at.localeCompare(b.created_at));
}

/** A transaction in short, for people and checks that look for one. */
export interface TransactionSummary {
  readonly id: string;
  readonly status: string;
  readonly amount: number;
  readonly currency: string;
  readonly channel: string;
  readonly fees: number | null;
  readonly created_at: string;
  readonly paid_at: string | null;
  readonly access_code: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Every transaction, newest first. */
export function transactionList(store: Store): TransactionSummary[] {
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
