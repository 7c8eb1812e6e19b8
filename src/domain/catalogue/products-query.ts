import type { DoseForm, ProductSchedule } from './product.js';

/** In what order products are listed; `-` in front: the greatest first. What is not known stands last. */
export const PRODUCT_ORDERS = ['name', 'price', 'price_per_mg', 'thc', 'cbd', 'stock', 'updated'] as const;
export type ProductOrder = (typeof PRODUCT_ORDERS)[number];

/** Which products of a clinic's catalogue are wanted. Bounds include their ends; what is not known is within none. */
export interface MatchingProducts {
  readonly clinicId: string;
  /** The key of a supplier, in any case. */
  readonly supplier?: string | undefined;
  /** Every word of it is found, typing errors forgiven. */
  readonly search?: string | undefined;
  /** Left out: both. */
  readonly active?: boolean | undefined;
  /** The number of a TGA category, or the text. */
  readonly category?: string | undefined;
  readonly schedule?: ProductSchedule | undefined;
  readonly doseForm?: DoseForm | undefined;
  readonly thcMin?: number | undefined;
  readonly thcMax?: number | undefined;
  readonly cbdMin?: number | undefined;
  readonly cbdMax?: number | undefined;
  readonly pricePerMgMax?: number | undefined;
  /** True: those that the supplier has, also few; false: those that it has not, or of which nothing is known. */
  readonly inStock?: boolean | undefined;
  readonly order: ProductOrder;
  readonly descending: boolean;
}

/** A page of them. */
export interface ProductsQuery extends MatchingProducts {
  readonly limit: number;
  /** The id of the last product that was seen. */
  readonly after?: string | undefined;
}
