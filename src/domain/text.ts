/**
 * At most `max` characters (code points) of a text, cut between what a reader sees as characters: an emoji, a flag or a letter with
 * its accents is kept whole or left out.
 */
export function cutText(text: string, max: number): string {
  if (text.length <= max) return text;
  let left = max;
  for (const { index, segment } of new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)) {
    left -= [...segment].length;
    if (left < 0) return text.slice(0, index);
  }
  return text;
}

/** The sizes of the first piece of a text that is split, and of every further one, in the units of `sizeOf`. */
export interface PieceLimits {
  readonly first: number;
  readonly further: number;
}

/**
 * Splits a text into pieces that are as long as the limits allow, between what a reader sees as characters. Only one that fits no
 * further piece at all (a letter under a pile of accents) is split between its code points. `sizeOf` measures a code point.
 */
export function splitText(text: string, limits: PieceLimits, sizeOf: (codePoint: string) => number): string[] {
  const pieces: string[] = [];
  let piece = '';
  let left = limits.first;
  const append = (unit: string, size: number) => {
    if (size > left) {
      pieces.push(piece);
      piece = '';
      left = limits.further;
    }
    piece += unit;
    left -= size;
  };
  for (const { segment } of new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)) {
    const sizes = [...segment].map((codePoint) => ({ codePoint, size: sizeOf(codePoint) }));
    const size = sizes.reduce((sum, one) => sum + one.size, 0);
    if (size <= limits.further) append(segment, size);
    else for (const one of sizes) append(one.codePoint, one.size);
  }
  pieces.push(piece);
  return pieces;
}

// Letters, digits, punctuation and symbols, but those that fonts draw as nothing (Hangul fillers, an empty Braille cell).
const VISIBLE = /(?![\p{Default_Ignorable_Code_Point}\u2800])[\p{L}\p{N}\p{P}\p{S}]/u;

/** Whether there is anything to see. */
export function hasVisibleText(text: string): boolean {
  return VISIBLE.test(text);
}

const EMBEDDINGS = /[\u202a\u202b\u202d\u202e]/;
const ISOLATES = /[\u2066-\u2068]/;
const POP_EMBEDDING = '\u202c';
const POP_ISOLATE = '\u2069';

/**
 * Whether every bidirectional embedding, override and isolate ends inside the text, each in its own turn. One left open
 * reorders whatever is printed after the text: the rest of a message, the next column of a list.
 */
export function hasBalancedBidi(text: string): boolean {
  const open: string[] = [];
  for (const character of text) {
    if (EMBEDDINGS.test(character)) open.push(POP_EMBEDDING);
    else if (ISOLATES.test(character)) open.push(POP_ISOLATE);
    else if (character === POP_EMBEDDING || character === POP_ISOLATE) {
      if (open.pop() !== character) return false;
    }
  }
  return open.length === 0;
}

const LONGEST_LINE = 120;

/** A text on one line without control and format characters, but with its joiners; null when nothing is left of it. */
export function oneLine(typed: unknown, longest: number = LONGEST_LINE): string | null {
  if (typeof typed !== 'string') return null;
  const text = typed
    .replace(/(?:(?![\u200c\u200d])[\p{Cc}\p{Cf}\s])+/gu, ' ')
    .trim()
    .normalize('NFC');
  if (!hasVisibleText(text)) return null;
  return [...text].length <= longest ? text : `${cutText(text, longest - 1)}…`;
}
