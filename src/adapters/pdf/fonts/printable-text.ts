import type { Weight } from './font-families.js';
import type { FontLibrary } from './font-library.js';

/** What each font has. */
const ASCII = /^[\x20-\x7e]*$/;

/** A text in which each character that no font has stands by its code, such as `[U+1F600]`. */
export function printableText(fonts: FontLibrary, text: string, weight: Weight): string {
  if (ASCII.test(text)) return text;
  return fonts
    .split(text, weight)
    .map((grapheme) => (grapheme.typeface === null ? codesOf(grapheme.text) : grapheme.text))
    .join('');
}

function codesOf(grapheme: string): string {
  return Array.from(grapheme, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`;
  }).join('');
}
