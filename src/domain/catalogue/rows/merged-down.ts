import type { ListRow, ListSheet } from '../../list-sheets.js';
import type { Column } from '../layout/header.js';

/** Of one row only, whatever is merged. */
const OF_ONE_ROW: readonly (string | null)[] = ['product_code', 'gtin'];

type Merge = ListSheet['mergedDown'][number];

/** The rows of a sheet below its headings, in which a cell that is merged downwards counts for each of its rows. */
export function* rowsWithMerged(sheet: ListSheet, headerRow: number, columns: readonly Column[]): Generator<ListRow> {
  const fields = new Map(columns.map(({ index, field }) => [index, field]));
  const waiting = sheet.mergedDown
    .filter(({ column, firstRow }) => firstRow > headerRow && !OF_ONE_ROW.includes(fields.get(column) ?? null))
    .toSorted((one, other) => one.firstRow - other.firstRow);
  const texts = new Map<Merge, string>();
  let next = 0;
  for (const row of sheet.rows) {
    for (let merge = waiting[next]; merge && merge.firstRow <= row.row; merge = waiting[next]) {
      if (merge.firstRow === row.row) texts.set(merge, row.cells[merge.column] ?? '');
      next += 1;
    }
    for (const merge of texts.keys()) if (merge.lastRow < row.row) texts.delete(merge);
    if (row.row > headerRow) yield filled(row, texts);
  }
}

function filled(row: ListRow, texts: ReadonlyMap<Merge, string>): ListRow {
  const above = [...texts].filter(([{ firstRow }, text]) => firstRow < row.row && text !== '');
  if (above.length === 0) return row;
  const cells = [...row.cells];
  for (const [{ column }, text] of above) {
    while (cells.length < column) cells.push('');
    cells[column] ||= text;
  }
  return { ...row, cells };
}
