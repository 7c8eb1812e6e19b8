// What the API says of lists and products, in the words of who buys and prescribes.

import { money } from '../times.js';
import type { PriceListHold, PurchaseOrder, StockMovement, SupplierImport, SupplierProduct } from './answers.js';

type Tone = 'plain' | 'good' | 'warn' | 'bad';
export type Worded = readonly [text: string, tone: Tone];

/** States of an import. */
export const STATES: Readonly<Record<SupplierImport['state'], Worded>> = {
  received: ['Waits to be read', 'plain'],
  reading: ['Being read', 'plain'],
  previewed: ['Waits for your go', 'warn'],
  applying: ['Being applied', 'plain'],
  applied: ['Applied', 'good'],
  undoing: ['Being taken back', 'plain'],
  undone: ['Taken back', 'plain'],
  cancelled: ['Cancelled', 'plain'],
  failed: ['Cannot be used', 'bad'],
};

/** States that pass without anybody. */
export const MOVING: readonly SupplierImport['state'][] = ['received', 'reading', 'applying', 'undoing'];

export const STOCKS: Readonly<Record<SupplierProduct['stock_status'], Worded>> = {
  in_stock: ['In stock', 'good'],
  low: ['Low', 'warn'],
  out_of_stock: ['Out of stock', 'bad'],
  unknown: ['Stock not known', 'plain'],
};

export const ORDERS: Readonly<Record<PurchaseOrder['status'], Worded>> = {
  draft: ['Draft', 'warn'],
  sent: ['Sent', 'plain'],
  partly_received: ['Arrived in part', 'warn'],
  received: ['Arrived', 'good'],
  cancelled: ['Cancelled', 'plain'],
};

/** Movements of the clinic's own stock. */
export const MOVEMENTS = {
  count: 'Counted',
  received: 'Received',
  used: 'Used',
  lost: 'Lost or spoilt',
  returned: 'Sent back to the supplier',
} as const satisfies Record<StockMovement['kind'], string>;

export const FORMS = {
  oral_liquid: 'Oral liquid',
  capsule: 'Capsule',
  tablet: 'Tablet',
  dried_herb: 'Dried herb',
  inhalation_liquid: 'Liquid for inhalation',
  pastille: 'Pastille',
  wafer: 'Wafer',
  spray: 'Spray',
  topical: 'Topical',
  suppository: 'Suppository',
  other: 'Other form',
} as const satisfies Record<NonNullable<SupplierProduct['dose_form']>, string>;

export const SCHEDULES = {
  S8: 'Schedule 8',
  S4: 'Schedule 4',
  S3: 'Schedule 3',
  S2: 'Schedule 2',
  unscheduled: 'Not scheduled',
} as const satisfies Record<NonNullable<SupplierProduct['poison_schedule']>, string>;

/** Why a product has no price per mg. */
export const PRICE_NOTES = {
  strength_unclear: 'No price per mg: the strength is not clear',
  unit_unclear: 'No price per mg: the unit of the strength is not clear',
  pack_unclear: 'No price per mg: the pack is not clear',
} as const satisfies Record<NonNullable<SupplierProduct['price_note']>, string>;

/** What an import does to products, in the order in which it matters. */
export const KINDS = {
  created: 'New',
  updated: 'Changed',
  deactivated: 'Turn inactive',
  reactivated: 'Active again',
} as const;

/** Why an import waits for a person. */
export function holdWords({ code, count, limit }: PriceListHold): string {
  switch (code) {
    case 'many_errors':
      return `${counted(count, 'row')} of it cannot be used: more than ${limit} % of the list.`;
    case 'many_deactivated':
      return `${counted(count, 'product')} would turn inactive: more than ${limit} % of what this supplier has.`;
    case 'price_jump':
      return `The wholesale price of ${counted(count, 'product')} changes by more than ${limit} %.`;
    case 'older_list':
      return 'It is older than the list that is in force: by its own date, or because it was fetched before.';
  }
}

/** `1 row`, `1,250 rows`. */
export const counted = (count: number, noun: string) => `${figure(count)} ${noun}${count === 1 ? '' : 's'}`;

export const figure = (count: number) => count.toLocaleString('en-AU');

/** `product_code` → `Product code`, `artg_no` → `ARTG number`. */
export const fieldWords = (field: string) =>
  field
    .replace(/_no$/, '_number')
    .replaceAll('_', ' ')
    .replace(/^./, (first) => first.toUpperCase())
    .replace(/\b(thc|cbd|artg|gtin)\b/gi, (short) => short.toUpperCase());

/** What a product is called: by its code where its list gives no name. */
export const productName = (one: Pick<SupplierProduct, 'product_name' | 'product_code'>) =>
  one.product_name ?? one.product_code ?? 'Product without a name';

const SIGNS = { exact: '', below: '< ', above: '> ' } as const;

/** `THC 19.8 · CBD < 0.2 mg/mL`; as printed, where no number could be read. */
export function strengthWords(one: SupplierProduct): string {
  const { thc, cbd, thc_bound: thcBound, cbd_bound: cbdBound, strength_unit: unit } = one;
  const parts = [
    thc === null ? '' : `THC ${SIGNS[thcBound]}${thc}`,
    cbd === null ? '' : `CBD ${SIGNS[cbdBound]}${cbd}`,
  ];
  const known = parts.filter(Boolean).join(' · ');
  return known === '' ? (one.strength ?? '') : [known, unit].filter(Boolean).join(' ');
}

/** `Oral liquid, 30 mL` */
export const packWords = ({ dose_form: form, pack }: Pick<SupplierProduct, 'dose_form' | 'pack'>) =>
  [form && FORMS[form], pack?.text].filter(Boolean).join(', ');

/** `$0.0772 per mg`: four places, because a mg costs cents. */
export function rateWords(rate: string, currency: string, unit: string): string {
  const amount = new Intl.NumberFormat('en-AU', { style: 'currency', currency, minimumFractionDigits: 4 });
  return `${amount.format(Number(rate))} per ${unit}`;
}

/** `$46.33`, or that there is none. */
export const priceWords = (price: string | null, currency: string) => (price === null ? '–' : money(price, currency));
