import type { ListRow } from '../../list-sheets.js';
import { categoryConflict, scheduleConflict } from '../coherence.js';
import { CURRENCY, EXPORTED_BASIS, PACK_SIZE, PACK_UNIT, PRICE_BASIS, PRODUCT_KEY } from '../exports/export-columns.js';
import type { OtherCells } from '../exports/exported-list.js';
import type { ReadRow } from '../list.js';
import { type DoseForm, PACK_UNITS, type Pack, type ProductContent } from '../product.js';
import { cleanText } from '../reading/clean-text.js';
import { readDecimal, roundTo } from '../reading/decimal.js';
import { readPack } from '../reading/read-pack.js';
import type { SettledStrength } from '../reading/settle-strength.js';
import { printedUnit } from '../reading/strength-tokens.js';
import { unitFits } from '../units.js';
import type { ListColumns } from './list-columns.js';
import { productKeyOf } from './product-key.js';
import { NEEDED, noteBroken } from './read-row.js';
import { RowCells } from './row-cells.js';
import { retailPriceMembers, stockMembers, wholesalePriceMembers } from './row-prices.js';
import { printedStrength, strengthMembers } from './row-strength.js';
import { codeOf, textMembers } from './row-texts.js';

/** A bare number is in the unit that stands beside it. */
const BARE = /^[\d.,]+$/;

/**
 * One row of a file that the catalogue has written: the product as it was, or with what somebody has changed in it. THC and CBD are what
 * their columns say, in the unit beside them, and the printed strength is a text: it was read when it came, by the supplier's mapping.
 */
export function readExportedRow(list: ListColumns, row: ListRow, other: OtherCells): ReadRow {
  const cells = new RowCells(list, row, {});
  const beside = (heading: string) => cleanText(other(row, heading));
  const { code, key } = identify(cells, beside(PRODUCT_KEY));
  const said: Partial<ProductContent> = Object.assign(
    cells.says('product_code') ? { productCode: code } : {},
    textMembers(cells),
    describe(cells, { size: beside(PACK_SIZE), unit: beside(PACK_UNIT) }),
    wholesalePriceMembers(cells),
    retailPriceMembers(cells),
    stockMembers(cells),
  );
  noteMoney(cells, { currency: beside(CURRENCY), basis: beside(PRICE_BASIS) });
  if (row.isHidden) cells.note(null, { code: 'row_hidden', why: 'is' });
  return cells.outcome(said, key);
}

/** Without a code a product keeps the key by which its own list finds it: that may be of words which the catalogue has not kept. */
function identify(cells: RowCells, given: string): { readonly code: string | null; readonly key: string | null } {
  const { code, isDamaged } = codeOf(cells);
  const name = cells.text('product_name');
  const isBroken = NEEDED.filter((field) => noteBroken(cells, field)).some((field) => field.startsWith('product_'));
  if (code === null && name === null && !isDamaged && !isBroken) {
    cells.note(cells.has('product_name') ? 'product_name' : 'product_code', { code: 'identity_missing', why: 'is' });
  }
  if (isDamaged || (code === null && isBroken)) return { code, key: null };
  if (code === null && name !== null && given.startsWith('name:')) return { code, key: given };
  const own = { code, brand: cells.text('brand_name'), name, strength: printedStrength(cells) };
  return { code, key: productKeyOf({ ...own, pack: cells.text('pack') }) };
}

function describe(cells: RowCells, packed: { readonly size: string; readonly unit: string }): Partial<ProductContent> {
  const { read } = cells.list;
  const form = read.doseForm(cells.text('dose_form') ?? '');
  const category = read.category(cells.text('category') ?? '');
  const poisonSchedule = read.schedule(cells.text('poison_schedule') ?? '');
  const strength = strengthOf(cells, form);
  const conflict = scheduleConflict(category.tgaCategory, poisonSchedule);
  if (conflict) cells.note('poison_schedule', conflict);
  const misplaced = strength.printed && categoryConflict(category.tgaCategory, strength.printed);
  if (misplaced) cells.note('category', misplaced);
  return Object.assign(
    cells.says('thc') || cells.says('cbd') ? strengthMembers(cells, strength) : {},
    cells.says('dose_form') && { doseForm: form },
    cells.says('pack') && { pack: packOf(cells.text('pack'), form, packed) },
    cells.says('category') && category,
    cells.says('poison_schedule') && { poisonSchedule },
  );
}

/** What THC and CBD are: nothing is taken from the words of the label, in which the share of CBD may count further cannabinoids. */
function strengthOf(cells: RowCells, form: DoseForm | null): SettledStrength {
  const { read } = cells.list;
  const unit = printedUnit(cells.text('strength_unit') ?? '');
  const units = { strength: null, thc: unit, cbd: unit };
  const asked = { form, packUnit: null, ingredients: null, units };
  const figures = read.strength({ ...asked, strength: null, thc: cells.text('thc'), cbd: cells.text('cbd') });
  if (figures.unclear) cells.note('thc', figures.unclear);
  if (figures.strengthUnit !== null && !unitFits(figures.strengthUnit, form)) {
    cells.note('strength_unit', { code: 'unit_unusual', why: 'is' });
  }
  const words = { strength: cells.text('strength'), ingredients: cells.text('active_ingredients') };
  const label = read.strength({ ...asked, ...words, thc: null, cbd: null });
  return { ...figures, printed: figures.printed && (label.printed ?? figures.printed) };
}

/** By its text, which is what a person changes; a bare number, or words that nobody can read, by size and unit beside it. */
function packOf(
  text: string | null,
  form: DoseForm | null,
  { size, unit }: { readonly size: string; readonly unit: string },
): Pack | null {
  if (text === null) return null;
  const byText = BARE.test(text) && size !== '' ? null : readPack(text, form);
  if (byText !== null) return { ...byText, text };
  const amount = readDecimal(size);
  const measure = PACK_UNITS.find((one) => one.toLowerCase() === unit.toLowerCase());
  if (amount === null || amount.digits === 0n || measure === undefined) return null;
  return { size: Number(roundTo(amount, 3)) / 1_000, unit: measure, text };
}

/** Prices are of the currency of the supplier's lists, and without GST. */
function noteMoney(cells: RowCells, { currency, basis }: { readonly currency: string; readonly basis: string }): void {
  if (currency !== '' && currency.toLowerCase() !== cells.list.mapping.currency) {
    cells.note('wholesale_price', { code: 'currency_conflict', why: 'is' });
  }
  if (basis !== '' && basis.toLowerCase() !== EXPORTED_BASIS) {
    cells.note('wholesale_price', { code: 'price_invalid', why: 'gst' });
  }
}
