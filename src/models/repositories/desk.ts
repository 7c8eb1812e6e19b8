import { randomUUID } from 'node:crypto';
import type { KeyRing } from '../../config/key-ring.js';
import type { Currency } from '../../domain/payment/money.js';
import type { DeskMethod } from '../../domain/payment/orders.js';
import type { Queryable } from '../connection.js';

export interface DeskEntryRow {
  readonly id: string;
  readonly clinic_id: string;
  readonly appointment_id: string;
  readonly order_id: string;
  readonly kind: 'taken' | 'to_pay_out' | 'paid_out';
  readonly method: DeskMethod;
  readonly refund_id: string | null;
  readonly amount: number;
  readonly currency: Currency;
  /** Who took or paid out the money; null for the Temporal UI. */
  readonly recorded_by: string | null;
  readonly recorded_at: Date;
}

const COLUMNS = `id, clinic_id, appointment_id, order_id, kind, method, refund_id, amount, currency,
  recorded_by, recorded_at`;

/** The reception's own book. */
export class DeskRepository {
  constructor(
    private readonly db: Queryable,
    private readonly keys: KeyRing,
  ) {}

  async take(
    entry: Omit<DeskEntryRow, 'id' | 'kind' | 'refund_id' | 'recorded_by'> & {
      readonly note: string | null;
      readonly recordedBy: string | null;
    },
  ): Promise<void> {
    await this.db.query(
      `insert into desk_entries (id, clinic_id, appointment_id, order_id, kind, method, amount, currency, note_sealed,
         recorded_by, recorded_at)
       values ($1, $2, $3, $4, 'taken', $5, $6, $7, $8, $9, $10)`,
      [
        randomUUID(),
        entry.clinic_id,
        entry.appointment_id,
        entry.order_id,
        entry.method,
        entry.amount,
        entry.currency,
        entry.note === null ? null : this.keys.sealText(entry.note),
        entry.recordedBy,
        entry.recorded_at,
      ],
    );
  }

  /** What was taken for an order; null while nothing was. */
  async taken(orderId: string): Promise<DeskEntryRow | null> {
    return this.first(`order_id = $1 and kind = 'taken'`, orderId);
  }

  async findPayOut(refundId: string): Promise<DeskEntryRow | null> {
    return this.first('refund_id = $1', refundId);
  }

  async find(id: string): Promise<DeskEntryRow | null> {
    return this.first('id = $1', id);
  }

  private async first(where: string, id: string): Promise<DeskEntryRow | null> {
    const { rows } = await this.db.query<DeskEntryRow>(`select ${COLUMNS} from desk_entries where ${where}`, [id]);
    return rows[0] ?? null;
  }

  /**
   * Notes that money of `takenId` has to be given back, once per refund; returns the entry, also a repeat's. Null when
   * so much is not left of what was taken.
   */
  async owe(refund: { readonly id: string; readonly takenId: string; readonly amount: number }, now: Date) {
    // Locked by a statement of its own: the sum below has to see what whoever held it before has noted.
    await this.db.query('select 1 from desk_entries where id = $1 for no key update', [refund.takenId]);
    await this.db.query(
      `insert into desk_entries (id, clinic_id, appointment_id, order_id, kind, method, refund_id, taken_id, amount, currency, recorded_at)
       select $1, clinic_id, appointment_id, order_id, 'to_pay_out', method, $2, id, $4::integer, currency, $5
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

  /** Whether money of this appointment still has to be handed over. */
  async owesAnything(appointmentId: string): Promise<boolean> {
    const { rowCount } = await this.db.query(
      `select 1 from desk_entries where appointment_id = $1 and kind = 'to_pay_out' limit 1`,
      [appointmentId],
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
