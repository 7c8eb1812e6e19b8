import { hasBalancedBidi, hasVisibleText } from '../text.js';

// Line breaks would reach mail headers and calendar lines.
const SEVERAL_LINES = /[\p{Cc}\u2028\u2029]/u;

/**
 * Why a text is no name of a person or clinic; null when it is one. A name is one line in which there is something to
 * see; what it is made of, joiners and marks included, is its owner's.
 */
export function nameProblem(text: string): string | null {
  if (!hasVisibleText(text)) return 'A name needs at least one character that can be seen.';
  if (SEVERAL_LINES.test(text)) return 'A name is one line without control characters.';
  return hasBalancedBidi(text) ? null : 'A name must end every change of writing direction that it begins.';
}
