import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readFile } from '../../../src/adapters/spreadsheets/read-file.js';
import { type Recognition, recognise } from '../../../src/domain/catalogue/layout/recognise.js';
import type { ListSummary, ReadRow } from '../../../src/domain/catalogue/list.js';
import type { KeyedMapping, SupplierMapping } from '../../../src/domain/catalogue/mappings/mapping.js';
import { readPriceList } from '../../../src/domain/catalogue/rows/read-price-list.js';
import { BUILT_IN } from '../../../src/domain/catalogue/suppliers/built-in.js';
import type { ListRow, ListSheet } from '../../../src/domain/list-sheets.js';

const MOST_ROWS = 50_000;

/** The bytes of a sample list. */
export function sampleFile(name: string): Uint8Array {
  return readFileSync(fileURLToPath(new URL(`../../fixtures/suppliers/${name}`, import.meta.url)));
}

/** The sheets of a file, by the product's own reader. */
export async function sheetsOf(bytes: Uint8Array): Promise<readonly ListSheet[]> {
  return (await readFile(bytes, MOST_ROWS)).sheets;
}

/** A sheet whose rows follow each other from the first. */
export function sheetOf(rows: readonly (readonly string[])[], more: Partial<ListSheet> = {}): ListSheet {
  return {
    name: 'List',
    state: 'read',
    rows: rows.map((cells, at): ListRow => ({ row: at + 1, isHidden: false, cells, marks: {} })),
    mergedDown: [],
    ...more,
  };
}

/** The mapping of a recognised list; a failure ends the test. */
export function mappingOf(recognition: Recognition): Exclude<Recognition, { readonly failure: string }> {
  if ('failure' in recognition) throw new Error(JSON.stringify(recognition));
  return recognition;
}

/** All rows of a list, under the mapping that reads it. */
export function readAll(
  sheets: readonly ListSheet[],
  wanted: string | null,
  mappings: readonly KeyedMapping[] = BUILT_IN,
): { readonly rows: readonly ReadRow[]; readonly summary: ListSummary; readonly key: string } {
  const { key, mapping } = mappingOf(recognise(sheets, mappings, wanted));
  return { ...readUnder(sheets, mapping), key };
}

/** All rows of a list under this mapping. */
export function readUnder(sheets: readonly ListSheet[], mapping: SupplierMapping) {
  const reading = readPriceList(sheets, mapping);
  const rows: ReadRow[] = [];
  for (;;) {
    const next = reading.next();
    if (next.done) return { rows, summary: next.value };
    rows.push(next.value);
  }
}
