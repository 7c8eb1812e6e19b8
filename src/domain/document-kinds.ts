/** What a clinic publishes for its patients to read and accept. */
export const DOCUMENT_KINDS = ['privacy', 'terms', 'treatment'] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

/** A document that somebody has yet to accept, as a refusal names it. */
export interface DocumentToAccept {
  readonly id: string;
  readonly kind: DocumentKind;
  readonly version: string;
}
