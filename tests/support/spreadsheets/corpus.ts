import { readFileSync } from 'node:fs';
import { threadedPriceListReader } from '../../../src/adapters/spreadsheets/price-list-reader.js';
import type { InterpretedList } from '../../../src/domain/catalogue/interpret.js';
import type { ReadRow } from '../../../src/domain/catalogue/list.js';
import { BUILT_IN } from '../../../src/domain/catalogue/suppliers/built-in.js';

const FOLDER = new URL('../../fixtures/spreadsheets/', import.meta.url);
const mappings = Object.fromEntries(BUILT_IN.map(({ key, mapping }) => [key, mapping]));
/** Time is measured elsewhere: a busy machine must not fail what is about values. */
const reader = threadedPriceListReader({ limitMs: 600_000 });

export type ReadList = Extract<InterpretedList, { readonly rows: unknown }>;

/** A file of the corpus, by its name in `tests/fixtures/spreadsheets`. */
export function corpusFile(name: string): Uint8Array {
  return readFileSync(new URL(name, FOLDER));
}

/** What the product's own reader makes of a file under the names of the fields. @throws SpreadsheetRefused */
export async function readThrough(bytes: Uint8Array, maxRows = 50_000): Promise<ReadList> {
  const list = await reader.read(bytes, { mappings, supplier: 'alma' }, { maxRows, onRows: () => undefined });
  if ('failure' in list) throw new Error(JSON.stringify(list.failure));
  return list;
}

/** A row as one line: its place, what it says of a product, and what is noted of it. */
export function lineOf({ row, outcome, problems }: ReadRow): string {
  const noted = problems.map(({ code, column }) => ` ${code}@${column ?? '-'}`).join('');
  if (typeof outcome === 'string') return `${row} ${outcome}${noted}`;
  const { productCode, productName, brandName, thc, cbd, strengthUnit, doseForm, pack } = outcome;
  const { wholesalePrice, retailPrice, stockQuantity, gtin } = outcome;
  const said = [productCode, productName, brandName, thc, cbd, strengthUnit, doseForm, pack?.size, wholesalePrice];
  return `${row} ${[...said, retailPrice, stockQuantity, gtin].map((value) => value ?? '').join('|')}${noted}`;
}
