import { oneLine } from '../../text.js';

/** How a party is called on a document. */
export interface NameOnDocument {
  readonly name: string;
  /** Stands below a name in another script; null where it adds nothing. */
  readonly latinName: string | null;
}

const LATIN = /^[\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]*$/u;
/**
 * The name as it is written; with the Latin one below it when it is in another script. A name with characters that no
 * font has (`missing`) gives way to the Latin one. Without that, what can be printed of it stands there, or `fallback`.
 */
export function nameOnDocument(
  typed: { readonly name: string | null; readonly latinName: string | null },
  missing: readonly string[],
  fallback: string,
): NameOnDocument {
  const latinName = oneLine(typed.latinName);
  const name = oneLine(typed.name);
  if (name === null) return { name: latinName ?? fallback, latinName: null };
  if (missing.length > 0) return { name: latinName ?? withoutCharacters(name, missing) ?? fallback, latinName: null };
  return { name, latinName: LATIN.test(name) ? null : latinName };
}

/** A text without these characters; null when nothing is left of it. */
export function withoutCharacters(text: string, characters: readonly string[]): string | null {
  return oneLine(characters.reduce((rest, character) => rest.replaceAll(character, ' '), text));
}
