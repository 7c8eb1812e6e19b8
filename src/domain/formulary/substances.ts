import { SUBSTANCES } from './data/substances.js';
import { foldName } from './fold.js';
import type { Substance } from './substance.js';

/** Words that follow an ingredient's name and say as which salt or ester it is there: the ingredient is the same. */
const SALTS = new Set(
  `acetate arginine besilate bitartrate bromide calcium carbonate cilexetil citrate decanoate dihydrate dihydrochloride
  dimesilate dipropionate disodium disoproxil embonate erbumine etexilate fumarate furoate hemihydrate hydrate hydrobromide
  hydrochloride magnesium maleate medoxomil mesilate mofetil monohydrate oxalate phosphate potassium propionate sodium succinate
  sulfate tartrate tosilate trihydrate undecanoate valerate xinafoate`.split(/\s+/),
);

const BY_NAME: ReadonlyMap<string, Substance> = new Map(
  SUBSTANCES.flatMap((substance) =>
    [substance.name, ...substance.otherNames].map((name) => [foldName(name), substance] as const),
  ),
);
const BY_CODE: ReadonlyMap<string, Substance> = new Map(SUBSTANCES.map((substance) => [substance.code, substance]));

/**
 * The substance of a name, old, new or foreign, in any case, with or without its salt: `Frusemide`, `FUROSEMIDE`,
 * `metoprolol succinate`. Null for what the table of ingredients does not have.
 */
export function substanceOf(name: string): Substance | null {
  const words = foldName(name.replaceAll(/\([^)]*\)/g, ' ')).split(' ');
  for (let end = words.length; end > 0; end -= 1) {
    const found = BY_NAME.get(words.slice(0, end).join(' '));
    if (found) return found;
    if (!SALTS.has(words[end - 1] ?? '')) return null;
  }
  return null;
}

/** The substance that a stored code names; null for one that the table has no more. */
export function substanceByCode(code: string): Substance | null {
  return BY_CODE.get(code) ?? null;
}
