/** A sheet of a list that somebody imports, as the spreadsheet reader gives it. */
export interface ListSheet {
  readonly name: string;
  /** The only table of a CSV, whose name nobody has chosen: patterns of names say nothing of it. */
  readonly isNameless?: true;
  /** Where it begins, as Excel counts: of a sheet that stands below others in a CSV; left out, in row 1. */
  readonly firstRow?: number;
  readonly state: 'read' | 'hidden' | 'empty' | 'chart';
  readonly rows: readonly ListRow[];
  readonly mergedDown: readonly { readonly column: number; readonly firstRow: number; readonly lastRow: number }[];
}

export interface ListRow {
  /** As Excel counts. */
  readonly row: number;
  readonly isHidden: boolean;
  /** What is shown, without blanks around; empty where nothing is. May be shorter than other rows. */
  readonly cells: readonly string[];
  /** By column from 0: an error of Excel, a formula whose result is not in the file, or a date. */
  readonly marks: Readonly<Record<number, 'error' | 'no_value' | 'date'>>;
}
