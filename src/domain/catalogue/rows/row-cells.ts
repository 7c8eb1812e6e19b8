import type { ListRow } from '../../list-sheets.js';
import { cutText } from '../../text.js';
import type { ListField, ReadRow, RowProblem } from '../list.js';
import { ROW_ERRORS } from '../list.js';
import type { FieldValues } from '../mappings/mapping.js';
import { cleanText, isErrorText, isPlaceholder } from '../reading/clean-text.js';
import { type Reason, sentenceOf } from '../reasons.js';
import type { ListColumns } from './list-columns.js';

const LONGEST = 500;
const LONGEST_DESCRIPTION = 2_000;
const SHOWN = 200;

/** The cells of one row by what they mean, and what is found wrong with them. */
export class RowCells {
  readonly problems: RowProblem[] = [];

  /** `defaults`: of the section, the sheet and the mapping. */
  constructor(
    readonly list: ListColumns,
    private readonly row: ListRow,
    private readonly defaults: FieldValues,
  ) {
    for (const field of list.byField.keys()) this.#checkLength(field);
  }

  /** Whether the list says anything of this field: in a column, or by a default. */
  has(field: ListField): boolean {
    return this.list.byField.has(field) || this.defaults[field] !== undefined;
  }

  /** Whether the list says anything of it that can be known: an error of Excel leaves what was. */
  says(field: ListField): boolean {
    return this.has(field) && this.broken(field) === null;
  }

  heading(field: ListField): string {
    return this.list.byField.get(field)?.heading ?? '';
  }

  isDate(field: ListField): boolean {
    return this.#mark(field) === 'date';
  }

  /** An error of Excel, or a formula whose result is not in the file. */
  broken(field: ListField): 'error' | 'no_value' | null {
    const mark = this.#mark(field);
    if (mark === 'error' || mark === 'no_value') return mark;
    return isErrorText(this.#shown(field)) ? 'error' : null;
  }

  /** As it stands there; empty for an error. */
  cell(field: ListField): string {
    return this.broken(field) === null ? this.#shown(field) : '';
  }

  /** In one line, without placeholders; else what the mapping says of every row. Null where nothing is said. */
  text(field: ListField): string | null {
    const text = cleanText(this.cell(field));
    return isPlaceholder(text) ? (this.defaults[field] ?? null) : text;
  }

  /** Notes what is wrong: with the row where `field` is null. */
  note(field: ListField | null, reason: Reason, where?: string): void {
    const column = field === null ? undefined : this.list.byField.get(field);
    this.problems.push({
      severity: ROW_ERRORS.some((code) => code === reason.code) ? 'error' : 'warning',
      sheet: this.list.sheet,
      row: this.row.row,
      column: column ? columnLetter(column.index) : null,
      heading: column?.heading ?? null,
      field,
      value: column ? cutText(this.#shown(column.field), SHOWN) : null,
      code: reason.code,
      reason: sentenceOf(reason, where),
    });
  }

  /** What was read, with what was found wrong. */
  outcome(said: ReadRow['outcome'], key: string | null): ReadRow {
    const { row, cells } = this.row;
    const isInvalid = this.problems.some(({ severity }) => severity === 'error');
    const raw: Record<string, string> = {};
    for (const [name, index] of this.list.named) raw[name] = cells[index] ?? '';
    const name = isInvalid && key === null ? this.text('product_name') : null;
    const outcome = isInvalid ? 'invalid' : said;
    return { sheet: this.list.sheet, row, outcome, key, name, problems: this.problems, raw };
  }

  #mark(field: ListField) {
    const column = this.list.byField.get(field);
    return column && this.row.marks[column.index];
  }

  #shown(field: ListField | null): string {
    const column = field && this.list.byField.get(field);
    return column ? (this.row.cells[column.index] ?? '') : '';
  }

  #checkLength(field: ListField): void {
    const isDescription = field === 'description';
    const most = isDescription ? LONGEST_DESCRIPTION : LONGEST;
    const text = this.#shown(field);
    if (text.length <= most || [...text].length <= most) return;
    this.note(field, { code: 'text_too_long', why: isDescription ? 'description' : 'is' });
  }
}

/** `A` of column 0, `AB` of 27. */
export function columnLetter(index: number): string {
  const before = Math.floor(index / 26);
  return `${before > 0 ? columnLetter(before - 1) : ''}${String.fromCharCode(65 + (index % 26))}`;
}
