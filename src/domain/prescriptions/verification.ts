import type { LegalForm } from './states.js';
import type { PrescriptionStatus } from './statuses.js';

type ShownStatus = Exclude<PrescriptionStatus, 'draft'>;

const OF_FORM: Readonly<Record<LegalForm, string>> = {
  patient_copy:
    'A pharmacy cannot supply from the patient’s copy alone. Supply from the form that the prescriber has signed by hand, and compare it with what stands here.',
  paper_signed: 'Supply from the form that the prescriber has signed by hand, and compare it with what stands here.',
  electronic_conformant: 'Compare what you supply from with what stands here.',
};

const OF_STATUS: Readonly<Record<ShownStatus, string | null>> = {
  active: null,
  dispensed: 'Everything that this prescription allows was supplied.',
  expired: 'This prescription has expired. Do not supply.',
  cancelled: 'This prescription was cancelled. Do not supply.',
  superseded: 'Another prescription stands in the place of this one. Do not supply.',
};

const TAMPERED =
  'This record was changed after the prescriber had signed it. Do not supply. Call the clinic on a number that you know.';

/** What a pharmacist has to know before anything is supplied, in sentences. */
export function verificationNotice(of: {
  readonly isAsSigned: boolean;
  readonly status: ShownStatus;
  readonly legalForm: LegalForm;
}): string {
  return of.isAsSigned ? (OF_STATUS[of.status] ?? OF_FORM[of.legalForm]) : TAMPERED;
}

/**
 * A patient as a pharmacist compares them with the person at the counter: initials and year of birth, `A. J., 1980`. Whoever found the paper learns
 * nobody's name.
 */
export function patientInitials({
  name,
  birthDate,
}: {
  readonly name: string;
  readonly birthDate: string | null;
}): string {
  const initials = name
    .split(/\s+/u)
    .filter((part) => part !== '')
    .map((part) => `${[...part][0]?.toUpperCase()}.`)
    .join(' ');
  return birthDate === null ? initials : `${initials}, ${birthDate.slice(0, 4)}`;
}
