import type { Currency } from '../../money.js';
import type { CatalogueContent, DoseForm, StrengthUnit } from '../product.js';
import type { ProductsQuery } from '../products-query.js';
import { foldText } from '../reading/clean-text.js';
import { divideHalfUp } from '../reading/decimal.js';

/** By what products of a group are alike. */
export interface Match {
  readonly doseForm: DoseForm | null;
  /** One decimal, in `strengthUnit`; null where the products have no cannabinoids. */
  readonly thc: number | null;
  readonly cbd: number | null;
  readonly strengthUnit: StrengthUnit | null;
  /** Sentences for a person who wonders why these products stand together. */
  readonly reasons: readonly string[];
}

/** What makes a product like another one. */
export type Likened = Pick<
  CatalogueContent,
  | 'doseForm'
  | 'thc'
  | 'cbd'
  | 'thcBound'
  | 'cbdBound'
  | 'strengthUnit'
  | 'strength'
  | 'activeIngredients'
  | 'genericName'
  | 'tgaCategory'
> & { readonly currency: Currency };

export interface Likeness {
  /** The same of products that are alike; prices in two currencies are not compared. */
  readonly key: string;
  readonly match: Match;
}

/** A part below this share of both is a trace: lists print it or leave it out. */
const TRACE_PERCENT = 2n;
/** Strengths have at most four decimals. */
const STRENGTH = 10_000;
const CANNABIS = /cannab|\bthc|\bcbd/;
/** More than the half step that rounding to one decimal takes away or adds. */
const STEP = 0.1;

type Bounds = Pick<ProductsQuery, 'doseForm' | 'thcMin' | 'thcMax' | 'cbdMin' | 'cbdMax'>;

/**
 * What a product can be like: the same dose form, unit, THC and CBD; without cannabinoids the same dose form, ingredients and strength.
 * Null where its ingredients or its strength are not known: it is like no other product.
 */
export function likenessOf(content: Likened): Likeness | null {
  const { doseForm, strengthUnit, currency } = content;
  const parts = cannabinoidsOf(content);
  if (parts !== null) {
    const [thc, cbd] = parts;
    const reasons = [formReason(doseForm), ...strengthReasons(thc, cbd, strengthUnit)];
    const key = JSON.stringify([doseForm, strengthUnit, thc, cbd, currency]);
    return { key, match: { doseForm, thc, cbd, strengthUnit, reasons } };
  }
  const ingredients = ingredientsKey(content);
  if (ingredients === null) return null;
  const reasons = [formReason(doseForm), 'The same ingredients in the same strength.'];
  const key = JSON.stringify([doseForm, ingredients, currency]);
  return { key, match: { doseForm, thc: null, cbd: null, strengthUnit: null, reasons } };
}

/** Bounds that every product which is like this one is within, so that the database leaves out what need not be compared. */
export function boundsOf({ doseForm, thc, cbd }: Match): Bounds {
  return { doseForm: doseForm ?? undefined, ...around(thc, 'thc'), ...around(cbd, 'cbd') };
}

function formReason(doseForm: DoseForm | null): string {
  return doseForm === null ? 'No list says the dose form.' : `The same dose form: ${doseForm.replaceAll('_', ' ')}.`;
}

/** Of a part that counts as 0 any amount may be a trace. */
function around(part: number | null, name: 'thc' | 'cbd'): Bounds {
  return part === null || part === 0 ? {} : { [`${name}Min`]: part - STEP, [`${name}Max`]: part + STEP };
}

function strengthReasons(thc: number, cbd: number, unit: StrengthUnit | null): readonly string[] {
  const strength = `THC ${thc} and CBD ${cbd}${unit === null ? ', in a unit that no list says' : ` ${unit}`}, to one decimal.`;
  const trace = `A part under ${TRACE_PERCENT} % of both, or printed as below a number, counts as 0.`;
  return thc === 0 || cbd === 0 ? [strength, trace] : [strength];
}

/** THC and CBD to one decimal, half up; a part that is a trace, or printed as below, is 0. Null without either. */
function cannabinoidsOf({ thc, cbd, thcBound, cbdBound }: Likened): readonly [thc: number, cbd: number] | null {
  if (thc === null && cbd === null) return null;
  const [ofThc, ofCbd] = [scaled(thc, thcBound), scaled(cbd, cbdBound)];
  const rounded = (part: bigint) =>
    part * 100n < (ofThc + ofCbd) * TRACE_PERCENT ? 0 : Number(divideHalfUp(part * 10n, BigInt(STRENGTH))) / 10;
  return [rounded(ofThc), rounded(ofCbd)];
}

function scaled(value: number | null, bound: Likened['thcBound']): bigint {
  return value === null || bound === 'below' ? 0n : BigInt(Math.round(value * STRENGTH));
}

/**
 * Ingredients with their strengths, in any order: `Paracetamol 500mg`, or `Paracetamol` with the strength `500 mg`. Null where no list
 * says an ingredient or a number, and of cannabis: its strength is printed, but THC and CBD could not be read.
 */
function ingredientsKey({ activeIngredients, genericName, strength, tgaCategory }: Likened): string | null {
  const texts = activeIngredients.length > 0 ? activeIngredients : [genericName ?? ''];
  const ingredients = texts.map(comparedText).sort();
  if (tgaCategory !== null || ingredients.some((text) => text === '' || CANNABIS.test(text))) return null;
  if (ingredients.some(hasNumber)) return ingredients.join('|');
  const amount = comparedText(strength ?? '');
  return hasNumber(amount) ? `${ingredients.join('|')} ${amount}` : null;
}

/** `500 mg` is `500mg`. */
function comparedText(text: string): string {
  return foldText(text).replaceAll(/(\d) (?=\p{L})/gu, '$1');
}

function hasNumber(text: string): boolean {
  return /\d/.test(text);
}
