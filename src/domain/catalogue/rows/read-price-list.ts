import type { ListRow, ListSheet } from '../../list-sheets.js';
import { ACTIVE, SUPPLIER } from '../exports/export-columns.js';
import { exportedMapping, findExportedHeader, isOf, type OtherCells, otherCells } from '../exports/exported-list.js';
import { findHeader, type Header } from '../layout/header.js';
import { headingsOf } from '../layout/known-headings.js';
import { sheetsRead } from '../layout/recognise.js';
import {
  LIST_FIELDS,
  type ListField,
  type ListSummary,
  type ReadRow,
  type RowProblem,
  type SheetSummary,
} from '../list.js';
import type { FieldValues, SupplierMapping } from '../mappings/mapping.js';
import { matchesGlob } from '../mappings/sheet-glob.js';
import { readCategory } from '../reading/read-category.js';
import { readDoseForm } from '../reading/read-dose-form.js';
import { readSchedule } from '../reading/read-schedule.js';
import { sentenceOf } from '../reasons.js';
import { effectiveFrom } from './effective-from.js';
import { type ListColumns, listColumns, namedColumns } from './list-columns.js';
import { rowsWithMerged } from './merged-down.js';
import { readExportedRow } from './read-exported-row.js';
import { readRow } from './read-row.js';
import { columnLetter } from './row-cells.js';
import { filledCells, noProductTest } from './skipped-row.js';

/**
 * The products of a price list under a mapping, sheet by sheet. A bad row is reported, and the others are read; of two rows of one
 * product the first counts. Row by row, because a long list takes seconds: whoever reads it lets others work in between. Returns
 * what is to be said of the whole.
 * @param exportOf of a file that the catalogue has written the key of the supplier whose products are read; of any other list null
 */
export function* readPriceList(
  sheets: readonly ListSheet[],
  own: SupplierMapping,
  exportOf: string | null = null,
): Generator<ReadRow, ListSummary> {
  const mapping = exportOf === null ? own : exportedMapping(own);
  const lookup = headingsOf(mapping);
  const included = sheetsRead(sheets, mapping);
  const headers = included.flatMap(
    (sheet) => (exportOf === null ? findHeader(sheet, lookup) : findExportedHeader(sheet)) ?? [],
  );
  const seen: Seen = new Map();
  const counts = new Map<ListSheet, number>();
  for (const header of headers) {
    const rows =
      exportOf === null ? rowsOf(header, mapping, seen) : exportedRowsOf(header, mapping, { exportOf, seen });
    for (const read of rows) {
      counts.set(header.sheet, (counts.get(header.sheet) ?? 0) + 1);
      yield read;
    }
  }
  return {
    sheets: sheets.map((sheet) =>
      summaryOf(sheet, {
        isExcluded: !included.includes(sheet),
        header: headers.find((one) => one.sheet === sheet),
        rows: counts.get(sheet) ?? 0,
        section: mapping.sectionField,
      }),
    ),
    columns: (headers[0]?.columns ?? []).map(({ heading, field }) => ({ heading, field })),
    absentFields: absentFields(headers, mapping),
    effectiveFrom: effectiveFrom(headers.flatMap(notesAbove)),
  };
}

/** By key, or by the cells of a row without one: the first row of a product, and what all its rows say. */
type Seen = Map<string, { readonly sheet: string; readonly row: number; readonly said: Said[] }>;
type Said = readonly [raw: ReadRow['raw'], defaults: FieldValues];

function* rowsOf(header: Header, mapping: SupplierMapping, seen: Seen): Generator<ReadRow> {
  const { sheet, headerRow, columns } = header;
  const list = listColumns(header, mapping);
  const isNoProduct = noProductTest(header);
  const standing = defaultsOf(sheet.name, mapping);
  const titleHeading = sectionHeading(header, mapping.sectionField);
  let defaults = standing;
  let title: ReadRow['raw'] | null = null;
  let unsaid = ambiguousColumns(header);
  for (const row of rowsWithMerged(sheet, headerRow, columns)) {
    const filled = filledCells(row);
    if (filled === 0) continue;
    const section = filled === 1 ? sectionOf(row, mapping) : null;
    if (section) {
      defaults = { ...standing, ...section };
      if (titleHeading !== null) title = { [titleHeading]: row.cells.find((cell) => cell !== '') ?? '' };
    }
    const isSkipped = filled === 1 || isNoProduct(row) || (row.isHidden && mapping.hiddenRows === 'skip');
    const read = isSkipped
      ? skipped(sheet.name, row)
      : withoutRepeat(readTitled(list, row, { defaults, title }), seen, defaults);
    yield unsaid.length === 0 ? read : { ...read, problems: [...unsaid, ...read.problems] };
    unsaid = [];
  }
}

/** The products of one supplier in a file of the catalogue. Those of others, and those that are not active, stay as they are. */
function* exportedRowsOf(
  header: Header,
  mapping: SupplierMapping,
  { exportOf, seen }: { readonly exportOf: string; readonly seen: Seen },
): Generator<ReadRow> {
  const { sheet, headerRow, columns } = header;
  const list = listColumns(header, mapping);
  const other = otherCells(header);
  const isNoProduct = noProductTest(header);
  for (const row of rowsWithMerged(sheet, headerRow, columns)) {
    const filled = filledCells(row);
    if (filled === 0) continue;
    const isSkipped = filled === 1 || isNoProduct(row) || !isWanted(row, other, exportOf);
    yield isSkipped ? skipped(sheet.name, row) : withoutRepeat(readExportedRow(list, row, other), seen, {});
  }
}

function isWanted(row: ListRow, other: OtherCells, exportOf: string): boolean {
  return isOf(other(row, SUPPLIER), exportOf) && other(row, ACTIVE).toLowerCase() !== 'false';
}

/** A row with what the title of its section says: by the name of its field, which every mapping knows. */
function readTitled(
  list: ListColumns,
  row: ListRow,
  { defaults, title }: { readonly defaults: FieldValues; readonly title: ReadRow['raw'] | null },
): ReadRow {
  const read = readRow(list, row, defaults);
  return title === null ? read : { ...read, raw: { ...read.raw, ...title } };
}

/** Null where no section says anything, or where a column says the same of each row. */
function sectionHeading({ columns }: Header, section: ListField | null): ListField | null {
  return columns.some(({ field, heading }) => field === section || heading === section) ? null : section;
}

function skipped(sheet: string, { row }: ListRow): ReadRow {
  return { sheet, row, outcome: 'skipped', key: null, name: null, problems: [], raw: {} };
}

/** What the mapping says of every row; of one sheet before all. */
function defaultsOf(sheet: string, { brandName, defaults, sheets }: SupplierMapping): FieldValues {
  const own = Object.entries(sheets.defaults).filter(([name]) => matchesGlob(sheet, name));
  const brand: FieldValues = brandName === null ? {} : { brand_name: brandName };
  return Object.assign({}, brand, defaults, ...own.map(([, values]) => values));
}

/** What the title of a section says of the rows below it; a note that is none says nothing. */
function sectionOf({ cells }: ListRow, { sectionField }: SupplierMapping): FieldValues | null {
  const title = cells.find((cell) => cell !== '');
  if (sectionField === null || title === undefined || !isValueOf(sectionField, title)) return null;
  return { [sectionField]: title };
}

function isValueOf(field: ListField, title: string): boolean {
  if (field === 'dose_form') return (readDoseForm(title) ?? 'other') !== 'other';
  if (field === 'poison_schedule') return readSchedule(title) !== null;
  if (field === 'category') return readCategory(title).tgaCategory !== null;
  return title.length <= 100;
}

/** An exact repeat is skipped; another row of the same product is an error. */
function withoutRepeat(read: ReadRow, seen: Seen, defaults: FieldValues): ReadRow {
  const { key, sheet, row, raw } = read;
  const known = key ?? JSON.stringify(raw);
  const first = seen.get(known);
  if (!first) {
    seen.set(known, { sheet, row, said: [[raw, defaults]] });
    return read;
  }
  const text = JSON.stringify([raw, defaults]);
  if (first.said.some((one) => JSON.stringify(one) === text)) return { ...read, outcome: 'skipped', problems: [] };
  first.said.push([raw, defaults]);
  if (key === null) return read;
  const where = first.sheet === sheet ? `row ${first.row}` : `row ${first.row} of the sheet ${first.sheet}`;
  const reason = sentenceOf({ code: 'duplicate_row', why: 'is' }, where);
  const duplicate = { ...problemOf(read, reason), severity: 'error', code: 'duplicate_row' } as const;
  return { ...read, outcome: 'invalid', problems: [...read.problems, duplicate] };
}

function problemOf({ sheet, row }: { readonly sheet: string; readonly row: number }, reason: string) {
  return { sheet, row, column: null, heading: null, field: null, value: null, reason };
}

/** Said once for each sheet, with its first row. */
function ambiguousColumns({ sheet, headerRow, columns }: Header): readonly RowProblem[] {
  const reason = sentenceOf({ code: 'column_ambiguous', why: 'is' });
  return columns.flatMap(({ heading, index, ambiguous }): RowProblem[] => {
    if (ambiguous === null) return [];
    const place = { column: columnLetter(index), heading, field: ambiguous, value: heading };
    return [
      {
        ...problemOf({ sheet: sheet.name, row: headerRow }, reason),
        ...place,
        severity: 'warning',
        code: 'column_ambiguous',
      },
    ];
  });
}

function notesAbove({ sheet, headerRow, upperRow }: Header) {
  return sheet.rows
    .filter(({ row }) => row < (upperRow ?? headerRow))
    .map(({ cells, marks }) => ({
      text: cells.filter((cell) => cell !== '').join(' '),
      hasDate: Object.values(marks).includes('date'),
    }));
}

function absentFields(headers: readonly Header[], mapping: SupplierMapping): readonly ListField[] {
  const present = new Set(
    headers.flatMap(({ sheet, columns }) => [
      ...columns.map(({ field }) => field),
      ...Object.keys(defaultsOf(sheet.name, mapping)),
      mapping.sectionField,
    ]),
  );
  return LIST_FIELDS.filter((field) => !present.has(field));
}

function summaryOf(
  { name, state }: ListSheet,
  found: {
    readonly isExcluded: boolean;
    readonly header: Header | undefined;
    readonly rows: number;
    readonly section: ListField | null;
  },
): SheetSummary {
  const none = { name, headerRow: null, rows: 0, headings: [] };
  if (state !== 'read') return { ...none, state };
  if (found.isExcluded) return { ...none, state: 'excluded' };
  if (!found.header) return { ...none, state: 'no_header' };
  const names = namedColumns(found.header.columns).map(([heading]) => heading);
  const section = sectionHeading(found.header, found.section);
  const headings = section === null ? names : [...names, section];
  return { name, state: 'read', headerRow: found.header.headerRow, rows: found.rows, headings };
}
