import type { ListRow, ListSheet } from '../../list-sheets.js';
import { foldHeading } from '../layout/fold-heading.js';
import { findHeader, type Header } from '../layout/header.js';
import { headingsOf } from '../layout/known-headings.js';
import type { SupplierMapping } from '../mappings/mapping.js';
import { EXPORTED_BASIS, PRICE_BASIS, SUPPLIER } from './export-columns.js';

/** A cell of a row by a heading that no mapping has, such as `supplier`; empty where there is no such column. */
export type OtherCells = (row: ListRow, heading: string) => string;

/** The names of the fields, which are the same for every supplier. */
const NAMED = { columns: {}, priceBasis: EXPORTED_BASIS } as const;
const LOOKUP = headingsOf(NAMED);

/**
 * How a file of the catalogue is read, whichever supplier's products it holds: under the names of the fields, its prices without GST, and
 * without anything that the supplier's own lists leave out or call otherwise.
 */
export function exportedMapping(mapping: SupplierMapping): SupplierMapping {
  return {
    ...mapping,
    ...NAMED,
    brandName: null,
    units: {},
    defaults: {},
    sheets: { include: [], exclude: [], defaults: {} },
    sectionField: null,
    stockWords: {},
    hiddenRows: 'read',
  };
}

/** The headings of a sheet that the catalogue has written; null where it has written none, or somebody has deleted what says so. */
export function findExportedHeader(sheet: ListSheet): Header | null {
  const header = findHeader(sheet, LOOKUP);
  return header && columnOf(header, SUPPLIER) !== null && columnOf(header, PRICE_BASIS) !== null ? header : null;
}

export function otherCells(header: Header): OtherCells {
  const places = new Map<string, number | null>();
  return ({ cells }, heading) => {
    const known = places.get(heading);
    const place = known === undefined ? columnOf(header, heading) : known;
    places.set(heading, place);
    return place === null ? '' : (cells[place] ?? '');
  };
}

/**
 * Whose products the sheets hold that the catalogue has written, as their rows name them; null where it has written none of the sheets. A
 * file of the whole catalogue holds those of several.
 */
export function exportedSuppliers(sheets: readonly ListSheet[]): ReadonlySet<string> | null {
  const headers = sheets.flatMap((sheet) => findExportedHeader(sheet) ?? []);
  if (headers.length === 0) return null;
  const named = headers.flatMap((header) => {
    const other = otherCells(header);
    return header.sheet.rows.filter(({ row }) => row > header.headerRow).map((row) => other(row, SUPPLIER));
  });
  return new Set(named.filter((name) => name !== ''));
}

/** Of this supplier's products, or of one that nobody has named. */
export function isOf(named: string, supplier: string): boolean {
  return named === '' || named.toLowerCase() === supplier.toLowerCase();
}

function columnOf({ columns }: Header, heading: string): number | null {
  const folded = foldHeading(heading);
  return columns.find((column) => foldHeading(column.heading) === folded)?.index ?? null;
}
