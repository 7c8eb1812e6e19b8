import { nameWords, type PatientDocument } from '../identity/public.js';

/** The identifiers of a record, each under the name that a client calls it by; masked until one is revealed with a reason. */
const IDENTIFIERS = {
  medicare_number: 'medicareNumber',
  irn: 'irn',
  ihi: 'ihi',
  dva_file_number: 'dvaFileNumber',
  concession_number: 'concessionNumber',
  nin: 'nin',
  philhealth_number: 'philhealthNumber',
  tin: 'tin',
} as const satisfies Readonly<Record<string, keyof PatientDocument>>;
export type IdentifierField = keyof typeof IDENTIFIERS;

/** What a document says of an identifier, in full; null for a NIN that was verified, of which no more is kept. */
export function identifierOf(document: PatientDocument, field: IdentifierField): string | null {
  return document[IDENTIFIERS[field]];
}

const SHOWN = 4;

/** All but the last four signs are hidden; a shorter value altogether. Null stays null. */
export function masked(value: string | null): string | null {
  if (value === null) return null;
  const shown = value.length > SHOWN ? value.slice(-SHOWN) : '';
  return '*'.repeat(value.length - shown.length) + shown;
}

/** `J.S.`: enough to ask whether it is the right person. */
export function initialsOf(firstName: string, lastName: string): string {
  return [firstName, lastName]
    .flatMap((name) => nameWords(name)[0] ?? [])
    .map((word) => `${[...word][0]?.toUpperCase() ?? ''}.`)
    .join('');
}

/** Of `YYYY-MM-DD`. */
export function birthYearOf(dateOfBirth: string | null): number | null {
  return dateOfBirth === null ? null : Number(dateOfBirth.slice(0, 4));
}
