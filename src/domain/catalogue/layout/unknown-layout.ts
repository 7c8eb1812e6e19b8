import type { ListRow, ListSheet } from '../../list-sheets.js';
import { LIST_FIELDS, type ListField } from '../list.js';
import type { KeyedMapping } from '../mappings/mapping.js';
import { foldHeading } from './fold-heading.js';
import { topRows } from './header.js';
import { headingsOf } from './known-headings.js';

/** A list that no mapping knows: its headings, and a mapping to start from, as it is on the wire. */
export interface Layout {
  readonly sheet: string;
  readonly headerRow: number;
  readonly headings: readonly string[];
  readonly proposed: Readonly<Record<string, unknown>>;
}

/** A row of headings has no numbers, and does not repeat itself. */
const LEAST_HEADINGS = 3;
const LONGEST_HEADING = 80;

/** The likeliest headings of a list; null where nothing looks like a row of headings. */
export function unknownLayout(sheets: readonly ListSheet[], mappings: readonly KeyedMapping[]): Layout | null {
  const meanings = pooledMeanings(mappings);
  const rows = sheets.flatMap((sheet) =>
    topRows(sheet)
      .filter(({ cells }) => isLikeHeadings(cells))
      .map((row) => ({ sheet, row, known: knownIn(row, meanings) })),
  );
  const [best] = rows.toSorted((one, other) => other.known - one.known);
  if (!best) return null;
  const headings = best.row.cells.filter((cell) => cell !== '');
  return {
    sheet: best.sheet.name,
    headerRow: best.row.row,
    headings,
    proposed: proposedMapping(best.sheet.name, headings, meanings),
  };
}

function isLikeHeadings(cells: readonly string[]): boolean {
  const filled = cells.filter((cell) => cell !== '');
  const isText = filled.every(
    (cell) => /\p{L}/u.test(cell) && cell.length <= LONGEST_HEADING && !/^\$?\s*\d/.test(cell),
  );
  return filled.length >= LEAST_HEADINGS && isText && new Set(filled.map(foldHeading)).size === filled.length;
}

type Meanings = (heading: string) => ListField | null;

/** What a heading means to every mapping that knows it; null where they do not agree. */
function pooledMeanings(mappings: readonly KeyedMapping[]): Meanings {
  const lookups = mappings.map(({ mapping }) => headingsOf(mapping));
  return (heading) => {
    const fields = new Set(lookups.flatMap((lookup) => lookup(heading)?.field ?? []));
    const [field, ...others] = fields;
    return field !== undefined && others.length === 0 ? field : null;
  };
}

function knownIn({ cells }: ListRow, meanings: Meanings): number {
  return new Set(cells.map((cell) => (cell === '' ? null : meanings(cell)))).size;
}

/** Only its wholesale price and name or code may be left to be filled in: the rest is what the headings say. */
function proposedMapping(sheet: string, headings: readonly string[], meanings: Meanings) {
  const byField = LIST_FIELDS.map(
    (field) => [field, headings.filter((heading) => meanings(heading) === field)] as const,
  );
  return {
    supplier_name: sheet,
    formats: ['xlsx', 'csv'],
    currency: 'aud',
    price_basis: 'ex_gst',
    coverage: 'full',
    update_frequency: 'monthly',
    lead_time: '7d',
    columns: Object.fromEntries(byField.filter(([, found]) => found.length > 0)),
  };
}
