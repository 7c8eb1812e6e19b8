import { randomUUID } from 'node:crypto';
import type { KeyRing } from '../../../config/key-ring.js';
import { columnsOf, findRow, insertRow, type Row } from '../../rows.js';
import { fieldOf } from '../../sealed-fields.js';
import type { Sql } from '../../sql.js';
import { DeskEntriesTable } from '../../tables/payments/desk-entries.js';

/** Without the note, which is sealed. `recordedBy` is who took or paid out the money; null for the Temporal UI. */
export type DeskEntryRow = Omit<Row<DeskEntriesTable>, 'noteSealed'>;

/** Money that was taken at the desk, with what the receptionist noted. */
type NewTaking = Pick<
  DeskEntryRow,
  'clinicId' | 'orderId' | 'method' | 'amount' | 'currency' | 'recordedBy' | 'recordedAt'
> & { readonly note: string | null };

const COLUMNS = columnsOf(DeskEntriesTable, { but: ['noteSealed'] });
const WITHOUT_NOTE = { attributes: { exclude: ['noteSealed'] } };

/** The reception's own book. */
export class DeskRepository {
  constructor(
    private readonly db: Sql,
    private readonly keys: KeyRing,
  ) {}

  async take({ note, ...entry }: NewTaking): Promise<void> {
    const id = randomUUID();
    const noteSealed = note === null ? null : this.keys.sealText(note, fieldOf(DeskEntriesTable, 'noteSealed', id));
    await insertRow(this.db, DeskEntriesTable, { ...entry, id, kind: 'taken', noteSealed });
  }

  /** What was taken for an order; null while nothing was. */
  taken(orderId: string): Promise<DeskEntryRow | null> {
    return findRow(this.db, DeskEntriesTable, { orderId, kind: 'taken' }, WITHOUT_NOTE);
  }

  findPayOut(refundId: string): Promise<DeskEntryRow | null> {
    return findRow(this.db, DeskEntriesTable, { refundId }, WITHOUT_NOTE);
  }

  find(id: string): Promise<DeskEntryRow | null> {
    return findRow(this.db, DeskEntriesTable, { id }, WITHOUT_NOTE);
  }

  /**
   * Notes that money of `takenId` has to be given back, once per refund; returns the entry, also a repeat's. Null when
   * so much is not left of what was taken.
   */
  async owe(refund: { readonly id: string; readonly takenId: string; readonly amount: number }, now: Date) {
    // Locked by a statement of its own: the sum below has to see what whoever held it before has noted.
    await this.db.query('select 1 from desk_entries where id = $1 for no key update', [refund.takenId]);
    await this.db.query(
      `insert into desk_entries (id, clinic_id, order_id, kind, method, refund_id, taken_id, amount, currency, recorded_at)
       select $1, clinic_id, order_id, 'to_pay_out', method, $2, id, $4::integer, currency, $5
         from desk_entries taken where id = $3 and kind = 'taken'
          and amount >= $4::integer + (select coalesce(sum(amount), 0) from desk_entries where taken_id = taken.id)
       on conflict do nothing`,
      [randomUUID(), refund.id, refund.takenId, refund.amount, now],
    );
    return this.findPayOut(refund.id);
  }

  /** False when there is nothing to pay out for this refund, or it was paid out before. */
  async payOut(refundId: string, userId: string | null, now: Date): Promise<boolean> {
    const { rowCount } = await this.db.query(
      `update desk_entries set kind = 'paid_out', recorded_by = $2, settled_at = $3
        where refund_id = $1 and kind = 'to_pay_out'`,
      [refundId, userId, now],
    );
    return rowCount === 1;
  }

  /** Whether money that was paid for this subject still has to be handed over. */
  async owesAnything(subjectId: string): Promise<boolean> {
    const { rowCount } = await this.db.query(
      `select 1 from orders o join desk_entries e on e.order_id = o.id and e.kind = 'to_pay_out'
        where o.subject_id = $1 limit 1`,
      [subjectId],
    );
    return rowCount === 1;
  }

  async recorded(
    window: { readonly from: Date; readonly to: Date },
    kinds: readonly DeskEntryRow['kind'][],
  ): Promise<readonly DeskEntryRow[]> {
    const { rows } = await this.db.query<DeskEntryRow>(
      `select ${COLUMNS} from desk_entries
        where recorded_at >= $1 and recorded_at < $2 and kind = any($3) order by recorded_at, id`,
      [window.from, window.to, kinds],
    );
    return rows;
  }
}
