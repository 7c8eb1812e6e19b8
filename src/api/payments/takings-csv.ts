import type { TakingAnswer } from './responses.js';

const COLUMNS = [
  'date',
  'clinic',
  'provider',
  'method',
  'currency',
  'payments',
  'captured',
  'refunded',
  'fees',
  'disputes',
  'net',
] as const satisfies readonly (keyof TakingAnswer)[];

/** Takings as CSV (RFC 4180), with a heading. */
export function takingsCsv(takings: readonly TakingAnswer[]): string {
  const rows = takings.map((taking) => COLUMNS.map((column) => csvField(taking[column])).join(','));
  return [COLUMNS.join(','), ...rows, ''].join('\r\n');
}

/** Words that a spreadsheet would take for a formula are quoted as text; figures, negative ones too, stay figures. */
function csvField(value: string | number | null): string {
  const text = String(value ?? '');
  const figure = /^-?\d+(\.\d+)?$/.test(text);
  const safe = !figure && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
