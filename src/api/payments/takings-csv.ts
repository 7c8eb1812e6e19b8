import { csvText } from '../../domain/csv-text.js';
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

/** Takings as CSV, with a heading. */
export function takingsCsv(takings: readonly TakingAnswer[]): string {
  return csvText(COLUMNS, takings);
}
