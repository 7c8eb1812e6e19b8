import type { FieldError } from '../errors.js';
import { hasVisibleText } from '../text.js';

/** The documents that anybody can read at an address of their own. */
export const LEGAL_PAGES = ['privacy', 'terms'] as const;
export type LegalPage = (typeof LEGAL_PAGES)[number];

/** A document's own words. */
export interface DocumentText {
  /** As the clinic counts: `1.2`, `2026-12`. */
  readonly version: string;
  readonly title: string;
  /** Plain text; an empty line ends a paragraph. */
  readonly body: string;
}

const SEVERAL_LINES = /[\p{Cc}\u2028\u2029]/u;

/** What is wrong with a document that is to be published. */
export function documentProblems({ version, title, body }: DocumentText): readonly FieldError[] {
  const lines = Object.entries({ version, title }).filter(([, text]) => !isLine(text));
  return [
    ...lines.map(([field]) => ({ field, message: 'Give one line with something to see.' })),
    ...(hasVisibleText(body) ? [] : [{ field: 'body', message: 'The document says nothing.' }]),
  ];
}

function isLine(text: string): boolean {
  return hasVisibleText(text) && !SEVERAL_LINES.test(text);
}

/** The paragraphs of a plain text, each with its lines: an empty line ends a paragraph. */
export function paragraphsOf(body: string): readonly (readonly string[])[] {
  const paragraphs = body.split(/\n[^\S\n]*(?:\n[^\S\n]*)+/).map((paragraph) => paragraph.split('\n'));
  return paragraphs.map((lines) => lines.filter((line) => line.trim() !== '')).filter(({ length }) => length > 0);
}
