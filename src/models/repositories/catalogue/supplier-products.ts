import type { ExportedProduct } from '../../../domain/catalogue/exports/export-columns.js';
import type { StockStatus } from '../../../domain/catalogue/product.js';
import type { MatchingProducts, ProductOrder, ProductsQuery } from '../../../domain/catalogue/products-query.js';
import { Conditions } from '../../conditions.js';
import { readInBatches } from '../../read-in-batches.js';
import { columnsOf, type Row } from '../../rows.js';
import type { Sql } from '../../sql.js';
import { SupplierProductsTable } from '../../tables/catalogue/supplier-products.js';

/** A product of a clinic's catalogue. */
export interface CatalogueProduct
  extends Pick<
    Row<SupplierProductsTable>,
    | 'id'
    | 'clinicId'
    | 'supplier'
    | 'key'
    | 'content'
    | 'reorderLevel'
    | 'active'
    | 'firstSeenAt'
    | 'lastUpdated'
    | 'importId'
    | 'sheet'
    | 'row'
  > {
  /** When the latest list that stands was applied which had it. */
  readonly lastSeenAt: Date;
  /** The clinic's own stock, in packs; null where it counts none. */
  readonly onHand: number | null;
}

/** What of a product is compared with those of other suppliers. */
export type ComparableRow = Pick<CatalogueProduct, 'id' | 'supplier' | 'content' | 'reorderLevel'>;
/** Bounds of what is compared. */
export type ComparableQuery = Pick<ProductsQuery, 'clinicId' | 'doseForm' | 'thcMin' | 'thcMax' | 'cbdMin' | 'cbdMax'>;

/** A product as whoever prescribes it is shown it. */
export type OfferedProduct = Pick<CatalogueProduct, 'id' | 'supplier' | 'content' | 'reorderLevel' | 'active'>;

/** A product that is the same medicine as an item of the formulary. */
export type LinkedProduct = Omit<OfferedProduct, 'active'> & { readonly linkKey: string };

/** What a file of the catalogue says of a product. */
export type ExportRow = Omit<ExportedProduct, 'supplierName'>;

/** A price of a product since a moment; in minor units. */
export interface PriceChange {
  readonly at: Date;
  readonly importId: string;
  readonly wholesalePrice: number;
  readonly retailPrice: number | null;
  /** Its import was taken back. */
  readonly undone: boolean;
}

export interface StockChange {
  readonly at: Date;
  readonly importId: string;
  readonly stockQuantity: number | null;
  readonly stockStatus: StockStatus;
  readonly undone: boolean;
}

const COLUMNS = columnsOf(SupplierProductsTable, {
  of: 'p',
  but: [
    'productCode',
    'name',
    'category',
    'tgaCategory',
    'poisonSchedule',
    'doseForm',
    'thc',
    'cbd',
    'wholesalePrice',
    'pricePerMg',
    'stockQuantity',
    'stockStatus',
    'searchText',
    'linkKey',
    'withdrawn',
  ],
});
/** An import that was taken back has shown nothing. */
const LAST_SEEN = `coalesce((select max(i.applied_at) from supplier_import_rows r join supplier_imports i on i.id = r.import_id
   where r.product_id = p.id and r.kind <> 'deactivated' and i.state in ('applied', 'undoing')), p.first_seen_at) as last_seen_at`;

const ON_HAND = `(select m.on_hand from supplier_product_movements m where m.product_id = p.id order by m.number desc limit 1) as on_hand`;

/** From here on two words are alike: `northern` and `nothern` are (0.55), `ember` and `amber` are not (0.38). */
const LIKE_ENOUGH = 0.45;

/** Words in which typing errors are forgiven: of a code, or a short word, another one is meant by each other letter. */
const FORGIVEN = /^\p{L}{4,}$/u;

const ORDERS: Readonly<Record<ProductOrder, string>> = {
  name: 'lower(p.name) collate "C"',
  price: 'p.wholesale_price',
  price_per_mg: 'p.price_per_mg',
  thc: 'p.thc',
  cbd: 'p.cbd',
  stock: 'p.stock_quantity',
  updated: 'p.last_updated',
};

/** The products of a clinic's catalogue, as lists of suppliers have described them. */
export class SupplierProductRepository {
  constructor(private readonly db: Sql) {}

  async find(id: string, clinicId: string): Promise<CatalogueProduct | null> {
    const { rows } = await this.db.query<CatalogueProduct>(
      `select ${COLUMNS}, ${LAST_SEEN}, ${ON_HAND} from supplier_products p where p.id = $1 and p.clinic_id = $2 and not p.withdrawn`,
      [id, clinicId],
    );
    return rows[0] ?? null;
  }

  /**
   * Products that somebody is about to prescribe, or moves the stock of, by id, inactive ones too. Until the transaction ends no undo of an
   * import takes one of them away: it waits, and finds it prescribed.
   */
  async listHeld(ids: readonly string[], clinicId: string): Promise<ReadonlyMap<string, OfferedProduct>> {
    const { rows } = await this.db.query<OfferedProduct>(
      `select p.id, p.supplier, p.content, p.reorder_level, p.active from supplier_products p
        where p.id = any ($1) and p.clinic_id = $2 and not p.withdrawn order by p.id for key share`,
      [ids, clinicId],
    );
    return new Map(rows.map((product) => [product.id, product]));
  }

  /** Active products with one of these keys (`linkKeysOf`), the cheapest first. */
  async listLinked(clinicId: string, keys: readonly string[]): Promise<readonly LinkedProduct[]> {
    if (keys.length === 0) return [];
    const { rows } = await this.db.query<LinkedProduct>(
      `select p.id, p.supplier, p.content, p.reorder_level, p.link_key from supplier_products p
        where p.clinic_id = $1 and p.link_key = any ($2) and p.active and not p.withdrawn
        order by p.wholesale_price, p.supplier, p.id`,
      [clinicId, keys],
    );
    return rows;
  }

  /** In the wanted order, by id within. */
  async list(query: ProductsQuery): Promise<readonly CatalogueProduct[]> {
    const conditions = matching(query);
    const order = ORDERS[query.order];
    const direction = query.descending ? 'desc' : 'asc';
    if (query.after !== undefined) {
      // What is not known stands last, whatever the direction.
      const last = `(select ${order} from supplier_products p where p.id = ${conditions.place(query.after)})`;
      const id = conditions.place(query.after);
      const beyond = query.descending ? '<' : '>';
      conditions.and(`case when ${last} is null then ${order} is null and p.id > ${id}
        else ${order} is null or ${order} ${beyond} ${last} or (${order} = ${last} and p.id > ${id}) end`);
    }
    const forgiving = this.forgive(query.search);
    const listed = this.db.query<CatalogueProduct>(
      `select ${COLUMNS}, ${LAST_SEEN}, ${ON_HAND} from supplier_products p where ${conditions}
        order by ${order} ${direction} nulls last, p.id ${conditions.limit(query.limit)}`,
      conditions.values,
    );
    const [{ rows }] = await Promise.all([listed, forgiving]);
    return rows;
  }

  /** For this transaction, which lists and does nothing else; an index answers the operator, and no comparison of figures. */
  private async forgive(search: string | undefined): Promise<void> {
    if (search) await this.db.query(`select set_config('pg_trgm.word_similarity_threshold', '${LIKE_ENOUGH}', true)`);
  }

  /** What can be compared: active products within these bounds, by name. */
  async listComparable(query: ComparableQuery): Promise<readonly ComparableRow[]> {
    const conditions = matching({ ...query, active: true });
    const { rows } = await this.db.query<ComparableRow>(
      `select p.id, p.supplier, p.content, p.reorder_level from supplier_products p where ${conditions}
        order by ${ORDERS.name}, p.id`,
      conditions.values,
    );
    return rows;
  }

  /** Ids of the active products that have every word of a search. */
  async listFound(query: ComparableQuery & { readonly search: string }): Promise<readonly string[]> {
    const conditions = matching({ ...query, active: true });
    const forgiving = this.forgive(query.search);
    const listed = this.db.query<{ readonly id: string }>(
      `select p.id from supplier_products p where ${conditions}`,
      conditions.values,
    );
    const [{ rows }] = await Promise.all([listed, forgiving]);
    return rows.map(({ id }) => id);
  }

  /**
   * All products that match, some hundred at a time, in the wanted order: as they are when the first are asked for, whatever an import
   * does meanwhile. The transaction stays open until the last are read.
   */
  async *listInBatches(query: MatchingProducts): AsyncGenerator<readonly ExportRow[]> {
    const conditions = matching(query);
    await this.forgive(query.search);
    const text = `select p.supplier, p.key, p.content, p.active, p.reorder_level, p.last_updated from supplier_products p
      where ${conditions} order by ${ORDERS[query.order]} ${query.descending ? 'desc' : 'asc'} nulls last, p.id`;
    yield* readInBatches<ExportRow>(this.db, 'exported_products', { text, values: conditions.values });
  }

  /** What the row of the list said from which the product is as it is: `{heading: text}`. */
  async rawOf({ importId, sheet, row }: CatalogueProduct): Promise<Readonly<Record<string, string>>> {
    const { rows } = await this.db.query<{ readonly raw: Readonly<Record<string, string>> | null }>(
      'select raw from supplier_import_rows where import_id = $1 and sheet = $2 and row = $3 limit 1',
      [importId, sheet, row],
    );
    return rows[0]?.raw ?? {};
  }

  /** The latest first. */
  async listPrices(productId: string): Promise<readonly PriceChange[]> {
    const { rows } = await this.db.query<PriceChange>(
      `select h.at, h.import_id, h.wholesale_price, h.retail_price, i.undone_at is not null as undone
         from supplier_product_prices h join supplier_imports i on i.id = h.import_id
        where h.product_id = $1 order by h.at desc, h.is_undo desc`,
      [productId],
    );
    return rows;
  }

  /** The latest first. */
  async listStocks(productId: string): Promise<readonly StockChange[]> {
    const { rows } = await this.db.query<StockChange>(
      `select h.at, h.import_id, h.stock_quantity, h.stock_status, i.undone_at is not null as undone
         from supplier_product_stocks h join supplier_imports i on i.id = h.import_id
        where h.product_id = $1 order by h.at desc, h.is_undo desc`,
      [productId],
    );
    return rows;
  }

  /** At which stock somebody wants to reorder; null: nobody has said. False: the clinic has no such product. */
  async setReorderLevel(id: string, clinicId: string, level: number | null): Promise<boolean> {
    const { rowCount } = await this.db.query(
      'update supplier_products set reorder_level = $3 where id = $1 and clinic_id = $2 and not withdrawn',
      [id, clinicId, level],
    );
    return rowCount > 0;
  }
}

function matching(query: Omit<ProductsQuery, 'order' | 'descending' | 'limit' | 'after'>): Conditions {
  const { category } = query;
  const conditions = new Conditions()
    .and('p.clinic_id = ?', query.clinicId)
    .and('not p.withdrawn')
    .and('lower(p.supplier) = lower(?)', query.supplier)
    .and('p.active = ?', query.active)
    .and('p.poison_schedule = ?', query.schedule)
    .and('p.dose_form = ?', query.doseForm)
    .and('p.thc >= ?', query.thcMin)
    .and('p.thc <= ?', query.thcMax)
    .and('p.cbd >= ?', query.cbdMin)
    .and('p.cbd <= ?', query.cbdMax)
    .and('p.price_per_mg <= ?', query.pricePerMgMax);
  if (category !== undefined && /^[1-5]$/.test(category)) conditions.and('p.tga_category = ?', Number(category));
  else conditions.and('lower(p.category) = lower(?)', category);
  if (query.inStock === true) conditions.and(`p.stock_status in ('in_stock', 'low')`);
  if (query.inStock === false) conditions.and(`p.stock_status in ('out_of_stock', 'unknown')`);
  for (const word of (query.search ?? '').split(/\s+/).filter(Boolean)) {
    const folded = `folded_text(${conditions.place(word)})`;
    const contained = `p.search_text like '%' || regexp_replace(${folded}, '([\\\\%_])', '\\\\\\1', 'g') || '%'`;
    conditions.and(FORGIVEN.test(word) ? `(${contained} or ${folded} <% p.search_text)` : contained);
  }
  return conditions;
}
