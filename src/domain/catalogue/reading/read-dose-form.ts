import type { DoseForm } from '../product.js';
import { cleanText, foldText, isPlaceholder } from './clean-text.js';

/** Words that make a dose form, as suppliers and approvals use them; the first kind that a text has a word of. */
const WORDS: readonly (readonly [form: DoseForm, words: RegExp])[] = [
  [
    'inhalation_liquid',
    /\b(?:vapes?|vaporiser|vaporizer|cartridges?|carts?|inhalation (?:liquid|oil|solution)|liquid for inhalation|inhaled (?:oil|liquid)|liquid inhalation|510|pods?|vape (?:oil|liquid|pens?))\b/,
  ],
  ['dried_herb', /\b(?:flowers?|dried herbs?|herbs?|buds?|dried cannabis|granulate|whole plant|ground)\b/],
  ['capsule', /\b(?:capsules?|caps|softgels?|soft gels?|gelcaps?|gel caps?)\b/],
  ['tablet', /\b(?:tablets?|tabs?)\b/],
  ['pastille', /\b(?:pastilles?|gummy|gummies|lozenges?|chews?|chewables?|soft chews?|jubes?|troches?)\b/],
  ['wafer', /\b(?:wafers?|oral strips?|films?)\b/],
  ['spray', /\b(?:sprays?|oromucosal|mouth spray|metered dose)\b/],
  ['suppository', /\b(?:suppository|suppositories|pessary|pessaries)\b/],
  ['topical', /\b(?:topicals?|creams?|gels?|balms?|ointments?|lotions?|transdermal|patch|patches|salves?)\b/],
  ['oral_liquid', /\b(?:oils?|oral (?:liquid|solution|drops|oil|suspension)|liquids?|tinctures?|drops|solutions?)\b/],
];
/** Words of one form that describe another: a vape holds an oil, a capsule too. */
const DESCRIBING: Readonly<Partial<Record<DoseForm, readonly DoseForm[]>>> = {
  inhalation_liquid: ['oral_liquid'],
  capsule: ['topical', 'oral_liquid'],
  spray: ['oral_liquid'],
  topical: ['oral_liquid'],
};

/** The dose form; null where nothing is said or two forms are, `other` where it is none of ours. */
export function readDoseForm(text: string): DoseForm | null {
  const cleaned = cleanText(text);
  if (isPlaceholder(cleaned)) return null;
  const folded = foldText(cleaned);
  if (folded === 'sublingual') return 'wafer';
  const found = WORDS.filter(([, words]) => words.test(folded)).map(([form]) => form);
  const [first] = found;
  if (first === undefined) return 'other';
  const isOr = /[/,;|]|\b(?:or|and)\b|&/.test(cleaned);
  const others = found.slice(1).filter((form) => isOr || !DESCRIBING[first]?.includes(form));
  return others.length === 0 ? first : null;
}
