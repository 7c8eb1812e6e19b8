import type { Sql } from '../../sql.js';

/** How much of a product was prescribed within a window of time. */
export interface PrescribedPacks {
  readonly productId: string;
  /** The quantity of a prescribed product counts packs. */
  readonly packs: number;
  /** When the first of them was prescribed, or supplied as a repeat. */
  readonly firstAt: Date;
}

/** What was prescribed of suppliers' products, without whose it is: for the planning of a clinic's stock. */
export class PrescribedProductRepository {
  constructor(private readonly db: Sql) {}

  /**
   * Packs of each product that a clinic has prescribed since a moment, by product; those of which none was are left out. The first
   * supply counts when it is prescribed, a repeat when a pharmacy has supplied it; nothing counts of a prescription that was cancelled
   * or superseded before anything was supplied.
   */
  async listPacks(clinicId: string, since: Date): Promise<readonly PrescribedPacks[]> {
    const { rows } = await this.db.query<PrescribedPacks>(
      `select product_id, sum(packs)::int as packs, min(at) as first_at from prescribed_packs
        where clinic_id = $1 and at >= $2 group by product_id order by product_id`,
      [clinicId, since],
    );
    return rows;
  }
}
