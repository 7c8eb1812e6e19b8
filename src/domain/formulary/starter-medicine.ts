import type { DrugDraft, Pack, PREGNANCY_CATEGORIES, Source, SourcedField } from './drug.js';
import { formNamed } from './forms.js';
import type { Amount, AmountUnit } from './strength.js';

/** What the starter formulary says of a medicine, for all of its items. What is not sure is left out. */
export interface Said {
  /** For adults, a day: amount and unit. */
  readonly most?: readonly [amount: number, unit: AmountUnit];
  readonly dosage?: string;
  readonly avoid?: readonly string[];
  readonly with?: readonly string[];
  readonly pregnancy?: (typeof PREGNANCY_CATEGORIES)[number];
}

/** An item of the starter formulary, and the text that it keeps its identity by. */
export interface StarterItem {
  readonly key: string;
  readonly draft: DrugDraft;
}

/** In our own words, from what is generally known of each medicine. A clinic replaces what it knows better. */
const SOURCE = 'Keepwell starter formulary: usual use in adults, in our own words; the product information decides';
const AS_OF = '2026-11-01';

/**
 * The items of one medicine. Each row is `strength | form | pack`, and ` | brand` for a brand's own item; a pack is a number of
 * tablets, capsules, doses or pens, or so many `mL` or `g`.
 */
export function medicine(
  ingredients: string,
  atc: string,
  rows: readonly string[],
  said: Said = {},
): readonly StarterItem[] {
  return rows.map((row) => {
    const [strength = '', form = '', packText = '', brandName = null] = row.split('|').map((cell) => cell.trim());
    const maxDailyDose: Amount | null = said.most ? { amount: said.most[0], unit: said.most[1] } : null;
    const title = brandName ?? `${ingredients.charAt(0).toUpperCase()}${ingredients.slice(1)}`;
    return {
      key: [ingredients, strength, form, packText, brandName ?? ''].join('|'),
      draft: {
        name: `${title} ${strength} ${form}, ${packText}`,
        genericName: ingredients,
        brandName,
        activeIngredient: ingredients,
        strength,
        form,
        route: formNamed(form)?.route ?? null,
        pack: packOf(packText),
        manufacturer: null,
        pbsCode: null,
        localCode: null,
        atc,
        maxDailyDose,
        prescribingInfo: {
          standardDosage: said.dosage ?? null,
          maximumDailyDose: maxDailyDose ? `${maxDailyDose.amount} ${maxDailyDose.unit} for an adult` : null,
          contraindications: said.avoid ?? [],
          interactions: said.with ?? [],
          pregnancyCategory: said.pregnancy ?? null,
        },
        sources: sourcesOf(said),
        statedSchedule: null,
        active: true,
      },
    };
  });
}

function packOf(text: string): Pack | null {
  const [, size = '', unit = 'unit'] = /^(\d+)(?: (mL|g))?$/.exec(text) ?? [];
  return size === '' ? null : { size: Number(size), unit: unit === 'mL' || unit === 'g' ? unit : 'unit' };
}

function sourcesOf(said: Said): readonly Source[] {
  const fields: readonly (readonly [SourcedField, unknown])[] = [
    ['max_daily_dose', said.most],
    ['standard_dosage', said.dosage],
    ['maximum_daily_dose', said.most],
    ['contraindications', said.avoid],
    ['interactions', said.with],
    ['pregnancy_category', said.pregnancy],
  ];
  return fields.flatMap(([field, value]) => (value === undefined ? [] : [{ field, source: SOURCE, asOf: AS_OF }]));
}
