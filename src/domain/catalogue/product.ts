import type { Currency } from '../money.js';

/** Dose forms of medicinal cannabis, as suppliers and approvals name them; on the wire. */
export const DOSE_FORMS = [
  'oral_liquid',
  'capsule',
  'tablet',
  'dried_herb',
  'inhalation_liquid',
  'pastille',
  'wafer',
  'spray',
  'topical',
  'suppository',
  'other',
] as const;
export type DoseForm = (typeof DOSE_FORMS)[number];

/** What a number of a strength counts; herb in percent is mg/g (1 % = 10). */
export const STRENGTH_UNITS = ['mg/mL', 'mg/g', 'mg/unit'] as const;
export type StrengthUnit = (typeof STRENGTH_UNITS)[number];

/** How a number of a strength is printed: as it is, as `< n` or as `> n`. */
export const BOUNDS = ['exact', 'below', 'above'] as const;
export type Bound = (typeof BOUNDS)[number];

export const PACK_UNITS = ['mL', 'g', 'unit'] as const;
export type PackUnit = (typeof PACK_UNITS)[number];

export interface Pack {
  /** At most three decimals. */
  readonly size: number;
  readonly unit: PackUnit;
  /** As printed. */
  readonly text: string;
}

export const PRODUCT_SCHEDULES = ['S2', 'S3', 'S4', 'S8', 'unscheduled'] as const;
export type ProductSchedule = (typeof PRODUCT_SCHEDULES)[number];

/** By the share of cannabidiol in all cannabinoids (TGA): 1 from 98 %, 2 from 60 %, 3 from 40 %, 4 from 2 %, 5 below. */
export const TGA_CATEGORIES = [1, 2, 3, 4, 5] as const;
export type TgaCategory = (typeof TGA_CATEGORIES)[number];

/** Of the supplier: `low` by the words of the list. */
export const STOCK_STATUSES = ['in_stock', 'low', 'out_of_stock', 'unknown'] as const;
export type StockStatus = (typeof STOCK_STATUSES)[number];

/** Why a product has no price per mg. */
export const PRICE_NOTES = ['strength_unclear', 'unit_unclear', 'pack_unclear'] as const;
export type PriceNote = (typeof PRICE_NOTES)[number];

/** What a supplier says of a product in a price list. Texts are as printed; null where the list says nothing. */
export interface ProductContent {
  readonly productCode: string | null;
  readonly productName: string | null;
  readonly brandName: string | null;
  readonly genericName: string | null;
  readonly description: string | null;
  readonly strength: string | null;
  /** In `strengthUnit`, at most four decimals. */
  readonly thc: number | null;
  readonly cbd: number | null;
  readonly thcBound: Bound;
  readonly cbdBound: Bound;
  readonly strengthUnit: StrengthUnit | null;
  readonly activeIngredients: readonly string[];
  readonly doseForm: DoseForm | null;
  readonly pack: Pack | null;
  readonly artgNo: string | null;
  readonly gtin: string | null;
  /** `Category 3` for a TGA category, else as printed. */
  readonly category: string | null;
  readonly tgaCategory: TgaCategory | null;
  readonly accessMechanism: string | null;
  readonly poisonSchedule: ProductSchedule | null;
  readonly strainType: string | null;
  readonly cultivar: string | null;
  readonly terpenes: string | null;
  /** Without GST, in minor units (cents). */
  readonly wholesalePrice: number;
  /** In minor units, as the list prints it. */
  readonly retailPrice: number | null;
  readonly stockQuantity: number | null;
  readonly stockStatus: StockStatus;
}

/** A product as the catalogue keeps it: what its list says, and what follows from it. */
export interface CatalogueContent extends ProductContent {
  readonly currency: Currency;
  /** In the currency's units, four decimals; null with `priceNote`. */
  readonly pricePerMg: string | null;
  readonly pricePerUnit: string | null;
  readonly priceNote: PriceNote | null;
}

/** A product of which no list has said anything. */
export const UNSAID: Omit<CatalogueContent, 'wholesalePrice' | 'currency'> = {
  productCode: null,
  productName: null,
  brandName: null,
  genericName: null,
  description: null,
  strength: null,
  thc: null,
  cbd: null,
  thcBound: 'exact',
  cbdBound: 'exact',
  strengthUnit: null,
  activeIngredients: [],
  doseForm: null,
  pack: null,
  artgNo: null,
  gtin: null,
  category: null,
  tgaCategory: null,
  accessMechanism: null,
  poisonSchedule: null,
  strainType: null,
  cultivar: null,
  terpenes: null,
  retailPrice: null,
  stockQuantity: null,
  stockStatus: 'unknown',
  pricePerMg: null,
  pricePerUnit: null,
  priceNote: null,
};
