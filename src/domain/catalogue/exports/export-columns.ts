import { toDecimal } from '../../money.js';
import { type ColumnOf, rowOf, type TableCell } from '../../table-columns.js';
import type { Bound, CatalogueContent } from '../product.js';

/** A product as a file of the catalogue has it. */
export interface ExportedProduct {
  /** The key of the supplier. */
  readonly supplier: string;
  /** The company. */
  readonly supplierName: string;
  /** By what the next list of the supplier finds the product. */
  readonly key: string;
  readonly content: CatalogueContent;
  readonly active: boolean;
  readonly reorderLevel: number | null;
  readonly lastUpdated: Date;
}

type ExportColumn = ColumnOf<ExportedProduct>;

/** By these a list is recognised as one that the catalogue has written. */
export const SUPPLIER = 'supplier';
export const PRICE_BASIS = 'price_basis';
/** What a product's row says beside the fields of every list. */
export const CURRENCY = 'currency';
export const ACTIVE = 'active';
export const PRODUCT_KEY = 'product_key';
export const PACK_SIZE = 'pack_size';
export const PACK_UNIT = 'pack_unit';

/** The catalogue keeps prices without GST, whatever the list of the supplier has. */
export const EXPORTED_BASIS = 'ex_gst';

const said = (member: keyof CatalogueContent, heading: string): ExportColumn => ({
  heading,
  format: 'text',
  value: ({ content }) => {
    const value = content[member];
    return typeof value === 'string' ? value : null;
  },
});

/**
 * The columns of a file of the catalogue, in their order. What a supplier says stands under the names of the fields, so that the file can
 * be imported again; what the catalogue computes stands beside it and is not read.
 */
export const EXPORT_COLUMNS: readonly ExportColumn[] = [
  { heading: SUPPLIER, format: 'text', value: ({ supplier }) => supplier },
  { heading: 'supplier_name', format: 'text', value: ({ supplierName }) => supplierName },
  said('productCode', 'product_code'),
  said('productName', 'product_name'),
  said('brandName', 'brand_name'),
  said('genericName', 'generic_name'),
  said('description', 'description'),
  said('strength', 'strength'),
  { heading: 'thc', format: 'figure', value: ({ content: { thc, thcBound } }) => bounded(thc, thcBound) },
  { heading: 'cbd', format: 'figure', value: ({ content: { cbd, cbdBound } }) => bounded(cbd, cbdBound) },
  said('strengthUnit', 'strength_unit'),
  {
    heading: 'active_ingredients',
    format: 'text',
    value: ({ content: { activeIngredients } }) => activeIngredients.join('; ') || null,
  },
  said('doseForm', 'dose_form'),
  { heading: 'pack', format: 'text', value: ({ content: { pack } }) => pack?.text ?? null },
  { heading: PACK_SIZE, format: 'figure', value: ({ content: { pack } }) => pack?.size ?? null },
  { heading: PACK_UNIT, format: 'text', value: ({ content: { pack } }) => pack?.unit ?? null },
  said('artgNo', 'artg_no'),
  said('gtin', 'gtin'),
  said('category', 'category'),
  said('accessMechanism', 'access_mechanism'),
  said('poisonSchedule', 'poison_schedule'),
  said('strainType', 'strain_type'),
  said('cultivar', 'cultivar'),
  said('terpenes', 'terpenes'),
  { heading: 'wholesale_price', format: 'price', value: ({ content }) => toDecimal(content.wholesalePrice) },
  {
    heading: 'retail_price',
    format: 'price',
    value: ({ content: { retailPrice } }) => (retailPrice === null ? null : toDecimal(retailPrice)),
  },
  { heading: CURRENCY, format: 'text', value: ({ content }) => content.currency },
  { heading: PRICE_BASIS, format: 'text', value: () => EXPORTED_BASIS },
  { heading: 'stock_quantity', format: 'figure', value: ({ content }) => content.stockQuantity },
  said('stockStatus', 'availability'),
  { heading: 'price_per_mg', format: 'rate', value: ({ content }) => content.pricePerMg },
  { heading: 'price_per_unit', format: 'rate', value: ({ content }) => content.pricePerUnit },
  said('priceNote', 'price_note'),
  { heading: 'reorder_level', format: 'figure', value: ({ reorderLevel }) => reorderLevel },
  { heading: ACTIVE, format: 'text', value: ({ active }) => String(active) },
  { heading: 'last_updated', format: 'text', value: ({ lastUpdated }) => lastUpdated.toISOString() },
  { heading: PRODUCT_KEY, format: 'text', value: ({ key }) => key },
];

/** A product as a row under these columns. */
export function exportedRow(product: ExportedProduct): readonly TableCell[] {
  return rowOf(EXPORT_COLUMNS, product);
}

/** An amount as lists print it: `< 10` is a bound, and no number. */
function bounded(amount: number | null, bound: Bound): TableCell {
  if (amount === null || bound === 'exact') return amount;
  return `${bound === 'below' ? '<' : '>'} ${amount}`;
}
