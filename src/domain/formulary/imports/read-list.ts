import type { ListRow, ListSheet } from '../../list-sheets.js';
import { type Column, columnsUnder, HEADER_WITHIN, LIST_FIELDS } from './columns.js';
import type { ListFailure, ListProblem, ListSummary, ReadRow, SheetSummary } from './list.js';
import { readRow } from './read-row.js';

interface Found {
  readonly sheet: ListSheet;
  readonly headerRow: number;
  readonly columns: readonly Column[];
}

/**
 * The medicines of a list, sheet by sheet: headings are found in its first 15 rows, whatever their order, case and spelling. A bad
 * row is reported, and the others are read. Of two rows of one medicine the first counts. Row by row, because a long list takes
 * seconds: whoever reads it lets others work in between. Returns what is to be said of the whole.
 */
export function* readList(sheets: readonly ListSheet[], today: string): Generator<ReadRow, ListSummary> {
  const found = sheets.flatMap(headed);
  const seen: Seen = new Map();
  const counts = new Map<string, number>();
  let items = 0;
  for (const one of found) {
    for (const row of rowsOf(one, today)) {
      const read = withoutDuplicate(row, seen);
      counts.set(read.sheet, (counts.get(read.sheet) ?? 0) + 1);
      if (typeof read.outcome === 'object') items += 1;
      yield read;
    }
  }
  const present = new Set(found.flatMap(({ columns }) => columns.map(({ field }) => field)));
  return {
    sheets: sheets.map((sheet) => summaryOf(sheet, found, counts.get(sheet.name) ?? 0)),
    columns: (found[0]?.columns ?? []).map(({ heading, field }) => ({ heading, field })),
    absentFields: LIST_FIELDS.filter((field) => !present.has(field)),
    failure: failureOf(found.length > 0, items > 0),
  };
}

function headed(sheet: ListSheet): Found[] {
  for (const { row, cells } of sheet.rows) {
    if (row > HEADER_WITHIN) break;
    const columns = columnsUnder(cells);
    if (columns) return [{ sheet, headerRow: row, columns }];
  }
  return [];
}

function* rowsOf({ sheet, headerRow, columns }: Found, today: string): Generator<ReadRow> {
  const headings = columns.map(({ heading }) => heading).join('\n');
  for (const own of sheet.rows) {
    if (own.row <= headerRow) continue;
    const row = filledDown(sheet, own, columns);
    const filled = row.cells.filter((cell) => cell !== '');
    const isNote = filled.length === 1 && columns.length > 1;
    if (isNote || filled.join('\n') === headings) {
      yield { sheet: sheet.name, row: row.row, outcome: 'skipped', key: null, problems: [] };
    } else {
      yield readRow({ sheet: sheet.name, row, columns, today });
    }
  }
}

/** A cell that is merged downwards counts for each of its rows; a code is of one row. */
function filledDown({ mergedDown, rows }: ListSheet, row: ListRow, columns: readonly Column[]): ListRow {
  const over = mergedDown.filter(({ firstRow, lastRow }) => firstRow < row.row && row.row <= lastRow);
  if (over.length === 0) return row;
  const cells = [...row.cells];
  for (const { column, firstRow } of over) {
    const field = columns.find(({ index }) => index === column)?.field;
    if (field === 'pbs_code' || field === 'local_code') continue;
    while (cells.length < column) cells.push('');
    cells[column] ||= rows.find((one) => one.row === firstRow)?.cells[column] ?? '';
  }
  return { ...row, cells };
}

/** The first row of each medicine, and what it says. */
type Seen = Map<string, { readonly at: ReadRow; readonly said: string }>;

function withoutDuplicate(read: ReadRow, seen: Seen): ReadRow {
  const { outcome, key } = read;
  if (typeof outcome === 'string' || key === null) return read;
  const said = JSON.stringify(outcome);
  const earlier = seen.get(key);
  if (!earlier) {
    seen.set(key, { at: read, said });
    return read;
  }
  if (earlier.said === said) return { ...read, outcome: 'skipped', problems: [] };
  return { ...read, outcome: 'invalid', problems: [duplicate(read, earlier.at)] };
}

function duplicate({ sheet, row }: ReadRow, earlier: ReadRow): ListProblem {
  const where = earlier.sheet === sheet ? `row ${earlier.row}` : `row ${earlier.row} of the sheet ${earlier.sheet}`;
  const reason = `This medicine stands in ${where} already, and says something else there: the first one counts.`;
  return {
    severity: 'error',
    sheet,
    row,
    column: null,
    heading: null,
    field: null,
    value: null,
    code: 'duplicate_row',
    reason,
  };
}

function summaryOf(sheet: ListSheet, found: readonly Found[], rows: number): SheetSummary {
  const { name, state } = sheet;
  const header = found.find((one) => one.sheet === sheet);
  if (!header) return { name, state: state === 'read' ? 'no_header' : state, headerRow: null, rows: 0 };
  return { name, state: 'read', headerRow: header.headerRow, rows };
}

function failureOf(hasHeader: boolean, hasItems: boolean): ListFailure | null {
  if (!hasHeader) {
    return {
      code: 'no_header',
      message: 'No row of headings was found in the first 15 rows of a visible sheet.',
      hint: 'A list needs a column with the medicine (Drug name, Generic name) and one with its form and strength, or one for each.',
    };
  }
  if (hasItems) return null;
  return {
    code: 'no_products',
    message: 'No row of this file is a medicine that can be imported.',
    hint: 'The errors say what is wrong with each row.',
  };
}
