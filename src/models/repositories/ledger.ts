import { randomUUID } from 'node:crypto';
import type { LedgerAccount, LedgerKind, Posting } from '../../domain/payment/ledger.js';
import type { Queryable } from '../connection.js';

export interface LedgerRow {
  readonly kind: LedgerKind;
  readonly account: LedgerAccount;
  readonly amount: number;
  readonly currency: string;
  readonly reference: string;
  readonly posted_at: Date;
}

export class LedgerRepository {
  constructor(private readonly db: Queryable) {}

  /** Posts once per kind and reference: a repeat changes nothing and says false. */
  async post(owner: { clinicId: string; appointmentId: string; orderId: string }, posting: Posting): Promise<boolean> {
    const id = randomUUID();
    const lines = posting.lines.filter((line) => line.amount !== 0);
    if (lines.length === 0) return false;
    const { rowCount } = await this.db.query(
      `insert into ledger_entries (posting_id, clinic_id, appointment_id, order_id, kind, account, amount, currency, reference)
       select $1, $2, $3, $4, $5, line.account, line.amount, $6, $7
         from unnest($8::text[], $9::int[]) as line (account, amount)
        where not exists (select 1 from ledger_entries where kind = $5 and reference = $7)`,
      [
        id,
        owner.clinicId,
        owner.appointmentId,
        owner.orderId,
        posting.kind,
        posting.currency,
        posting.reference,
        lines.map((line) => line.account),
        lines.map((line) => line.amount),
      ],
    );
    return (rowCount ?? 0) > 0;
  }

  async list(orderId: string): Promise<readonly LedgerRow[]> {
    const { rows } = await this.db.query<LedgerRow>(
      'select kind, account, amount, currency, reference, posted_at from ledger_entries where order_id = $1 order by seq',
      [orderId],
    );
    return rows;
  }
}
