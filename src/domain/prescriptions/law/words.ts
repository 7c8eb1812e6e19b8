import type { PrescribedItem } from '../item.js';

const SMALL =
  `nil one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
nineteen`.split(/\s+/);
const TENS = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];

/** A whole number from 0 to 999,999 in words: `nil`, `twenty-one`, `one thousand two hundred and five`. */
export function numberInWords(number: number): string {
  if (!Number.isInteger(number) || number < 0 || number > 999_999) throw new RangeError(`no words for ${number}`);
  if (number < 20) return SMALL[number] ?? '';
  if (number < 100) return joined(TENS[Math.floor(number / 10)] ?? '', number % 10, '-');
  if (number < 1000) return joined(`${numberInWords(Math.floor(number / 100))} hundred`, number % 100, ' and ');
  const rest = number % 1000;
  return joined(`${numberInWords(Math.floor(number / 1000))} thousand`, rest, rest < 100 ? ' and ' : ' ');
}

function joined(start: string, rest: number, by: string): string {
  return rest === 0 ? start : `${start}${by}${numberInWords(rest)}`;
}

/** `1,500`: with commas from 1,000 on (ACSQHC, safe use of medicines terminology). */
function inFigures(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** In figures and words, as Schedule 8 asks for in New South Wales and Queensland and every state takes: `2 (two)`, `0 (nil)`. */
export function repeatsText(repeats: number): string {
  return `${inFigures(repeats)} (${numberInWords(repeats)})`;
}

/** `20 (twenty) tablets`, `1 (one) tablet`. */
export function quantityText(quantity: number, unit: string): string {
  return `${inFigures(quantity)} (${numberInWords(quantity)}) ${quantity === 1 ? singular(unit) : plural(unit)}`;
}

/** What a form is counted in, one of it and several: what is measured has its own unit. */
const COUNTED = [
  ['tablet', 'tablets'],
  ['capsule', 'capsules'],
  ['lozenge', 'lozenges'],
  ['pastille', 'pastilles'],
  ['wafer', 'wafers'],
  ['film', 'films'],
  ['patch', 'patches'],
  ['suppository', 'suppositories'],
  ['pessary', 'pessaries'],
  ['enema', 'enemas'],
  ['inhaler', 'inhalers'],
  ['spray bottle', 'spray bottles'],
  ['vial', 'vials'],
  ['syringe', 'syringes'],
  ['pen', 'pens'],
  ['ampoule', 'ampoules'],
  ['bottle', 'bottles'],
  ['tube', 'tubes'],
  ['sachet', 'sachets'],
  ['dose', 'doses'],
  ['pack', 'packs'],
  ['unit', 'units'],
] as const;

function singular(unit: string): string {
  return COUNTED.find(([, several]) => several === unit)?.[0] ?? unit;
}

function plural(unit: string): string {
  return COUNTED.find(([one]) => one === unit)?.[1] ?? unit;
}

/** `2 (two) packs of 30 mL`, `1 (one) pack of 60 capsules`; `1 (one) pack` where nobody knows what is in it. */
export function packsText({ quantity, drug }: Pick<PrescribedItem, 'quantity' | 'drug'>): string {
  const packs = quantityText(quantity, 'packs');
  if (drug.pack === null) return packs;
  const { size } = drug.pack;
  const unit = packUnitOf(drug);
  return `${packs} of ${size} ${size === 1 ? singular(unit) : unit}`;
}

/** A pack of `90 sprays` is one bottle: what a form is prescribed in may be its container, of which a pack does not hold so many. */
function packUnitOf(drug: PrescribedItem['drug']): string {
  const form = drug.form.trim().toLowerCase();
  if (drug.pack?.unit !== 'unit' || !COUNTED_IN.has(form)) return quantityUnitOf({ quantityUnit: null, drug });
  return form.endsWith('spray') ? 'doses' : 'units';
}

/** Forms that are counted in something other than their last word. */
const COUNTED_IN: ReadonlyMap<string, string> = new Map([
  ['injection', 'ampoules'],
  ['powder for injection', 'vials'],
  ['nebuliser solution', 'ampoules'],
  ['nasal spray', 'spray bottles'],
  ['oromucosal spray', 'spray bottles'],
  ['sublingual spray', 'spray bottles'],
  ['powder for oral liquid', 'mL'],
]);

/**
 * In what an item's quantity counts: what its doctor wrote, else mL or g where the pack is measured in them, else what its form is
 * counted in (`tablets`, `inhalers`); `units` where nothing says.
 */
export function quantityUnitOf({ quantityUnit, drug }: Pick<PrescribedItem, 'quantityUnit' | 'drug'>): string {
  if (quantityUnit !== null && quantityUnit.trim() !== '') return quantityUnit.trim();
  if (drug.pack !== null && drug.pack.unit !== 'unit') return drug.pack.unit;
  const form = drug.form.trim().toLowerCase();
  const special = COUNTED_IN.get(form);
  if (special !== undefined) return special;
  const last = form.split(/\s+/).at(-1) ?? '';
  return COUNTED.find((names) => names.some((name) => name === last))?.[1] ?? 'units';
}
