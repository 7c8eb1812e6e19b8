/** How a column of a file is shown: texts; figures as they are; amounts of two or of four decimals, whose values are decimal texts. */
export type ColumnFormat = 'text' | 'figure' | 'price' | 'rate';

/** A column of a list that is written as a file. */
export interface TableColumn {
  readonly heading: string;
  readonly format: ColumnFormat;
}

/** A text, a figure, or nothing. */
export type TableCell = string | number | null;

/** A column with what stands in it of each one of a list. */
export interface ColumnOf<One> extends TableColumn {
  readonly value: (one: One) => TableCell;
}

/** One of a list as a row under these columns. */
export function rowOf<One>(columns: readonly ColumnOf<One>[], one: One): readonly TableCell[] {
  return columns.map(({ value }) => value(one));
}
