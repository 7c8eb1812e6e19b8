import { invalid } from '../../domain/errors.js';
import { hasVisibleText } from '../../domain/text.js';

/**
 * On one line, with something to see.
 * @pattern ^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$
 * @maxLength 200
 */
export type PrescriptionText = string;

/**
 * On one line; spaces around it do not count.
 * @pattern ^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$
 * @maxLength 20
 */
export type ApprovalCode = string;

/** A text with one kind of line ends and nothing around it; null where there is none. @throws DomainError validation_failed for one in which there is nothing to see */
export function textOf(field: string, text: string | null | undefined): string | null {
  if (text === null || text === undefined || text === '') return null;
  if (!hasVisibleText(text)) throw invalid(field, 'Please write something.');
  return text.replaceAll(/\r\n?/g, '\n').trim();
}
