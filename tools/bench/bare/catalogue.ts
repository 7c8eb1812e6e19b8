import type { Express } from 'express';
import type pg from 'pg';
import { SupplierProductRepository } from '../../../src/models/repositories/catalogue/supplier-products.js';
import { FILTERED } from '../importing.js';
import { recorded } from './recorded.js';

/** The list of products by the product's own statement, and nothing else. */
export async function serveCatalogue(app: Express, pool: pg.Pool, clinicId: string): Promise<void> {
  const { sql, values } = await recorded((db) => new SupplierProductRepository(db).list({ clinicId, ...FILTERED }));
  app.get('/products', async (_request, response) => {
    const { rows } = await pool.query({ name: 'products', text: sql, values: [...values] });
    response.json(rows);
  });
}
