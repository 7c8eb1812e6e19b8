import type { ListRow } from '../../list-sheets.js';
import { foldHeading } from '../layout/fold-heading.js';
import type { Header } from '../layout/header.js';
import { cleanText, isPlaceholder } from '../reading/clean-text.js';

const TOTAL = /^(?:(?:grand|sub)[\s-]*)?totals?\s*(?:$|[:(=\d-]|(?:lines?|items?|products?|stock|value|units)\b)/i;

/** How many cells of a row hold something. */
export function filledCells({ cells, marks }: ListRow): number {
  let filled = cells.filter((cell) => cell !== '').length;
  for (const at of Object.keys(marks)) if ((cells[Number(at)] ?? '') === '') filled += 1;
  return filled;
}

/** A test of rows that are no products: the headings once more, or a total without a price. */
export function noProductTest({ sheet, headerRow, upperRow, columns }: Header): (row: ListRow) => boolean {
  const printed = sheet.rows.filter(({ row }) => row === headerRow || row === upperRow).map(({ cells }) => cells);
  const headings: string[] = [];
  for (const { index, heading } of columns) headings[index] = heading;
  const folded = [...printed, Array.from(headings, (heading) => heading ?? '')].map((row) => row.map(foldHeading));
  const price = columns.find(({ field }) => field === 'wholesale_price')?.index ?? -1;
  // Headings are compared only where a price cannot stand: most rows have one.
  const hasDigit = /\d/.test(headings[price] ?? '');
  const isPriced = (cells: readonly string[]) => !hasDigit && /\d/.test(cells[price] ?? '');
  return ({ cells }) => !isPriced(cells) && (folded.some((row) => isRowOf(row, cells)) || isTotal(cells, price));
}

function isRowOf(folded: readonly string[], cells: readonly string[]): boolean {
  return cells.every((cell, at) => cell === '' || foldHeading(cell) === (folded[at] ?? ''));
}

function isTotal(cells: readonly string[], price: number): boolean {
  return cells.some((cell) => TOTAL.test(cell)) && isPlaceholder(cleanText(cells[price] ?? ''));
}
