import type { Store } from './store.js';

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

/** A session in short, for people who look for one. */
interface SessionSummary {
  readonly id: string;
  readonly status: string;
  readonly payment_status: string;
  readonly amount: number;
  readonly currency: string;
  readonly product: string;
  readonly created_at: string;
  readonly expires_at: string;
  readonly url: string | null;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Every session, newest first. */
export function sessionList(store: Store): SessionSummary[] {
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
