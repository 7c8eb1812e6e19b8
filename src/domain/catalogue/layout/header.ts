import type { ListRow, ListSheet } from '../../list-sheets.js';
import type { ListField } from '../list.js';
import type { HeadingLookup, Meaning } from './known-headings.js';

/** Headings stand in the first rows of a sheet; titles and notes stand above them. */
const HEADER_WITHIN = 15;

/** A column of a list; `field` is null where its heading says nothing, or where another column counts. */
export interface Column {
  readonly index: number;
  readonly heading: string;
  readonly field: ListField | null;
  /** What the heading means, where another column with this meaning counts. */
  readonly ambiguous: ListField | null;
}

export interface Header {
  readonly sheet: ListSheet;
  /** The lower one, where headings stand in two rows. */
  readonly headerRow: number;
  readonly upperRow: number | null;
  readonly columns: readonly Column[];
  /** The sum of what its headings weigh. */
  readonly score: number;
  /** The fields that stand under a heading which the mapping itself names. */
  readonly explicit: readonly ListField[];
}

/** What a heading over two rows can be read as, the likeliest first. */
interface Printed {
  readonly index: number;
  readonly candidates: readonly string[];
}

/** Those of a sheet among which its headings stand. */
export function topRows({ rows, firstRow = 1 }: ListSheet): readonly ListRow[] {
  return rows.filter(({ row }) => row < firstRow + HEADER_WITHIN);
}

/** The row or two rows with the headings of a sheet: a product code or name, and a wholesale price. Null where there is none. */
export function findHeader(sheet: ListSheet, lookup: HeadingLookup): Header | null {
  const rows = topRows(sheet);
  let best: Header | null = null;
  for (const [at, row] of rows.entries()) {
    const below = rows[at + 1];
    const single = headerOf(sheet, { upper: null, lower: row }, lookup);
    if (single && (best === null || single.score > best.score || isSameRow(single, best))) best = single;
    const isNext = below !== undefined && below.row === row.row + 1;
    const double = isNext ? headerOf(sheet, { upper: row, lower: below }, lookup) : null;
    if (double && (best === null || double.score > best.score || completes(double, best, below))) best = double;
  }
  return best;
}

/** One row is enough where the row above adds nothing: that is a title. */
function isSameRow(single: Header, best: Header): boolean {
  return single.headerRow === best.headerRow && single.score === best.score;
}

/** The lower row belongs to the headings where one of them stands in it: `Price` above `ex GST` and `RRP`. */
function completes(double: Header, best: Header, below: ListRow | undefined): boolean {
  if (double.score !== best.score || double.upperRow !== best.headerRow) return false;
  return double.columns.some(({ field, index }) => field !== null && (below?.cells[index] ?? '') !== '');
}

function headerOf(
  sheet: ListSheet,
  { upper, lower }: { readonly upper: ListRow | null; readonly lower: ListRow },
  lookup: HeadingLookup,
): Header | null {
  const printed = upper === null ? inOneRow(lower) : inTwoRows(upper, lower);
  const read = printed.map(({ index, candidates }) => {
    const heading = candidates.find((candidate) => lookup(candidate) !== null) ?? candidates[0] ?? '';
    return { index, heading, meaning: lookup(heading) };
  });
  const chosen = chosenOf(read);
  if (!chosen.has('wholesale_price') || !(chosen.has('product_code') || chosen.has('product_name'))) return null;
  const columns = read.map(({ index, heading, meaning }): Column => {
    const isChosen = meaning !== null && chosen.get(meaning.field)?.index === index;
    const isRival =
      meaning !== null && !isChosen && chosen.get(meaning.field)?.meaning.isExplicit === meaning.isExplicit;
    return { index, heading, field: isChosen ? meaning.field : null, ambiguous: isRival ? meaning.field : null };
  });
  const meanings = [...chosen.values()].map(({ meaning }) => meaning);
  return {
    sheet,
    headerRow: lower.row,
    upperRow: upper?.row ?? null,
    columns,
    score: meanings.reduce((sum, { weight }) => sum + weight, 0),
    explicit: meanings.filter(({ isExplicit }) => isExplicit).map(({ field }) => field),
  };
}

interface Chosen {
  readonly index: number;
  readonly meaning: Meaning;
}

/** By field the column that counts: one that the mapping names before one that anybody uses, then the first. */
function chosenOf(
  read: readonly { readonly index: number; readonly meaning: Meaning | null }[],
): ReadonlyMap<ListField, Chosen> {
  const chosen = new Map<ListField, Chosen>();
  for (const { index, meaning } of read) {
    if (meaning === null) continue;
    const before = chosen.get(meaning.field);
    if (before && (before.meaning.isExplicit || !meaning.isExplicit)) continue;
    chosen.set(meaning.field, { index, meaning });
  }
  return chosen;
}

function inOneRow({ cells }: ListRow): readonly Printed[] {
  return cells.flatMap((heading, index) => (heading === '' ? [] : [{ index, candidates: [spaced(heading)] }]));
}

/** A heading of the upper row spans the empty cells behind it. */
function inTwoRows(upper: ListRow, lower: ListRow): readonly Printed[] {
  const printed: Printed[] = [];
  let group = '';
  for (let index = 0; index < Math.max(upper.cells.length, lower.cells.length); index += 1) {
    const own = spaced(upper.cells[index] ?? '');
    const below = spaced(lower.cells[index] ?? '');
    if (own !== '') group = own;
    if (below === '' && own !== '') printed.push({ index, candidates: [own] });
    if (below === '') continue;
    printed.push({ index, candidates: group === '' ? [below] : [`${group} ${below}`, `${below} ${group}`, below] });
  }
  return printed;
}

function spaced(heading: string): string {
  return heading.replaceAll(/\s+/g, ' ').trim();
}
