import { LOOK_ALIKES } from './data/tall-man.js';

const TALL: ReadonlyMap<string, string> = new Map(
  LOOK_ALIKES.flatMap(({ names }) => names.map((name) => [name.toLowerCase(), name] as const)),
);
const WORD = /\p{L}+/gu;

/** A medicine's name with Tall Man letters, where it can be taken for another one: `fluOXETine 20 mg capsule`. */
export function displayNameOf(name: string): string {
  return name.replaceAll(WORD, (word) => {
    const tall = TALL.get(word.toLowerCase());
    if (tall === undefined) return word;
    // A capital that begins the name stays.
    return /^\p{Lu}/u.test(word) ? `${tall.charAt(0).toUpperCase()}${tall.slice(1)}` : tall;
  });
}

/** What a medicine of these ingredients is taken for, in Tall Man letters, in the order of the alphabet. */
export function confusableWith(ingredients: readonly string[]): readonly string[] {
  const own = new Set(ingredients.map((name) => name.toLowerCase()));
  const found = LOOK_ALIKES.filter(({ names }) => names.some((name) => own.has(name.toLowerCase()))).flatMap(
    ({ names }) => names.filter((name) => !own.has(name.toLowerCase())),
  );
  return [...new Set(found)].sort((one, other) => one.toLowerCase().localeCompare(other.toLowerCase(), 'en'));
}
