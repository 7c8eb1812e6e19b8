import type { CatalogueContent } from '../../../domain/catalogue/product.js';
import type { StockAlert } from '../../../domain/catalogue/stock/alerts.js';
import type { Row } from '../../rows.js';
import type { Sql } from '../../sql.js';
import type { SupplierProductAlertsTable } from '../../tables/catalogue/supplier-product-alerts.js';

/** A product of which somebody may want to know when there is little. */
export interface WatchedProduct {
  readonly id: string;
  readonly supplier: string;
  readonly content: CatalogueContent;
  readonly reorderLevel: number | null;
  /** The clinic's own stock; null where it counts none. */
  readonly onHand: number | null;
  /** What was found when its stock last changed; null: enough, or nothing yet. */
  readonly alert: StockAlert | null;
  readonly since: Date | null;
}

export interface HeldProduct extends WatchedProduct {
  /** Whether its supplier still offers it. */
  readonly active: boolean;
  /** Its import was taken back. */
  readonly withdrawn: boolean;
  /** The clinic has used or prescribed it, at any time. */
  readonly isUsed: boolean;
}

type FoundAlert = Omit<Row<SupplierProductAlertsTable>, 'clinicId'>;

/** One product of a clinic, or all of a supplier. */
export type Watched = { readonly clinicId: string } & ({ readonly productId: string } | { readonly supplier: string });

const ON_HAND = `(select m.on_hand from supplier_product_movements m where m.product_id = p.id order by m.number desc limit 1) as on_hand`;
const COLUMNS = `p.id, p.supplier, p.content, p.reorder_level, ${ON_HAND}, a.alert, a.since`;
const FROM = 'from supplier_products p left join supplier_product_alerts a on a.product_id = p.id';
const IS_USED = `(exists (select 1 from supplier_product_movements m where m.product_id = p.id and m.kind = 'used')
  or p.id in (select v.product_id from prescribed_packs v where v.clinic_id = $1))`;

/** How little there is of the products of a clinic's catalogue, and of which of them people are to be notified. */
export class StockAlertRepository {
  constructor(private readonly db: Sql) {}

  /**
   * Holds what is known of products that have a reorder level or are used, until the transaction ends, and makes it where there is
   * nothing; returns their ids. Of two transactions that change the stock of a product, the second looks at it when the first has ended.
   */
  async hold({ clinicId, ...of }: Watched): Promise<readonly string[]> {
    const { rows } = await this.db.query<{ readonly productId: string }>(
      `insert into supplier_product_alerts as a (product_id, clinic_id, is_due)
       select p.id, p.clinic_id, false from supplier_products p
        where p.clinic_id = $1 and ($2::uuid is null or p.id = $2) and ($3::text is null or p.supplier = $3)
          and (p.reorder_level is not null or exists (select 1 from supplier_product_alerts s where s.product_id = p.id) or ${IS_USED})
        order by p.id
       on conflict (product_id) do update set is_due = a.is_due returning product_id`,
      [clinicId, 'productId' in of ? of.productId : null, 'supplier' in of ? of.supplier : null],
    );
    return rows.map(({ productId }) => productId);
  }

  /** Products that are held, as they are now. */
  async listHeld(clinicId: string, ids: readonly string[]): Promise<readonly HeldProduct[]> {
    const { rows } = await this.db.query<HeldProduct>(
      `select ${COLUMNS}, p.active, p.withdrawn, ${IS_USED} as is_used ${FROM} where p.clinic_id = $1 and p.id = any ($2::uuid[])`,
      [clinicId, ids],
    );
    return rows;
  }

  /** What was found of products that are held; what is due stays so while there is not enough. */
  async record(found: readonly FoundAlert[]): Promise<void> {
    await this.db.query(
      `update supplier_product_alerts a set alert = f.alert, since = f.since, is_due = f."isDue" or (a.is_due and f.alert is not null)
         from jsonb_to_recordset($1::jsonb) as f ("productId" uuid, alert text, since timestamptz, "isDue" boolean)
        where a.product_id = f."productId"`,
      [JSON.stringify(found)],
    );
  }

  /** Products with a reorder level and those among `used`, by name; what is offered no more only where the clinic has a stock of it. */
  async listWatched(clinicId: string, used: readonly string[]): Promise<readonly WatchedProduct[]> {
    const { rows } = await this.db.query<WatchedProduct>(
      `select ${COLUMNS} ${FROM} where p.clinic_id = $1 and not p.withdrawn and (p.reorder_level is not null or p.id = any ($2::uuid[]))
          and (p.active or exists (select 1 from supplier_product_movements m where m.product_id = p.id))
        order by lower(p.name) collate "C", p.id`,
      [clinicId, used],
    );
    return rows;
  }

  /**
   * When nothing was left any more of products of which there is nothing: by the clinic's own movements where it counts them, else by
   * the lists of the supplier that stand. Those of which there never was any are left out.
   */
  async listRanOut(ids: readonly string[]): Promise<ReadonlyMap<string, Date>> {
    const { rows } = await this.db.query<{ readonly productId: string; readonly at: Date }>(
      `with counted as (select product_id, max(number) filter (where on_hand > 0) as last
           from supplier_product_movements where product_id = any ($1::uuid[]) group by product_id),
         listed as (select h.product_id, h.at, coalesce(h.stock_quantity > 0, h.stock_status in ('in_stock', 'low')) as has_some
           from supplier_product_stocks h join supplier_imports i on i.id = h.import_id and i.undone_at is null
          where h.product_id = any ($1::uuid[]) and not exists (select 1 from counted c where c.product_id = h.product_id))
       select m.product_id, min(m.at) as at from supplier_product_movements m join counted c on c.product_id = m.product_id
        where m.number > c.last group by m.product_id
       union all
       select l.product_id, min(l.at) from listed l
        where l.at > (select max(s.at) from listed s where s.product_id = l.product_id and s.has_some) group by l.product_id`,
      [ids],
    );
    return new Map(rows.map(({ productId, at }) => [productId, at]));
  }

  /** Takes what people are to be notified of: from then on it is due no more. Of two callers, one gets it. */
  async takeDue(clinicId: string): Promise<readonly string[]> {
    const { rows } = await this.db.query<{ readonly productId: string }>(
      `with due as (select product_id from supplier_product_alerts where clinic_id = $1 and is_due order by product_id for update)
       update supplier_product_alerts a set is_due = false from due where a.product_id = due.product_id returning a.product_id`,
      [clinicId],
    );
    return rows.map(({ productId }) => productId);
  }

  /** Nothing is known of these products any more: call it for what was taken and nobody is notified of. */
  async forget(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.db.query(
      'update supplier_product_alerts set alert = null, since = null where product_id = any ($1::uuid[])',
      [ids],
    );
  }

  async listClinicsWithDue(): Promise<readonly string[]> {
    const { rows } = await this.db.query<{ readonly clinicId: string }>(
      'select distinct clinic_id from supplier_product_alerts where is_due',
    );
    return rows.map(({ clinicId }) => clinicId);
  }
}
