import type { OrderableProduct } from '../../../domain/catalogue/purchase-orders/order-lines.js';
import type { PurchaseOrder, PurchaseOrderLine } from '../../../domain/catalogue/purchase-orders/purchase-order.js';
import { ON_ORDER, type PurchaseOrderStatus } from '../../../domain/catalogue/purchase-orders/statuses.js';
import { Conditions } from '../../conditions.js';
import { addRow, type Change, changeRow, columnsOf, jsonOf, type Row } from '../../rows.js';
import type { Sql } from '../../sql.js';
import { PurchaseOrderLinesTable } from '../../tables/catalogue/purchase-order-lines.js';
import { PurchaseOrdersTable } from '../../tables/catalogue/purchase-orders.js';

/** An order as the database has it. */
export interface StoredPurchaseOrder extends PurchaseOrder {
  /** The catalogue has another price of one of its products by now. */
  readonly priceChanged: boolean;
}

export interface PurchaseOrderFilter {
  readonly clinicId: string;
  /** A key, in any case. */
  readonly supplier?: string | undefined;
  readonly status?: PurchaseOrderStatus | undefined;
  readonly limit: number;
  readonly after?: { readonly at: string; readonly id: string } | undefined;
}

type NewPurchaseOrder = Omit<Row<PurchaseOrdersTable>, 'sentAt' | 'mailedTo' | 'status'> & Pick<PurchaseOrder, 'lines'>;

const LINE = jsonOf(PurchaseOrderLinesTable, {
  of: 'l',
  only: ['productId', 'productCode', 'productName', 'pack', 'quantity', 'received', 'unitPrice'],
});
const COLUMNS = `${columnsOf(PurchaseOrdersTable, { of: 'o', but: ['year', 'number', 'createdBy'] })},
  (select json_agg(${LINE} order by l.place) from purchase_order_lines l where l.order_id = o.id) as lines,
  exists (select 1 from purchase_order_lines l join supplier_products p on p.id = l.product_id where l.order_id = o.id
     and (p.wholesale_price is distinct from l.unit_price or p.content ->> 'currency' <> o.currency)) as price_changed`;

/** Orders of a clinic at its suppliers: numbered without gaps by clinic and year, at fixed prices. */
export class PurchaseOrderRepository {
  constructor(private readonly db: Sql) {}

  /**
   * The products that are to be ordered, held until the transaction ends: the undo of an import waits, and then finds the order. One that
   * is withdrawn meanwhile is not among them. Nobody waits for an import that changes them: the order has the prices that are in force.
   */
  async listOrderable(ids: readonly string[], clinicId: string): Promise<readonly OrderableProduct[]> {
    const { rows } = await this.db.query<OrderableProduct>(
      `select id, supplier, active, content, wholesale_price from supplier_products
        where id = any ($1::uuid[]) and clinic_id = $2 and not withdrawn order by id for key share`,
      [ids, clinicId],
    );
    return rows;
  }

  /**
   * The next number of a clinic and year. The counter's row stays locked until the transaction ends, and a rollback takes the number
   * back with everything else: that is what leaves no gap.
   */
  async nextNumber(clinicId: string, year: number): Promise<number> {
    const { rows } = await this.db.query<{ readonly last: number }>(
      `insert into purchase_order_counters as c (clinic_id, year, last) values ($1, $2, 1)
       on conflict (clinic_id, year) do update set last = c.last + 1 returning last`,
      [clinicId, year],
    );
    const [counter] = rows;
    if (!counter) throw new Error('a counter gave no number');
    return counter.last;
  }

  async insert({ lines, ...order }: NewPurchaseOrder): Promise<void> {
    await addRow(this.db, PurchaseOrdersTable, { ...order, status: 'draft', sentAt: null, mailedTo: null });
    for (const [place, line] of lines.entries()) {
      await addRow(this.db, PurchaseOrderLinesTable, { ...line, place, orderId: order.id, clinicId: order.clinicId });
    }
  }

  async find(id: string, clinicId: string): Promise<StoredPurchaseOrder | null> {
    const { rows } = await this.db.query<StoredPurchaseOrder>(
      `select ${COLUMNS} from purchase_orders o where o.id = $1 and o.clinic_id = $2`,
      [id, clinicId],
    );
    return rows[0] ?? null;
  }

  /** The order is held until the transaction ends: of two changes at once, the second sees the first. */
  async lock(id: string, clinicId: string): Promise<StoredPurchaseOrder | null> {
    await this.db.query('select id from purchase_orders where id = $1 and clinic_id = $2 for update', [id, clinicId]);
    return this.find(id, clinicId);
  }

  async change(id: string, change: Pick<Change<PurchaseOrdersTable>, 'status' | 'sentAt' | 'mailedTo'>): Promise<void> {
    await changeRow(this.db, PurchaseOrdersTable, { id }, change);
  }

  /** How much of each line has arrived. Call it while the order is held. */
  async recordReceived(id: string, lines: readonly Pick<PurchaseOrderLine, 'productId' | 'received'>[]): Promise<void> {
    await this.db.query(
      `update purchase_order_lines l set received = r.received
         from jsonb_to_recordset($2::jsonb) as r ("productId" uuid, received integer)
        where l.order_id = $1 and l.product_id = r."productId" and l.received <> r.received`,
      [id, JSON.stringify(lines)],
    );
  }

  /** The latest first. */
  async list({
    clinicId,
    supplier,
    status,
    limit,
    after,
  }: PurchaseOrderFilter): Promise<readonly StoredPurchaseOrder[]> {
    const conditions = new Conditions()
      .and('o.clinic_id = ?', clinicId)
      .and('lower(o.supplier) = lower(?)', supplier)
      .and('o.status = ?', status);
    if (after) {
      const [at, id] = [conditions.place(after.at), conditions.place(after.id)];
      // The cursor has milliseconds.
      conditions.and(`(date_trunc('milliseconds', o.created_at), o.id) < (${at}::timestamptz, ${id}::uuid)`);
    }
    const { rows } = await this.db.query<StoredPurchaseOrder>(
      `select ${COLUMNS} from purchase_orders o where ${conditions}
        order by date_trunc('milliseconds', o.created_at) desc, o.id desc ${conditions.limit(limit)}`,
      conditions.values,
    );
    return rows;
  }

  /** Packs that are on order at suppliers and have not arrived, by product; a draft is not on order yet. */
  async listOpenQuantities(clinicId: string): Promise<ReadonlyMap<string, number>> {
    const { rows } = await this.db.query<{ readonly productId: string; readonly quantity: number }>(
      `select l.product_id, sum(l.quantity - l.received)::int as quantity
         from purchase_orders o join purchase_order_lines l on l.order_id = o.id
        where o.clinic_id = $1 and o.status = any ($2) and l.received < l.quantity group by l.product_id`,
      [clinicId, ON_ORDER],
    );
    return new Map(rows.map(({ productId, quantity }) => [productId, quantity]));
  }
}
