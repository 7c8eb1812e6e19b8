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
