import type { PackUnit } from '../../domain/catalogue/product.js';

/**
 * An amount of money, four places.
 * @pattern ^[0-9]+[.][0-9]{4}$
 */
export type FourPlaces = string;

/** How much one pack holds. */
export interface ProductPack {
  size: number;
  unit: PackUnit;
  /** As printed. */
  text: string;
}
