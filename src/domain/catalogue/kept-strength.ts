import type { CatalogueContent, ProductContent } from './product.js';

type Strength = Pick<CatalogueContent, 'thc' | 'cbd' | 'thcBound' | 'cbdBound' | 'strengthUnit'>;

/**
 * The strength as the catalogue has it, where a list prints the same one, and its unit follows from form or pack, of which the list has no
 * column: `T22` is 22 % of a herb, and 10 mg of a capsule are of one capsule. Null where the list says all, or something else.
 */
export function keptStrength(said: Partial<ProductContent>, before: CatalogueContent): Strength | null {
  const lacksMeasure = said.doseForm === undefined || said.pack === undefined;
  if (!lacksMeasure || said.strengthUnit !== null || before.strengthUnit === null) return null;
  if (said.doseForm !== undefined && said.doseForm !== before.doseForm) return null;
  if (said.pack !== undefined && said.pack?.unit !== before.pack?.unit) return null;
  const isSame =
    said.strength === undefined || said.strength === null
      ? before.strength === null && isUnsaidOr(said.thc, before.thc) && isUnsaidOr(said.cbd, before.cbd)
      : said.strength === before.strength;
  if (!isSame) return null;
  const { thc, cbd, thcBound, cbdBound, strengthUnit } = before;
  return { thc, cbd, thcBound, cbdBound, strengthUnit };
}

function isUnsaidOr(said: number | null | undefined, before: number | null): boolean {
  return said === undefined || said === before;
}
