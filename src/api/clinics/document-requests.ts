import type { DocumentKind } from '../../domain/document-kinds.js';
import { parseBound } from '../../domain/periods.js';
import type { NewDocument } from '../../usecases/clinics/documents.js';

/** A version of a document to be published: it never changes afterwards. */
export interface DocumentBody {
  kind: DocumentKind;
  /**
   * As the clinic counts, one line: `1.2`, `2026-12`. A clinic has one document of each kind and version.
   * @minLength 1
   * @maxLength 40
   */
  version: string;
  /**
   * One line.
   * @minLength 1
   * @maxLength 200
   */
  title: string;
  /**
   * Plain text, shown as it is; an empty line ends a paragraph.
   * @minLength 1
   * @maxLength 60000
   */
  body: string;
  /**
   * A day, which begins on the wall of the clinic's zone, or an instant. From then on patients are asked for it.
   * @pattern ^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt\s][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?([Zz]|[+-][0-9]{2}:[0-9]{2}))?$ Use a date such as 2026-11-21, or a time with its offset.
   * @maxLength 200
   * @example "2026-12-01"
   */
  effective_from: string;
}

/** @throws DomainError validation_failed on `effective_from` */
export function documentOf({ effective_from: from, ...document }: DocumentBody): NewDocument {
  return { ...document, effectiveFrom: parseBound('effective_from', from) };
}
