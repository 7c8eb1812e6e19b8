import { buffer } from 'node:stream/consumers';
import { tableWriter } from '../../../src/adapters/spreadsheets/table-writer.js';
import {
  EXPORT_COLUMNS,
  type ExportedProduct,
  exportedRow,
} from '../../../src/domain/catalogue/exports/export-columns.js';
import type { ReadRow } from '../../../src/domain/catalogue/list.js';
import type { KeyedMapping } from '../../../src/domain/catalogue/mappings/mapping.js';
import { pricesPer } from '../../../src/domain/catalogue/price-per.js';
import { type CatalogueContent, UNSAID } from '../../../src/domain/catalogue/product.js';

/** The products that the valid rows of a list make, as the catalogue keeps them. */
export function productsOf(rows: readonly ReadRow[], { key: supplier, mapping }: KeyedMapping): ExportedProduct[] {
  return rows.flatMap(({ outcome, key }) => {
    if (typeof outcome === 'string' || key === null || outcome.wholesalePrice === undefined) return [];
    const said = { ...UNSAID, ...outcome, wholesalePrice: outcome.wholesalePrice };
    const content: CatalogueContent = { ...said, ...pricesPer(said), currency: mapping.currency };
    const supplierName = mapping.supplierName;
    return [{ supplier, supplierName, key, content, active: true, reorderLevel: null, lastUpdated: new Date(0) }];
  });
}

/** A file of the catalogue with these products. */
export async function exportedFile(products: readonly ExportedProduct[], format: 'csv' | 'xlsx'): Promise<Uint8Array> {
  async function* batches() {
    for (let at = 0; at < products.length; at += 10) yield products.slice(at, at + 10).map(exportedRow);
  }
  const file = await tableWriter().write({ format, name: 'Products', columns: EXPORT_COLUMNS, batches: batches() });
  return new Uint8Array(await buffer(file.content()));
}
