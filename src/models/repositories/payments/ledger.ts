import { randomUUID } from 'node:crypto';
import type { Posting } from '../../../domain/payments/ledger.js';
import { listRows, type Row } from '../../rows.js';
import type { Sql } from '../../sql.js';
import { LedgerEntriesTable } from '../../tables/payments/ledger-entries.js';

export type LedgerRow = Row<LedgerEntriesTable>;

export class LedgerRepository {
  constructor(private readonly db: Sql) {}

  /** Posts once per kind and reference: a repeat changes nothing and says false. */
  async post(owner: { clinicId: string; orderId: string }, posting: Posting): Promise<boolean> {
    const id = randomUUID();
    const lines = posting.lines.filter((line) => line.amount !== 0);
    if (lines.length === 0) return false;
    const { rowCount } = await this.db.query(
      `insert into ledger_entries (posting_id, clinic_id, order_id, kind, account, amount, currency, reference)
       select $1, $2, $3, $4, line.account, line.amount, $5, $6
         from unnest($7::text[], $8::int[]) as line (account, amount)
        where not exists (select 1 from ledger_entries where kind = $4 and reference = $6)`,
      [
        id,
        owner.clinicId,
        owner.orderId,
        posting.kind,
        posting.currency,
        posting.reference,
        lines.map((line) => line.account),
        lines.map((line) => line.amount),
      ],
    );
    return rowCount > 0;
  }

  list(orderId: string): Promise<readonly LedgerRow[]> {
    return listRows(this.db, LedgerEntriesTable, { orderId }, { order: ['seq'] });
  }
}
