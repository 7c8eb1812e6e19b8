import type { Store } from '../store.js';

/** One movement of money as the bank sees it; the amount in minor units. */
export interface LedgerEntry {
  readonly type: 'charge' | 'refund';
  readonly id: string;
  readonly session_id: string;
  readonly amount: number;
  readonly currency: string;
  readonly status: string;
  /** ISO 8601, UTC. */
  readonly created_at: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Every charge that took money and every refund, oldest first. A declined card moved none and is not in it. */
export function ledger(store: Store): LedgerEntry[] {
  return [...store.all('ledger')].flatMap((line): LedgerEntry[] => {
    const common = { type: line.type, id: line.id, session_id: line.session };
    const created_at = new Date(line.at).toISOString();
    if (line.type === 'refund') {
      const refund = store.get('refunds', line.id);
      if (!refund) return [];
      const { amount, currency, status, metadata } = refund;
      return [{ ...common, amount, currency, status: status ?? 'pending', created_at, metadata: metadata ?? {} }];
    }
    const charge = store.get('charges', line.id);
    if (!charge) return [];
    const { amount, currency, status } = charge;
    const metadata = { ...store.get('sessions', line.session)?.metadata, ...charge.metadata };
    return [{ ...common, amount, currency, status, created_at, metadata }];
  });
}

/** A line of the account, as its statement would have it: everything that moved money, and what Stripe kept of it. */
export interface BalanceEntry {
  readonly id: string;
  readonly category: string;
  /** Of the charge, refund or dispute behind it. */
  readonly source: string | null;
  /** Minor units, negative when it left the clinic; the fee is not in it. */
  readonly amount: number;
  readonly fee: number;
  readonly currency: string;
  /** ISO 8601, UTC. */
  readonly created_at: string;
}

/** Every movement of the clinic's account, oldest first: what it adds up to is what the provider holds. */
export function balance(store: Store): BalanceEntry[] {
  return [...store.all('balance_transactions')].map((line) => ({
    id: line.id,
    category: line.reporting_category,
    source: line.source,
    amount: line.amount,
    fee: line.fee,
    currency: line.currency,
    created_at: new Date(line.created * 1000).toISOString(),
  }));
}

/** Every session in short, newest first, for people who look for one. */
export function sessionList(store: Store) {
  return [...store.all('sessions')].reverse().map((session) => ({
    id: session.id,
    status: session.status ?? 'open',
    payment_status: session.payment_status,
    amount: session.amount_total ?? 0,
    currency: session.currency ?? '',
    product: store.get('session_files', session.id)?.productName ?? '',
    created_at: new Date(session.created * 1000).toISOString(),
    expires_at: new Date(session.expires_at * 1000).toISOString(),
    url: session.url,
    metadata: session.metadata,
  }));
}
