import { splitText } from '../text.js';

/** What a text costs and how it is cut (3GPP TS 23.038 and 23.040). */
export interface SmsParts {
  readonly encoding: 'gsm7' | 'ucs2';
  /** Septets (gsm7; an extension character counts two) or UTF-16 units (ucs2) of the whole text. */
  readonly units: number;
  /** The pieces in order; empty for an empty text. */
  readonly parts: readonly string[];
}

const GSM_BASIC: ReadonlySet<string> = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const GSM_EXTENSION: ReadonlySet<string> = new Set('\f^{}\\[~]|€');

// One part alone may use all 140 octets; parts of a longer text give 6 to the header that joins them.
const LIMITS = { gsm7: { single: 160, joined: 153 }, ucs2: { single: 70, joined: 67 } } as const;

/**
 * Splits a text as it is sent. A single character outside GSM-7 turns the whole text to UCS-2. Parts end between what a
 * reader sees as characters, because a phone may show the first part before the second arrives.
 */
export function smsParts(text: string): SmsParts {
  const characters = [...text];
  const encoding = characters.every((c) => GSM_BASIC.has(c) || GSM_EXTENSION.has(c)) ? 'gsm7' : 'ucs2';
  const sizeOf = (c: string): number => (encoding === 'ucs2' ? c.length : GSM_EXTENSION.has(c) ? 2 : 1);
  const units = characters.reduce((sum, c) => sum + sizeOf(c), 0);
  if (units === 0) return { encoding, units, parts: [] };
  if (units <= LIMITS[encoding].single) return { encoding, units, parts: [text] };
  const { joined } = LIMITS[encoding];
  return { encoding, units, parts: splitText(text, { first: joined, further: joined }, sizeOf) };
}

const REPLACEMENTS: readonly (readonly [RegExp, string])[] = [
  [/[\u2018\u2019\u201A\u201B\u2032\u02BC\u0060\u00B4]/g, "'"],
  [/[\u201C\u201D\u201E\u201F\u2033\u00AB\u00BB]/g, '"'],
  [/[\u2010-\u2015\u2212]/g, '-'],
  [/\u2026/g, '...'],
  [/[\u2022\u00B7]/g, '-'],
  [/\u2192/g, '->'],
  [/\u00D7/g, 'x'],
  [/[\t\u00A0\u2000-\u200A\u202F\u205F\u3000]/g, ' '],
  [/[\u200B\u2060\uFEFF\u00AD]/g, ''],
  [/\u20B1\s?/g, 'PHP '],
  [/\u20A6\s?/g, 'NGN '],
];

/**
 * Replaces typographic characters that would halve a text's room (curly quotes, long dashes, odd spaces,
 * peso and naira signs) by their GSM-7 equals. Letters stay: a person's name is not ours to respell.
 */
export function toGsmFriendly(text: string): string {
  return REPLACEMENTS.reduce((result, [pattern, by]) => result.replace(pattern, by), text.normalize('NFC'));
}
