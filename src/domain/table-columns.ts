/** How a column of a file is shown: texts; figures as they are; amounts of two or of four decimals, whose values are decimal texts. */
export type ColumnFormat = 'text' | 'figure' | 'price' | 'rate';

/** A column of a list that is written as a file. */
export interface TableColumn {
  readonly heading: string;
  readonly format: ColumnFormat;
}

/** A text, a figure, or nothing. */
export type TableCell = string | number | null;
