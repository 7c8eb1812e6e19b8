import type { PostalAddress } from '../../identity/public.js';
import type { AuState } from './regions.js';

const WORDS: readonly (readonly [pattern: string, AuState])[] = [
  ['N\\.?S\\.?W\\.?|NEW SOUTH WALES', 'nsw'],
  ['VIC\\.?|VICTORIA', 'vic'],
  ['Q\\.?L\\.?D\\.?|QUEENSLAND', 'qld'],
  ['S\\.?A\\.?|SOUTH AUSTRALIA', 'sa'],
  ['W\\.?A\\.?|WESTERN AUSTRALIA', 'wa'],
  ['TAS\\.?|TASMANIA', 'tas'],
  ['N\\.?T\\.?|NORTHERN TERRITORY', 'nt'],
  ['A\\.?C\\.?T\\.?|AUSTRALIAN CAPITAL TERRITORY', 'act'],
];
const ANY_WORD = WORDS.map(([pattern]) => pattern).join('|');
/** The end of an address: the suburb, then state and postcode in either order, or one of them. */
const LAST_PART = new RegExp(`(?:^|[\\s,])(?:(${ANY_WORD})[\\s,]*(\\d{4})?|(\\d{4})[\\s,]+(${ANY_WORD}))$`);
/** A number that is no postcode: of a house, a flat or a box. */
const LAST_POSTCODE = /(?<!\b(?:UNIT|LOT|SUITE|LEVEL|BOX|BAG|FLAT|APT|NO)\.?)[\s,]+(\d{4})$/;

/** Postcodes by state (Australia Post). Those of post office boxes alone (1000 to 1999) count only beside a state's name. */
const RANGES: readonly (readonly [from: number, to: number, AuState])[] = [
  [200, 299, 'act'],
  [800, 999, 'nt'],
  [2000, 2599, 'nsw'],
  [2600, 2618, 'act'],
  [2619, 2899, 'nsw'],
  [2900, 2920, 'act'],
  [2921, 2999, 'nsw'],
  [3000, 3999, 'vic'],
  [4000, 4999, 'qld'],
  [5000, 5999, 'sa'],
  [6000, 6999, 'wa'],
  [7000, 7999, 'tas'],
  [8000, 8999, 'vic'],
  [9000, 9999, 'qld'],
];
/** Postcodes with places in more than one state: only a state's name tells. */
const SHARED = new Set(
  [872, 2406, 2540, 2611, 2618, 2619, 2620, 2648, 2717, 3585, 3586, 3644, 3691, 3707].concat([
    4375, 4377, 4380, 4383, 4385,
  ]),
);

/**
 * The Australian state of an address, in one text or in its parts; null where it names none, names another country, or where state
 * and postcode contradict each other. Null makes every state's law count, so what is doubtful is null.
 */
export function stateOf(address: string | PostalAddress | null): AuState | null {
  if (address === null) return null;
  if (typeof address === 'string') return stateOfText(address);
  const { state, postcode, country } = address;
  if (country && !/^\s*(AU|AUS|AUSTRALIA)\s*$/i.test(country)) return null;
  return agreed(wordState(state.trim().toUpperCase()), postcode.trim(), state.trim() !== '');
}

function stateOfText(text: string): AuState | null {
  const line = text
    .toUpperCase()
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replace(/(?<!SOUTH|WESTERN)[\s,]+AUSTRALIA\.?$/, '')
    .replace(/[\s,.]+$/, '');
  const named = LAST_PART.exec(line);
  if (named) return agreed(wordState(named[1] ?? named[4] ?? ''), named[2] ?? named[3] ?? '', true);
  return agreed(null, LAST_POSTCODE.exec(line)?.[1] ?? '', false);
}

function wordState(word: string): AuState | null {
  return WORDS.find(([pattern]) => new RegExp(`^(?:${pattern})$`).test(word))?.[1] ?? null;
}

function agreed(named: AuState | null, postcode: string, isNamed: boolean): AuState | null {
  if (isNamed && named === null) return null;
  const number = /^\d{3,4}$/.test(postcode) ? Number(postcode) : null;
  if (number === null) return postcode === '' ? named : null;
  const isShared = SHARED.has(number);
  if (number >= 1000 && number <= 1999) return named === 'nsw' ? 'nsw' : null;
  const found = RANGES.find(([from, to]) => number >= from && number <= to)?.[2] ?? null;
  if (named === null) return isShared ? null : found;
  return isShared || found === named ? named : null;
}
