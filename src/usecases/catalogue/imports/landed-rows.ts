import { keptStrength } from '../../../domain/catalogue/kept-strength.js';
import type { ReadRow } from '../../../domain/catalogue/list.js';
import type { SupplierMapping } from '../../../domain/catalogue/mappings/mapping.js';
import { type Priced, pricesPer } from '../../../domain/catalogue/price-per.js';
import type { CatalogueContent } from '../../../domain/catalogue/product.js';
import type { CatalogueScope } from '../../../models/repositories/catalogue/slice.js';
import type { LandedRow } from '../../../models/repositories/catalogue/staged-price-lists.js';
import type { OfSupplier } from '../../../models/repositories/catalogue/supplier-lists.js';
import { boundedKey } from './bounded-key.js';

type Unpriced = Omit<Priced, 'wholesalePrice'>;

/** Where neither the list nor the catalogue says anything. */
const UNPRICED: Unpriced = {
  thc: null,
  cbd: null,
  thcBound: 'exact',
  cbdBound: 'exact',
  strengthUnit: null,
  pack: null,
  doseForm: null,
};

/**
 * The rows of a list with what follows from what they say. A list without, say, a column for packs leaves the packs as they were, so that
 * its prices per mg are of the products as the catalogue has them.
 */
export async function landedRows(
  scope: CatalogueScope,
  of: OfSupplier,
  { rows, mapping }: { readonly rows: readonly ReadRow[]; readonly mapping: SupplierMapping },
): Promise<readonly LandedRow[]> {
  const isWhole = rows.every(
    ({ outcome }) => typeof outcome === 'string' || Object.keys(UNPRICED).every((name) => name in outcome),
  );
  const known = isWhole ? new Map<string, CatalogueContent>() : await scope.stagedPriceLists.listKnown(of);
  return rows.map(({ outcome, ...read }): LandedRow => {
    const row = { ...read, key: read.key === null ? null : boundedKey(read.key) };
    if (typeof outcome === 'string') return { kind: outcome, said: null, ...row };
    const before = row.key === null ? undefined : known.get(row.key);
    const kept = before && keptStrength(outcome, before);
    const said = kept ? { ...outcome, ...kept } : outcome;
    const { wholesalePrice } = said;
    if (wholesalePrice === undefined) throw new Error('a valid row of a price list has a price');
    const priced = pricedOf(wholesalePrice, said, before ?? UNPRICED);
    const problems = kept ? row.problems.filter(({ code }) => code !== 'strength_unclear') : row.problems;
    // What is added stands first: thirty members that are spread and then added to make an object that is ten times as slow to print.
    return { kind: 'valid', said: { currency: mapping.currency, ...pricesPer(priced), ...said }, ...row, problems };
  });
}

/** Member by member: to join the whole objects takes a second of 20,000 rows. */
function pricedOf(wholesalePrice: number, said: Partial<Unpriced>, before: Unpriced): Priced {
  const of = <Name extends keyof Unpriced>(name: Name): Unpriced[Name] => {
    const value: Unpriced[Name] | undefined = said[name];
    return value === undefined ? before[name] : value;
  };
  return {
    wholesalePrice,
    thc: of('thc'),
    cbd: of('cbd'),
    thcBound: of('thcBound'),
    cbdBound: of('cbdBound'),
    strengthUnit: of('strengthUnit'),
    pack: of('pack'),
    doseForm: of('doseForm'),
  };
}
