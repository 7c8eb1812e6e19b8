/** Units of a dose by the ways in which people write them; the key is what a dose says. */
const SPELLINGS: Readonly<Record<string, string>> = {
  tablet: 'tablets?|tabs?',
  capsule: 'capsules?|caps?',
  lozenge: 'lozenges?',
  film: 'films?',
  suppository: 'suppositor(?:y|ies)',
  pessary: 'pessar(?:y|ies)',
  patch: 'patch(?:es)?',
  puff: 'puffs?|inhalations?|actuations?',
  spray: 'sprays?',
  drop: 'drops?',
  mL: 'mls?|millilit(?:re|er)s?',
  mg: 'mgs?|milligrams?',
  microgram: 'micrograms?',
  g: 'g|grams?',
  unit: 'units?',
};

/** Any unit in any of its spellings, for a regular expression that ignores case. */
export const ANY_UNIT = Object.values(SPELLINGS).join('|');

const BY_SPELLING = Object.entries(SPELLINGS).map(
  ([unit, spelling]) => [unit, new RegExp(`^(?:${spelling})$`, 'i')] as const,
);

/** The unit as a dose says it: `Tabs` is `tablet`. Null for what is none. */
export function unitNamed(text: string): string | null {
  return BY_SPELLING.find(([, spelling]) => spelling.test(text.trim()))?.[0] ?? null;
}

/** Forms of which a word other than their last one is counted. */
const COUNTED: Readonly<Record<string, string>> = { inhaler: 'puff', spray: 'spray', drops: 'drop' };

/**
 * What an item of this dosage form is counted in: `tablet` of a film-coated tablet, `puff` of an inhaler. Null where it is
 * measured, as a liquid, or where a prescriber has to say what they mean, as of a cream.
 */
export function countedUnit(form: string): string | null {
  const last = form.trim().toLowerCase().split(/\s+/).at(-1) ?? '';
  return COUNTED[last] ?? (['mL', 'mg', 'g', 'unit', 'microgram'].includes(last) ? null : unitNamed(last));
}
