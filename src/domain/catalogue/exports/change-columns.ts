import { toDecimal } from '../../money.js';
import { type ColumnOf, rowOf } from '../../table-columns.js';
import type { ChangeKind } from '../imports.js';
import type { CatalogueContent } from '../product.js';
import { EXPORT_COLUMNS } from './export-columns.js';

/** What an import does to a product. */
export interface ExportedChange {
  readonly kind: ChangeKind;
  /** Null of one that is not made. */
  readonly productId: string | null;
  readonly content: CatalogueContent;
  /** Null of a product that is new. */
  readonly before: CatalogueContent | null;
}

/** The columns of a file of changes: a row for each product, with all that changes of it in one cell, a line for each field. */
export const CHANGE_COLUMNS: readonly ColumnOf<ExportedChange>[] = [
  { heading: 'kind', format: 'text', value: ({ kind }) => kind },
  { heading: 'product', format: 'text', value: ({ productId }) => productId },
  { heading: 'product_code', format: 'text', value: ({ content }) => content.productCode },
  { heading: 'product_name', format: 'text', value: ({ content }) => content.productName },
  {
    heading: 'wholesale_price_before',
    format: 'price',
    value: ({ before }) => before && toDecimal(before.wholesalePrice),
  },
  { heading: 'wholesale_price', format: 'price', value: ({ content }) => toDecimal(content.wholesalePrice) },
  { heading: 'price_change_percent', format: 'figure', value: (change) => priceChangePercent(change) },
  { heading: 'changes', format: 'text', value: (change) => fieldsOf(change).join('\n') || null },
];

/** By how much the wholesale price changes, with one decimal; null where it stays or was not there. */
export function priceChangePercent({ before, content }: Pick<ExportedChange, 'before' | 'content'>): number | null {
  if (before === null || before.wholesalePrice === content.wholesalePrice) return null;
  return Math.round(((content.wholesalePrice - before.wholesalePrice) * 1_000) / before.wholesalePrice) / 10;
}

/** `stock_quantity: 40 → 12`, by the names that a file of the catalogue has for the fields; none of a new product, of which all is new. */
function fieldsOf({ before, content }: ExportedChange): readonly string[] {
  if (before === null) return [];
  const [from, to] = [cellsOf(before), cellsOf(content)];
  return EXPORT_COLUMNS.flatMap(({ heading }, at) =>
    from[at] === to[at] ? [] : [`${heading}: ${from[at] ?? ''} → ${to[at] ?? ''}`],
  );
}

/** What a supplier says, and nothing that the catalogue adds to it. */
function cellsOf(content: CatalogueContent) {
  const nothing = {
    supplier: '',
    supplierName: '',
    key: '',
    active: true,
    reorderLevel: null,
    lastUpdated: new Date(0),
  };
  return rowOf(EXPORT_COLUMNS, { ...nothing, content });
}
