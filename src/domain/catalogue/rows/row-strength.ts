import type { ListField } from '../list.js';
import type { DoseForm, Pack, ProductContent } from '../product.js';
import type { Category } from '../reading/read-category.js';
import type { SettledStrength } from '../reading/settle-strength.js';
import { printedUnit } from '../reading/strength-tokens.js';
import { unitFits } from '../units.js';
import type { RowCells } from './row-cells.js';

/** Where a row can say how strong a product is. */
const STRENGTH_FIELDS: readonly ListField[] = ['strength', 'thc', 'cbd', 'active_ingredients'];
const NAMING_FIELDS: readonly ListField[] = ['strength', 'active_ingredients', 'generic_name', 'product_name'];

interface Beside {
  readonly form: DoseForm | null;
  readonly pack: Pack | null;
  readonly category: Category;
}

/** The strength of a row, and what is wrong with it: it needs a number with its unit, or a category. */
export function strengthOf(cells: RowCells, { form, pack, category }: Beside): SettledStrength {
  const { units, read } = cells.list;
  const inRow = cells.text('strength_unit');
  const unit = inRow === null ? null : printedUnit(inRow);
  const strength = read.strength({
    strength: cells.text('strength'),
    thc: cells.text('thc'),
    cbd: cells.text('cbd'),
    ingredients: cells.text('active_ingredients'),
    units: inRow === null ? units : { strength: unit, thc: unit, cbd: unit },
    form,
    packUnit: pack?.unit ?? null,
  });
  const isAsked = cells.has('category') || STRENGTH_FIELDS.some((field) => cells.has(field));
  const place = STRENGTH_FIELDS.find((field) => cells.heading(field) !== '') ?? 'category';
  if (isAsked && !strength.hasAmount && category.category === null) {
    cells.note(place, { code: 'strength_unreadable', why: 'is' });
  } else if (strength.unclear) cells.note(place, strength.unclear);
  else if (strength.isUnread && (category.tgaCategory !== null || form === 'dried_herb' || namesCannabis(cells))) {
    cells.note(place, { code: 'strength_unclear', why: 'unreadable' });
  }
  if (strength.strengthUnit !== null && !unitFits(strength.strengthUnit, form)) {
    cells.note(cells.heading('strength_unit') === '' ? place : 'strength_unit', { code: 'unit_unusual', why: 'is' });
  }
  return strength;
}

/** What of it belongs to the product: nothing of a part that no column of the list is about. */
export function strengthMembers(cells: RowCells, strength: SettledStrength): Partial<ProductContent> {
  const { thc, cbd, thcBound, cbdBound, strengthUnit } = strength;
  const isNamed = cells.says('active_ingredients') && strength.hasAmount;
  if (cells.says('strength') || isNamed) return { thc, cbd, thcBound, cbdBound, strengthUnit };
  return {
    ...(cells.says('thc') ? { thc, thcBound, strengthUnit } : {}),
    ...(cells.says('cbd') ? { cbd, cbdBound, strengthUnit } : {}),
  };
}

/** The strength as it is printed, in one column or in one for each cannabinoid: for the key of a product without a code. */
export function printedStrength(cells: RowCells): string | null {
  const columns = [cells.text('thc'), cells.text('cbd')];
  // Each in its place: 10 of THC is another product than 10 of CBD.
  const inColumns = columns.every((text) => text === null) ? null : columns.map((text) => text ?? '').join(':');
  return cells.text('strength') ?? inColumns;
}

function namesCannabis(cells: RowCells): boolean {
  return NAMING_FIELDS.some((field) => /\b(?:THC|CBD)|cannabi/i.test(cells.text(field) ?? ''));
}
