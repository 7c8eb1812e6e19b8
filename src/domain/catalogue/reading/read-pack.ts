import type { DoseForm, Pack, PackUnit } from '../product.js';
import { cleanText, isPlaceholder } from './clean-text.js';
import { readDecimal, roundTo } from './decimal.js';

const PIECES =
  'units?|capsules?|caps?|softgels?|tablets?|tabs?|pastilles?|gummy|gummies|wafers?|lozenges?|chews?|troches?|sprays?|doses?|pieces?|pcs|suppositor(?:y|ies)|pessar(?:y|ies)|patch(?:es)?|strips?|sachets?|cartridges?|carts?|ea|each';
const NUMBER = String.raw`\d[\d,]*(?:\.\d+)?|\.\d+`;
const SIZE = new RegExp(
  String.raw`^(?:(${NUMBER})\s*[x×*]\s*)?(${NUMBER})\s*(?:(ml|mls|millilit(?:re|er)s?|l|lit(?:re|er)s?|g|gm|gms|grams?|kg)|(${PIECES})|['’]?s)?$`,
  'i',
);
/** What a pack is called says nothing of its size. */
const CONTAINERS =
  /\b(?:(?:glass |dropper |child[ -]?resistant )?(?:bottles?|jars?|tubs?|boxe?s?|packs?|packets?|tubes?|vials?|pouch(?:es)?|bags?|tins?|blisters?|syringes?|cartridges?|carts?|pods?|devices?)|of|dried|flower|herb|oil|per)\b/gi;
const PIECE_FORMS: readonly DoseForm[] = ['capsule', 'tablet', 'pastille', 'wafer', 'suppository'];
const MOST = 1_000_000n;

/**
 * The size of a pack: `10 g`, `30mL`, `60 capsules`, `2 x 30 mL`. Null where it has two sizes or none. A bare number counts
 * pieces where the form is one that is counted.
 */
export function readPack(text: string, form: DoseForm | null): Pack | null {
  const cleaned = cleanText(text);
  if (isPlaceholder(cleaned)) return null;
  const match = SIZE.exec(cleaned) ?? SIZE.exec(withoutContainers(cleaned));
  if (!match) return null;
  const [whole, times = '1', size = '', measure, pieces] = match;
  const isCounted = pieces !== undefined || /\d\s*['’]?s$/i.test(whole);
  const [unit, factor] = unitOf(measure, isCounted || (form !== null && PIECE_FORMS.includes(form)));
  const [count, amount] = [thousandths(times), thousandths(size)];
  if (unit === null || count === null || amount === null || count % 1_000n !== 0n) return null;
  const total = (count / 1_000n) * amount * factor;
  if (total <= 0n || total > MOST * 1_000n) return null;
  if (unit === 'unit' && total % 1_000n !== 0n) return null;
  return { size: Number(total) / 1_000, unit, text: cleaned };
}

function withoutContainers(text: string): string {
  return text
    .replaceAll(CONTAINERS, ' ')
    .replaceAll(/[()[\]]/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function unitOf(measure: string | undefined, isCounted: boolean): readonly [unit: PackUnit | null, factor: bigint] {
  if (measure === undefined) return [isCounted ? 'unit' : null, 1n];
  const plain = measure.toLowerCase();
  if (plain === 'kg') return ['g', 1_000n];
  if (plain.startsWith('g')) return ['g', 1n];
  return /^l/.test(plain) ? ['mL', 1_000n] : ['mL', 1n];
}

/** Null beyond three decimals: no pack is measured so. */
function thousandths(number: string): bigint | null {
  const amount = readDecimal(number.startsWith('.') ? `0${number}` : number);
  if (amount === null || (amount.places > 3 && amount.digits % 10n ** BigInt(amount.places - 3) !== 0n)) return null;
  return roundTo(amount, 3);
}
