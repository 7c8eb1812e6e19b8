import { columnsOf, findRow, listRows, type Row } from '../../rows.js';
import type { Sql } from '../../sql.js';
import { DisputesTable } from '../../tables/payments/disputes.js';

export type DisputeRow = Row<DisputesTable>;

/** Disputes of captured payments. They change under their subject's lock alone. */
export class DisputeRepository {
  constructor(private readonly db: Sql) {}

  find(provider: DisputeRow['provider'], providerDisputeId: string): Promise<DisputeRow | null> {
    return findRow(this.db, DisputesTable, { provider, providerDisputeId });
  }

  async listForSubject(subjectId: string): Promise<readonly DisputeRow[]> {
    const { rows } = await this.db.query<DisputeRow>(
      `select ${columnsOf(DisputesTable, { of: 'd' })} from orders o join disputes d on d.order_id = o.id
        where o.subject_id = $1 order by d.opened_at, d.id`,
      [subjectId],
    );
    return rows;
  }

  listForOrder(orderId: string): Promise<readonly DisputeRow[]> {
    return listRows(this.db, DisputesTable, { orderId }, { order: ['openedAt', 'id'] });
  }

  /** Inserts a dispute, or takes over how it stands now: whose it is, and when it began, does not change. */
  async save(row: DisputeRow): Promise<void> {
    await this.db.query(
      `insert into disputes (${columnsOf(DisputesTable)})
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
       on conflict on constraint disputes_once do update set state = excluded.state, amount = excluded.amount,
         reason = excluded.reason, respond_by = excluded.respond_by, movements = excluded.movements,
         written_off = excluded.written_off, closed_at = excluded.closed_at`,
      [
        row.id,
        row.clinicId,
        row.orderId,
        row.paymentId,
        row.provider,
        row.providerDisputeId,
        row.state,
        row.amount,
        row.currency,
        row.reason,
        row.respondBy,
        row.movements,
        row.writtenOff,
        row.openedAt,
        row.closedAt,
      ],
    );
  }
}
