import type { ListRow } from '../../list-sheets.js';
import { categoryConflict, scheduleConflict } from '../coherence.js';
import type { ListField, ReadRow } from '../list.js';
import type { FieldValues } from '../mappings/mapping.js';
import type { ProductContent } from '../product.js';
import type { ListColumns } from './list-columns.js';
import { productKeyOf } from './product-key.js';
import { RowCells } from './row-cells.js';
import { retailPriceMembers, stockMembers, wholesalePriceMembers } from './row-prices.js';
import { printedStrength, strengthMembers, strengthOf } from './row-strength.js';
import { codeOf, packOf, textMembers } from './row-texts.js';

/** A row without these is no product; without a code it is found again by the others. */
export const NEEDED: readonly ListField[] = ['product_code', 'product_name', 'wholesale_price'];
const IN_KEY: readonly ListField[] = ['brand_name', 'strength', 'thc', 'cbd', 'pack'];

/**
 * One row of a list: what it says of a product, or what is wrong with it. `defaults`: what its section, its sheet and the mapping
 * say where it says nothing.
 */
export function readRow(list: ListColumns, row: ListRow, defaults: FieldValues): ReadRow {
  const cells = new RowCells(list, row, defaults);
  const key = identify(cells);
  const said = Object.assign(
    cells.says('product_code') ? { productCode: key.code } : {},
    textMembers(cells),
    describe(cells),
    wholesalePriceMembers(cells),
    retailPriceMembers(cells),
    stockMembers(cells),
  );
  if (row.isHidden) cells.note(null, { code: 'row_hidden', why: 'is' });
  return cells.outcome(said, key.key);
}

/** Which product a row is about; the key is null where an error hides a part of it. */
function identify(cells: RowCells): { readonly code: string | null; readonly key: string | null } {
  const { code, isDamaged } = codeOf(cells);
  const name = cells.text('product_name');
  const isByName = code === null && !isDamaged;
  const broken = (isByName ? [...NEEDED, ...IN_KEY] : NEEDED).filter((field) => noteBroken(cells, field));
  const isHidden = broken.some((field) => field.startsWith('product_'));
  if (isByName && name === null && !isHidden) {
    cells.note(cells.has('product_name') ? 'product_name' : 'product_code', { code: 'identity_missing', why: 'is' });
  }
  const isBlurred = isDamaged || (isByName && broken.some((field) => field !== 'wholesale_price'));
  const brand = cells.text('brand_name');
  const strength = printedStrength(cells);
  return { code, key: isBlurred ? null : productKeyOf({ code, brand, name, strength, pack: cells.text('pack') }) };
}

/** Whether an error of Excel, or a formula without its result, stands in a cell, which is then noted. */
export function noteBroken(cells: RowCells, field: ListField): boolean {
  const why = cells.broken(field);
  if (why !== null) cells.note(field, { code: 'cell_error', why });
  return why !== null;
}

/** Form, pack, category, schedule and strength, which must agree with each other. */
function describe(cells: RowCells): Partial<ProductContent> {
  const { read } = cells.list;
  const form = read.doseForm(cells.text('dose_form') ?? '');
  const pack = packOf(cells, form);
  const category = read.category(cells.text('category') ?? '');
  const poisonSchedule = read.schedule(cells.text('poison_schedule') ?? '');
  const strength = strengthOf(cells, { form, pack, category });
  const conflict = scheduleConflict(category.tgaCategory, poisonSchedule);
  if (conflict) cells.note('poison_schedule', conflict);
  const misplaced = strength.printed && categoryConflict(category.tgaCategory, strength.printed);
  if (misplaced) cells.note('category', misplaced);
  return Object.assign(
    strengthMembers(cells, strength),
    cells.says('dose_form') && { doseForm: form },
    cells.says('pack') && { pack },
    cells.says('category') && category,
    cells.says('poison_schedule') && { poisonSchedule },
  );
}
