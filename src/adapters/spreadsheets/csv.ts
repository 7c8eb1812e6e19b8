import { withoutGuard } from '../../domain/csv-text.js';
import { SpreadsheetRefused } from './port.js';
import { readable } from './shown-text.js';

const SEPARATORS = [',', ';', '\t', '|'] as const;
/** No list has more; a line of commas must not become a row of twenty million cells. */
export const MOST_COLUMNS = 256;
/** Lines from which the separator is told. */
const SAMPLE_LINES = 20;
const SEP_LINE = /^sep=(.)\r?\n/i;

export interface CsvRecord {
  /** As Excel counts: an empty line is a row, a line break inside quotes is none. */
  readonly row: number;
  readonly cells: readonly string[];
}

/**
 * The records of a CSV text, empty lines left out. The separator is what `sep=` says, else what divides its first lines most evenly.
 * @throws SpreadsheetRefused file_damaged where a quote is never closed: what follows it would be lost without a word; too_many_rows as
 *   soon as there are more than `maxRows`
 */
export function readCsv(text: string, maxRows: number): readonly CsvRecord[] {
  const [sepLine = '', said] = SEP_LINE.exec(text) ?? [];
  const body = text.slice(sepLine.length);
  const records: CsvRecord[] = [];
  for (const record of recordsOf(body, said ?? likelySeparator(body))) {
    if (records.length === maxRows) throw new SpreadsheetRefused('too_many_rows', { limit: maxRows });
    records.push(record);
  }
  return records;
}

/** One that stands in most of the first lines, and as often in each. A text of one column has none. */
function likelySeparator(text: string): string {
  const lines = withoutQuoted(text)
    .split(/\r\n|\n|\r/, SAMPLE_LINES)
    .filter((line) => line.trim() !== '');
  let best: { readonly separator: string; readonly score: number } = { separator: ',', score: 0 };
  for (const separator of SEPARATORS) {
    const counts = lines.map((line) => line.split(separator).length - 1);
    const usual = counts.toSorted((one, other) => one - other)[Math.floor(counts.length / 2)] ?? 0;
    const score = usual === 0 ? 0 : counts.filter((count) => count === usual).length / counts.length + usual / 1_000;
    if (score > best.score) best = { separator, score };
  }
  return best.separator;
}

/** Without what stands in quotes: a separator there separates nothing. */
function withoutQuoted(text: string): string {
  return text.slice(0, 100_000).replaceAll(/"(?:[^"]|"")*"/g, '""');
}

function* recordsOf(text: string, separator: string): Generator<CsvRecord> {
  let row = 0;
  let at = 0;
  while (at < text.length) {
    row += 1;
    const cells: string[] = [];
    for (let ended = false; !ended; ) {
      const cell = text[at] === '"' ? quotedCell(text, at, separator, row) : plainCell(text, at, separator);
      if (cells.length < MOST_COLUMNS) cells.push(unwrapped(cell.text));
      at = cell.end;
      ended = text[at] !== separator;
      at += text.startsWith('\r\n', at) ? 2 : 1;
    }
    if (cells.some((cell) => cell !== '')) yield { row, cells };
  }
}

interface Cell {
  readonly text: string;
  /** Where its separator, its line break or the end of the text stands. */
  readonly end: number;
}

function plainCell(text: string, start: number, separator: string): Cell {
  let end = start;
  while (end < text.length && text[end] !== separator && text[end] !== '\n' && text[end] !== '\r') end += 1;
  return { text: text.slice(start, end), end };
}

function quotedCell(text: string, start: number, separator: string, row: number): Cell {
  let read = '';
  let from = start + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote < 0) throw new SpreadsheetRefused('file_damaged', { row });
    read += text.slice(from, quote);
    if (text[quote + 1] !== '"') {
      // Some tools write on behind the closing quote.
      const rest = plainCell(text, quote + 1, separator);
      // Over several lines it is an earlier quote that nobody closed, which has swallowed the lines between.
      if (rest.text.trim() !== '' && /[\r\n]/.test(read)) throw new SpreadsheetRefused('file_damaged', { row });
      return { text: read + rest.text, end: rest.end };
    }
    read += '"';
    from = quote + 2;
  }
}

/** `="00123"` keeps Excel from taking a code for a number; `'=…` keeps it from taking a text for a formula, in our own files too. */
function unwrapped(cell: string): string {
  const [, inside] = /^="((?:[^"]|"")*)"$/.exec(cell.trim()) ?? [];
  return readable(inside?.replaceAll('""', '"') ?? withoutGuard(cell));
}
