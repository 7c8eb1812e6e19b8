import type { FieldError } from '../errors.js';
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

/** What is wrong with the names of a person, each under the field that a client gave it in. */
export function nameProblems(person: { readonly firstName: string; readonly lastName: string }): FieldError[] {
  const names = [
    ['first_name', person.firstName],
    ['last_name', person.lastName],
  ] as const;
  return names.flatMap(([field, name]) => {
    const message = nameProblem(name);
    return message === null ? [] : [{ field, message }];
  });
}

/** Letters with their marks, digits, blanks and what stands between the parts of a name. */
const LATIN_NAME = /^(?=.*\p{Script=Latin})[\p{Script=Latin}\p{Script=Inherited}\p{P}\p{Zs}0-9]+$/u;

/** Whether a text can stand for a name on a document: one line of Latin letters. */
export function isLatinName(text: string): boolean {
  return LATIN_NAME.test(text);
}
