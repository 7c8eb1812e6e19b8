import { nameTerms, type PatientDocument, type SearchTerm } from '../identity/public.js';

/** The fields that a registration is compared by. */
export type TwinField =
  | 'last_name'
  | 'date_of_birth'
  | 'phone_number'
  | 'medicare_number'
  | 'ihi'
  | 'nin'
  | 'philhealth_number'
  | 'tin';

/** A patient who may be the person that is being registered, and by which fields. */
export interface PossibleDuplicate {
  readonly id: string;
  readonly matchedOn: readonly TwinField[];
}

/** Somebody who is about to be registered. */
export interface Newcomer {
  readonly lastName: string;
  /** E.164. */
  readonly phone: string | null;
  readonly document: PatientDocument;
}

interface TwinTerms {
  readonly on: readonly TwinField[];
  readonly terms: readonly SearchTerm[];
}

/** What would find the same person, if the clinic has them already. A phone or a Medicare card may be a family's: they only warn. */
export function twinTerms({ lastName, phone, document }: Newcomer): readonly TwinTerms[] {
  const { dateOfBirth, medicareNumber, ihi, nin, philhealthNumber, tin } = document;
  const identifiers: readonly (readonly [TwinField, string | null])[] = [
    ['medicare_number', medicareNumber],
    ['ihi', ihi],
    ['nin', nin],
    ['philhealth_number', philhealthNumber],
    ['tin', tin],
  ];
  const names = nameTerms(lastName);
  return [
    ...twin(['last_name', 'date_of_birth'], names.length > 0 ? dateOfBirth : null, 'birth', names),
    ...twin(['phone_number'], phone, 'phone'),
    ...identifiers.flatMap(([field, value]) => twin([field], value, 'identifier')),
  ];
}

function twin(
  on: readonly TwinField[],
  value: string | null,
  kind: SearchTerm['kind'],
  more: readonly SearchTerm[] = [],
): readonly TwinTerms[] {
  return value === null ? [] : [{ on, terms: [{ kind, value }, ...more] }];
}

/** Each once, with everything that they were found by. */
export function togetherOf(
  found: readonly { readonly id: string; readonly on: readonly TwinField[] }[],
): readonly PossibleDuplicate[] {
  const ids = [...new Set(found.map(({ id }) => id))];
  return ids.map((id) => ({ id, matchedOn: found.flatMap((one) => (one.id === id ? one.on : [])) }));
}
