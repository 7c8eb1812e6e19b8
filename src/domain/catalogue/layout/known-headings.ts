import { LIST_FIELDS, type ListField } from '../list.js';
import type { SupplierMapping } from '../mappings/mapping.js';
import { cleanText } from '../reading/clean-text.js';
import { gstAllowed, gstIn } from '../reading/gst.js';
import { withoutCurrency } from '../reading/read-price.js';
import { type PrintedUnit, printedUnit } from '../reading/strength-tokens.js';
import { foldHeading } from './fold-heading.js';

/** What a heading means under a mapping. */
export interface Meaning {
  readonly field: ListField;
  /** Whether the mapping names this heading; else it is one that every mapping knows. */
  readonly isExplicit: boolean;
  /**
   * How much it says about whose list it is: 3 for the heading that the supplier uses, 2 for one that it might use, 1 for one that
   * anybody uses.
   */
  readonly weight: number;
}

export type HeadingLookup = (heading: string) => Meaning | null;

/** Every mapping knows the fields by their own names, and these. */
const PRICE_NAMES = ['price', 'unitprice', 'costprice'];
const COMMON: ReadonlyMap<string, ListField> = new Map([
  ...LIST_FIELDS.map((field) => [foldHeading(field), field] as const),
  ...PRICE_NAMES.map((name) => [name, 'wholesale_price'] as const),
]);
/** What is between brackets at the end, such as a unit or a remark. */
const REMARK = /\s*[([][^)\]]*[)\]]\s*$/;
const MEASURED: readonly ListField[] = ['thc', 'cbd', 'strength', 'pack'];
const PRICES: readonly ListField[] = ['wholesale_price', 'retail_price'];

/** The headings that a mapping knows, in whatever spelling, with units, currency and GST beside them. */
export function headingsOf(mapping: Pick<SupplierMapping, 'columns' | 'priceBasis'>): HeadingLookup {
  const known = new Map<string, Meaning>();
  for (const [folded, field] of COMMON) known.set(folded, { field, isExplicit: false, weight: 1 });
  for (const field of LIST_FIELDS) {
    for (const [at, heading] of (mapping.columns[field] ?? []).entries()) {
      const folded = foldHeading(heading);
      const isCommon = COMMON.get(folded) === field;
      known.set(folded, { field, isExplicit: true, weight: isCommon ? 1 : at === 0 ? 3 : 2 });
    }
  }
  return (heading) => {
    const exact = known.get(foldHeading(heading));
    if (exact) return exact;
    const price = known.get(foldHeading(withoutMoney(heading)));
    if (price && PRICES.includes(price.field)) return gstAgrees(heading, price.field, mapping) ? price : null;
    const measured = known.get(foldHeading(withoutUnit(heading)));
    if (measured && MEASURED.includes(measured.field)) return measured;
    const plain = known.get(foldHeading(heading.replace(REMARK, '')));
    return plain && !PRICES.includes(plain.field) ? plain : null;
  };
}

/** The unit that stands in a heading, for numbers below it that have none: `THC (mg/mL)`, `CBD %`. */
export function unitInHeading(heading: string): PrintedUnit | null {
  const [unit] = UNIT_IN_HEADING.exec(heading) ?? [];
  return unit === undefined ? null : printedUnit(unit);
}

/** In what the sizes below a heading are measured: `Pack (g)`, `Volume mL`. */
export function packUnitInHeading(heading: string): 'mL' | 'g' | null {
  const [, unit] = /(?:^|[\s(])(mls?|g|grams?)[)\s]*$/i.exec(heading) ?? [];
  if (unit === undefined) return null;
  return unit.toLowerCase().startsWith('m') ? 'mL' : 'g';
}

const UNIT_IN_HEADING = /mg\s*(?:\/|per)\s*[a-z]+|%\s*w\s*\/\s*[wv]|%|\bmg\b/i;

function withoutUnit(heading: string): string {
  return heading.replace(UNIT_IN_HEADING, ' ').replace(/(?:^|[\s(])(?:mls?|g|grams?)[)\s]*$/i, ' ');
}

/** Another currency is named too: the rows then say that it is another one. */
function withoutMoney(heading: string): string {
  return withoutCurrency(gstIn(cleanText(heading)).rest);
}

function gstAgrees(heading: string, field: ListField, { priceBasis }: Pick<SupplierMapping, 'priceBasis'>): boolean {
  return field !== 'wholesale_price' || gstAllowed(gstIn(cleanText(heading)).said, priceBasis);
}
