import { linkKeysOf, type StockStatus, stockStatusOf } from '../../domain/catalogue/public.js';
import type { Drug } from '../../domain/formulary/drug.js';
import { substanceByCode } from '../../domain/formulary/substances.js';
import type { CatalogueScope } from '../../models/repositories/catalogue/public.js';

/** A product of a supplier's list that is the same medicine as an item. */
export interface DrugSupply {
  /** The key of the supplier. */
  readonly supplier: string;
  readonly productCode: string | null;
  /** Without GST, in minor units. */
  readonly wholesalePrice: number;
  readonly stockStatus: StockStatus;
}

/**
 * Items with the active products that are the same medicine, the cheapest first: of the same dose form, ingredients and strengths. One
 * statement for all items, however many.
 */
export async function withSupply<Item extends Drug>(
  scope: CatalogueScope,
  clinicId: string,
  drugs: readonly Item[],
): Promise<readonly (Item & { readonly supply: readonly DrugSupply[] })[]> {
  const keyed = drugs.map((drug) => ({ drug, keys: new Set(keysOf(drug)) }));
  const products = await scope.supplierProducts.listLinked(clinicId, [
    ...new Set(keyed.flatMap(({ keys }) => [...keys])),
  ]);
  return keyed.map(({ drug, keys }) => ({
    ...drug,
    supply: products
      .filter(({ linkKey }) => keys.has(linkKey))
      .map(({ supplier, content, reorderLevel }) => ({
        ...{ supplier, productCode: content.productCode, wholesalePrice: content.wholesalePrice },
        stockStatus: stockStatusOf(content, reorderLevel),
      })),
  }));
}

function keysOf({ form, ingredients }: Drug): readonly string[] {
  return linkKeysOf({
    form,
    ingredients: ingredients.map(({ name, substance, strength }) => {
      const known = substance === null ? null : substanceByCode(substance);
      return { names: [name, ...(known ? [known.name, ...known.otherNames] : [])], strength };
    }),
  });
}
