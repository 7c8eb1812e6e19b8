import type { ListField } from '../list.js';
import type { DoseForm, Pack, ProductContent } from '../product.js';
import { readCode, readGtin, withoutFraction } from '../reading/read-code.js';
import { ingredientsOf } from '../reading/read-ingredients.js';
import type { RowCells } from './row-cells.js';

/** Texts that are taken as they are printed. */
const PLAIN_TEXTS: readonly (readonly [field: ListField, member: keyof ProductContent])[] = [
  ['product_name', 'productName'],
  ['brand_name', 'brandName'],
  ['generic_name', 'genericName'],
  ['description', 'description'],
  ['strength', 'strength'],
  ['access_mechanism', 'accessMechanism'],
  ['strain_type', 'strainType'],
  ['cultivar', 'cultivar'],
  ['terpenes', 'terpenes'],
];

/** The code of a row; null where there is none, or where a spreadsheet has damaged it. */
export function codeOf(cells: RowCells): { readonly code: string | null; readonly isDamaged: boolean } {
  const read = readCode(cells.cell('product_code'), cells.isDate('product_code'));
  if (typeof read === 'object' && read !== null) {
    cells.note('product_code', read);
    return { code: null, isDamaged: true };
  }
  const isUnusual = read !== null && cells.list.isUsualCode?.(read) === false;
  if (isUnusual) cells.note('product_code', { code: 'code_unusual', why: 'is' });
  return { code: read, isDamaged: false };
}

/** The pack of a row; a bare number is in the unit of its heading. */
export function packOf(cells: RowCells, form: DoseForm | null): Pack | null {
  const text = cells.text('pack');
  if (text === null) return null;
  const unit = cells.list.packUnit;
  const pack = cells.list.read.pack({ text: unit !== null && /^[\d.,]+$/.test(text) ? `${text} ${unit}` : text, form });
  return pack && { ...pack, text };
}

/** What a row says in words. */
export function textMembers(cells: RowCells): Partial<ProductContent> {
  const said: Partial<Record<keyof ProductContent, string | readonly string[] | null>> = {};
  for (const [field, member] of PLAIN_TEXTS) if (cells.says(field)) said[member] = cells.text(field);
  if (cells.says('artg_no')) {
    const artgNo = cells.text('artg_no');
    said.artgNo = artgNo && withoutFraction(artgNo);
  }
  if (cells.says('active_ingredients')) said.activeIngredients = ingredientsOf(cells.text('active_ingredients'));
  if (cells.says('gtin')) said.gtin = gtinOf(cells);
  return said as Partial<ProductContent>;
}

function gtinOf(cells: RowCells): string | null {
  const gtin = readGtin(cells.cell('gtin'));
  if (gtin === null || typeof gtin === 'string') return gtin;
  cells.note('gtin', gtin);
  return null;
}
