import type { Drug } from '../formulary/public.js';
import type { Dose } from './dose.js';
import type { PrescribedProduct } from './products/product.js';

/** An item of the formulary, in the version from which it is prescribed; or a product of a supplier, as a medicine. */
export interface PrescribedDrug extends Drug {
  readonly id: string;
  /** Null of a product, whose list has no versions. */
  readonly version: number | null;
}

/** One medicine of a prescription, as its doctor has written it. */
export interface PrescribedItem {
  readonly drug: PrescribedDrug;
  /** What of a supplier is prescribed; null for an item of the formulary. */
  readonly product: PrescribedProduct | null;
  /** The doctor's own words: what is printed. */
  readonly directions: string;
  /** Of a product: packs. */
  readonly quantity: number;
  /** `tablets`, `mL`; null: what the item's pack and form say. */
  readonly quantityUnit: string | null;
  /** Supplies after the first one. */
  readonly repeats: number;
  /** Days that have to pass between two supplies. */
  readonly repeatIntervalDays: number | null;
  readonly dose: Dose | null;
  readonly authorityCode: string | null;
  readonly streamlinedCode: string | null;
  /** The brand may not be substituted. */
  readonly noSubstitution: boolean;
}

/** An item, as far as it says of which list it is. */
interface Listed {
  readonly product: object | null;
}

/** Where a request names each of its items: those of the formulary come first, and products of suppliers after them. */
export function itemPaths(items: readonly Listed[]): readonly string[] {
  const drugs = items.filter(({ product }) => product === null).length;
  return items.map(({ product }, at) =>
    product === null ? `prescribed_drugs.${at}` : `prescribed_supplier_products.${at - drugs}`,
  );
}

/** What a request calls two members of its items that each kind calls otherwise. */
export function itemFields(
  items: readonly Listed[],
): readonly { readonly medicine: string; readonly directions: string }[] {
  const paths = itemPaths(items);
  return items.map(({ product }, at) =>
    product === null
      ? { medicine: `${paths[at]}.drug`, directions: `${paths[at]}.dosage_instructions` }
      : { medicine: `${paths[at]}.product`, directions: `${paths[at]}.dosage` },
  );
}
