import type { ListSheet } from '../list-sheets.js';
import { LIST_FAILURES, type ListFailureCode } from './failures.js';
import type { FailureDetails, ImportFailure } from './imports.js';
import { type Recognition, recognise } from './layout/recognise.js';
import type { ListSummary, ReadRow } from './list.js';
import type { SupplierMapping } from './mappings/mapping.js';
import { readPriceList } from './rows/read-price-list.js';

/** What a price list says, or why nothing is known of it. */
export type InterpretedList =
  | {
      /** The key of the supplier whose list it is. */
      readonly supplier: string;
      readonly rows: readonly ReadRow[];
      readonly summary: ListSummary;
      /** No row can be used: the problems of the rows say why. */
      readonly unusable: ImportFailure | null;
    }
  | { readonly failure: ImportFailure };

export interface Interpretation {
  readonly mappings: ReadonlyMap<string, SupplierMapping>;
  /** The key of a supplier; null: it is recognised. */
  readonly supplier: string | null;
}

/** Rows between two words of how far it is. */
const REPORT = 500;

/** Finds out whose list it is, and reads each of its rows by that supplier's mapping. */
export function interpretPriceList(
  { sheets }: { readonly sheets: readonly ListSheet[] },
  { mappings, supplier }: Interpretation,
  onRows: (progress: { readonly rowsProcessed: number; readonly rowsTotal: number }) => void,
): InterpretedList {
  const keyed = [...mappings].map(([key, mapping]) => ({ key, mapping }));
  const found = recognise(sheets, keyed, supplier);
  if ('failure' in found) return { failure: failureOf(found) };
  const rowsTotal = sheets.reduce((sum, { rows }) => sum + rows.length, 0);
  const reading = readPriceList(sheets, found.mapping, found.isExport ? found.key : null);
  const rows: ReadRow[] = [];
  for (;;) {
    const next = reading.next();
    if (next.done) {
      const isUsable = rows.some(({ outcome }) => typeof outcome === 'object');
      return { supplier: found.key, rows, summary: next.value, unusable: isUsable ? null : named('no_products') };
    }
    rows.push(next.value);
    if (rows.length % REPORT === 0) onRows({ rowsProcessed: rows.length, rowsTotal });
  }
}

function failureOf(found: Extract<Recognition, { readonly failure: string }>): ImportFailure {
  switch (found.failure) {
    case 'no_header':
      return named('no_header');
    case 'layout_unknown':
      return named('layout_unknown', { layout: found.layout });
    case 'layout_mismatch':
      return named('layout_mismatch', { recognised: found.recognised });
  }
}

function named(code: ListFailureCode, details?: FailureDetails): ImportFailure {
  return { code, ...LIST_FAILURES[code], ...(details ? { details } : {}) };
}
