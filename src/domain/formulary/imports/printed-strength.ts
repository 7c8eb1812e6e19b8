import { foldName } from '../fold.js';

const NUMBER = String.raw`\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?`;
const UNIT = String.raw`micrograms?|mg|g|units?|I\.U\.|i\.u\.|mmol|%`;
/** An amount, and of how much medicine: `50 mg in 2 mL`, `20 mg per g`, `12.5 micrograms per hour`. */
const AMOUNT = new RegExp(
  String.raw`(${NUMBER})\s*(${UNIT})(?![a-zA-Z])(?:\s*(?:per|in|/)\s*(${NUMBER})?\s*(mL|g|dose|hour)(?![a-zA-Z]))?`,
  'g',
);
/** In what it is packed: says nothing of how strong it is. */
const CONTAINER =
  /\s*\b(?:(?:single|multi)[ -]?(?:dose|use)\s+)?(?:pre-?filled\s+)?(?:ampoules?|vials?|syringes?|pens?|cartridges?|infusion bags?|sachets?|inhaler)$/i;

interface Amount {
  readonly amount: string;
  /** Of the medicine: `2 mL`, `g`; null of a tablet. */
  readonly per: string | null;
  /** What stands beside it. */
  readonly words: string;
}

/**
 * The strength of each ingredient as our texts have it, `80 mg + 400 mg`, in the order of the ingredients. Null where the text can
 * be read in two ways or has words that nobody knows: what is not sure is never taken for a strength.
 */
export function printedStrength(text: string, ingredients: readonly string[]): string | null {
  const plain = text
    .replace(/^[,\s]+|[,\s]+$/g, '')
    .replace(CONTAINER, '')
    .trim();
  const amounts = ingredients.length === 1 ? oneAmount(plain) : severalAmounts(plain, ingredients);
  if (amounts === null) return null;
  const [first] = ingredients;
  if (ingredients.length === 1 && !amounts.every(({ words }) => isAbout(words, first ?? ''))) return null;
  return amounts.map(({ amount, per }) => (per === null ? amount : `${amount}/${per}`)).join(' + ');
}

function severalAmounts(text: string, ingredients: readonly string[]): readonly Amount[] | null {
  const byName = /[a-z]{4,}/i.test(text.replaceAll(AMOUNT, ' ').replaceAll(/\bcontaining\b/gi, ' '));
  const parts = text.split(byName ? /\s+(?:with|and)\s+/i : /\s*-\s*|\s+\+\s+/);
  const read = parts.map(oneAmount);
  if (read.length !== ingredients.length || read.includes(null)) return null;
  const amounts = read.flatMap((one) => one ?? []);
  const ordered = byName
    ? inOrderOf(ingredients, amounts)
    : amounts.every(({ words }) => words === '')
      ? amounts
      : null;
  return ordered && withSharedPer(amounts, ordered);
}

/** Said once behind the last one, it is of all: `125 mg-31.25 mg per 5 mL`. */
function withSharedPer(printed: readonly Amount[], ordered: readonly Amount[]): readonly Amount[] | null {
  const pers = printed.map(({ per }) => per);
  const last = pers.at(-1) ?? null;
  if (pers.every((per) => per === last)) return ordered;
  return pers.slice(0, -1).every((per) => per === null) ? ordered.map((one) => ({ ...one, per: last })) : null;
}

function inOrderOf(ingredients: readonly string[], amounts: readonly Amount[]): readonly Amount[] | null {
  const found = ingredients.map((name) => amounts.filter(({ words }) => isAbout(words, name)));
  const each = found.flatMap((some) => (some.length === 1 ? some : []));
  return each.length === ingredients.length && new Set(each).size === each.length ? each : null;
}

/** Nothing, or words about this ingredient: its name, with its salt before or behind the amount. */
function isAbout(words: string, ingredient: string): boolean {
  const [name = ''] = foldName(ingredient).split(' ');
  const said = foldName(words).split(' ');
  return words === '' || (name.length > 2 && said.includes(name));
}

/** Tokens that say how much: all others are words beside it, wherever they stand (`20 mg adrenaline per mL`). */
const TELLS_AMOUNT = /\d|^(?:micrograms?|mg|g|units?|i\.u\.|mmol|mL|dose|hour|%|per|in|\/)$/i;
const SAYS_NOTHING = /^(?:containing|contains|equivalent|to)$/i;

function oneAmount(text: string): readonly Amount[] | null {
  const tokens = text
    .split(/\s+/)
    .map((token) => token.replace(/,$/, ''))
    .filter((token) => token !== '' && !SAYS_NOTHING.test(token));
  const told = tokens.filter((token) => TELLS_AMOUNT.test(token)).join(' ');
  const words = tokens.filter((token) => !TELLS_AMOUNT.test(token)).join(' ');
  const [match, more] = told.matchAll(AMOUNT);
  // A number or unit that belongs to no amount may change what the others mean.
  if (!match || more || told.replace(match[0], '').trim() !== '') return null;
  const [, amount = '', unit = '', perAmount, perUnit] = match;
  return [{ amount: `${amount}${UNITS[unit] ?? ` ${unit}`}`, per: perOf(perAmount, perUnit), words }];
}

const UNITS: Readonly<Record<string, string>> = {
  '%': '%',
  micrograms: ' microgram',
  unit: ' units',
  'I.U.': ' units',
  'i.u.': ' units',
};

function perOf(amount: string | undefined, unit: string | undefined): string | null {
  if (unit === undefined) return null;
  return amount === undefined ? unit : `${amount} ${unit}`;
}
