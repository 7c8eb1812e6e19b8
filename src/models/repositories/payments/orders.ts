import { Transaction } from 'sequelize';
import { Conditions } from '../../conditions.js';
import { type Change, changeRow, columnsOf, findRow, insertRow, listRows, type Row } from '../../rows.js';
import type { Sql } from '../../sql.js';
import { OrdersTable } from '../../tables/payments/orders.js';

export type OrderRow = Row<OrdersTable>;
/** What is known of an order before its provider has been asked. */
export type NewOrder = Pick<
  OrderRow,
  | 'id'
  | 'clinicId'
  | 'subjectId'
  | 'subjectKind'
  | 'patientId'
  | 'provider'
  | 'amount'
  | 'currency'
  | 'request'
  | 'expiresAt'
  | 'createdAt'
>;
export type OrderChange = Change<OrdersTable>;

/** An order, and the events that its lookup answers. */
export type LookedUpOrder = OrderRow & { readonly eventIds: readonly string[] };

const COLUMNS = columnsOf(OrdersTable);
const COLUMNS_OF_O = columnsOf(OrdersTable, { of: 'o' });

export class OrderRepository {
  constructor(private readonly db: Sql) {}

  find(id: string): Promise<OrderRow | null> {
    return findRow(this.db, OrdersTable, { id });
  }

  lock(id: string): Promise<OrderRow | null> {
    return findRow(this.db, OrdersTable, { id }, { lock: Transaction.LOCK.NO_KEY_UPDATE });
  }

  /** The order that a subject can be, is, or was paid with; null while it has none. */
  async current(subjectId: string): Promise<OrderRow | null> {
    const { rows } = await this.db.query<OrderRow>(
      `select ${COLUMNS} from orders where subject_id = $1 and status not in ('expired', 'cancelled')
        order by (status in ('refunded', 'partially_refunded')), created_at desc limit 1`,
      [subjectId],
    );
    return rows[0] ?? null;
  }

  listForSubject(subjectId: string): Promise<readonly OrderRow[]> {
    return listRows(this.db, OrdersTable, { subjectId }, { order: ['createdAt', 'id'] });
  }

  async list(filter: {
    patientId?: string | undefined;
    clinicIds?: readonly string[] | undefined;
    limit: number;
    cursor?: { at: string; id: string } | undefined;
  }): Promise<readonly OrderRow[]> {
    const { patientId, clinicIds, cursor } = filter;
    const where = new Conditions()
      .and('true')
      .and('patient_id = ?', patientId)
      .and('clinic_id = any(?)', clinicIds)
      .and('(created_at, id) < (?, ?::uuid)', cursor?.at, cursor?.id);
    const { rows } = await this.db.query<OrderRow>(
      `select ${COLUMNS} from orders where ${where} order by created_at desc, id desc ${where.limit(filter.limit)}`,
      where.values,
    );
    return rows;
  }

  /**
   * Asks for a lookup, unless one that has not begun was asked for since `lost`; true when whoever asks now has to pass
   * it on.
   */
  async requestLookup(id: string, lost: Date, now: Date): Promise<boolean> {
    const { rowCount } = await this.db.query(
      `update orders set lookup_requested_at = $3
        where id = $1 and (lookup_requested_at is null or lookup_requested_at < $2)`,
      [id, lost, now],
    );
    return rowCount === 1;
  }

  /** Takes back a request that could not be passed on. */
  async withdrawLookup(id: string): Promise<void> {
    await this.db.query('update orders set lookup_requested_at = null where id = $1', [id]);
  }

  /**
   * A lookup begins: whoever asks from now on asks for another. For an order that was given up the request stays until
   * it counts as lost, so that such an order is looked up once in that time. Returns the order with the ids of the events
   * that this lookup answers: every one of its checkout session that is not processed, and those of `eventIds` that its
   * provider has sent about its checkout. Anybody can type a signal in the Temporal UI: a typed id must not take another
   * event out of the inbox; and at Paystack a refund goes by the name of the session, so `about` is compared, too.
   */
  async beginLookup(id: string, eventIds: readonly string[]): Promise<LookedUpOrder | null> {
    const { rows } = await this.db.query<LookedUpOrder>(
      `with begun as (
         update orders set lookup_requested_at = null
          where id = $1 and lookup_requested_at is not null and status not in ('expired', 'cancelled'))
       select ${COLUMNS_OF_O}, array(
           select e.event_id from provider_events e where e.provider = o.provider and e.about = 'checkout'
             and e.object_id = o.provider_session_id and e.processed_at is null
           union
           select e.event_id from provider_events e where e.provider = o.provider and e.about = 'checkout'
             and e.event_id = any($2) and e.order_id = o.id) as event_ids
         from orders o where o.id = $1`,
      [id, eventIds],
    );
    return rows[0] ?? null;
  }

  insert(row: NewOrder): Promise<OrderRow> {
    return insertRow(this.db, OrdersTable, { ...row, status: 'creating' });
  }

  update(id: string, change: OrderChange, now: Date): Promise<OrderRow> {
    return changeRow(this.db, OrdersTable, { id }, { ...change, updatedAt: now });
  }
}
