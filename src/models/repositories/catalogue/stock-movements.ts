import type { Usage } from '../../../domain/catalogue/stock/usage.js';
import { addRow, columnsOf, findRow, type Row } from '../../rows.js';
import type { Sql } from '../../sql.js';
import { SupplierProductMovementsTable } from '../../tables/catalogue/supplier-product-movements.js';

export type StockMovement = Row<SupplierProductMovementsTable>;

/** Which movements of a product are wanted, the latest first. */
export interface MovementsFilter {
  readonly productId: string;
  readonly limit: number;
  /** The id of the last movement that was seen. */
  readonly after?: string | undefined;
}

/** What was used of a product within a window of time. */
export interface UsedPacks extends Usage {
  readonly productId: string;
}

const COLUMNS = columnsOf(SupplierProductMovementsTable, { of: 'm' });

/** What a clinic itself has of the products of its catalogue: what is on hand is what the last movement left. */
export class StockMovementRepository {
  constructor(private readonly db: Sql) {}

  find(id: string): Promise<StockMovement | null> {
    return findRow(this.db, SupplierProductMovementsTable, { id });
  }

  /**
   * Holds the own stock of a product alone until the transaction ends: of two movements at once the second goes on from the first. Not
   * by the product's row, which an import locks with thousands of others. Whoever holds several takes them in the order of their ids.
   */
  async hold(productId: string): Promise<void> {
    await this.db.query("select pg_advisory_xact_lock(hashtextextended('stock/' || $1::text, 0))", [productId]);
  }

  /** The last movement of a product; null where the clinic counts none of it. */
  async findLast(productId: string): Promise<StockMovement | null> {
    const { rows } = await this.db.query<StockMovement>(
      `select ${COLUMNS} from supplier_product_movements m where m.product_id = $1 order by m.number desc limit 1`,
      [productId],
    );
    return rows[0] ?? null;
  }

  /** Writes the next movement of a product that is held. */
  async add(movement: StockMovement): Promise<void> {
    await addRow(this.db, SupplierProductMovementsTable, movement);
  }

  /** Packs of each product that a clinic has used since a moment; those of which it has used none are left out. */
  async listUsed(clinicId: string, since: Date): Promise<readonly UsedPacks[]> {
    const { rows } = await this.db.query<UsedPacks>(
      `select product_id, sum(quantity)::int as packs, min(at) as first_at from supplier_product_movements
        where clinic_id = $1 and kind = 'used' and at >= $2 group by product_id`,
      [clinicId, since],
    );
    return rows;
  }

  async list({ productId, limit, after }: MovementsFilter): Promise<readonly StockMovement[]> {
    const { rows } = await this.db.query<StockMovement>(
      `select ${COLUMNS} from supplier_product_movements m
        where m.product_id = $1
          and ($2::uuid is null or m.number < (select s.number from supplier_product_movements s where s.product_id = $1 and s.id = $2))
        order by m.number desc limit $3`,
      [productId, after ?? null, limit],
    );
    return rows;
  }
}
