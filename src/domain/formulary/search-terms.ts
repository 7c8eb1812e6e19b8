import type { Drug } from './drug.js';
import { foldName } from './fold.js';
import { substanceByCode } from './substances.js';

/** How a search found an item, the best first; on the wire, and in this order in an answer. */
export const MATCHES = ['exact', 'prefix', 'synonym', 'similar'] as const;
export type Match = (typeof MATCHES)[number];

/** What a text is to an item: a name of its own, one of its ingredients where there are several, another name of an ingredient. */
export const TERM_KINDS = ['name', 'part', 'synonym'] as const;

/** A text by which an item is found. */
export interface Term {
  readonly term: string;
  readonly kind: (typeof TERM_KINDS)[number];
}

/** Below this many characters only prefixes are looked for: nearly everything is similar to two letters. */
const LEAST_FUZZY = 3;

/** What somebody looks for, as it is compared. */
export interface DrugSearch {
  readonly text: string;
  /** Also by other names, and by names that are merely similar. */
  readonly isFuzzy: boolean;
}

/** Null where nothing is left to look for. */
export function readSearch(typed: string): DrugSearch | null {
  const text = foldName(typed);
  return text === '' ? null : { text, isFuzzy: text.length >= LEAST_FUZZY };
}

/** Every text by which an item is found, each once; what is both is a name before a part, and a part before a synonym. */
export function termsOf(drug: Drug): readonly Term[] {
  const { name, genericName, brandName, activeIngredient, strength, ingredients } = drug;
  const others = ingredients.flatMap(({ substance }) => {
    const known = substance === null ? null : substanceByCode(substance);
    return known ? [known.name, ...known.otherNames] : [];
  });
  const names = [name, genericName, activeIngredient, `${genericName} ${strength}`];
  const ofBrand = brandName === null ? [] : [brandName, `${brandName} ${strength}`];
  // Of a single ingredient people type the old name with the strength, too.
  const withStrength = ingredients.length === 1 ? others.map((other) => `${other} ${strength}`) : [];
  const kinds: readonly (readonly [Term['kind'], readonly string[]])[] = [
    ['synonym', [...others, ...withStrength]],
    ['part', ingredients.map((ingredient) => ingredient.name)],
    ['name', [...names, ...ofBrand]],
  ];
  const terms = new Map(kinds.flatMap(([kind, texts]) => texts.map((text) => [foldName(text), kind] as const)));
  terms.delete('');
  return [...terms].map(([term, kind]) => ({ term, kind }));
}
