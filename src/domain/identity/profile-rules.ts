import type { FieldError } from '../errors.js';
import { type PhoneRegion, toE164 } from '../phone.js';
import { oneLine } from '../text.js';
import { checkIdentifier, type IdentifierKind } from './identifiers.js';
import { isLatinName, nameProblem } from './names.js';
import {
  type DoctorDocument,
  EMPTY_DOCTOR,
  EMPTY_PATIENT,
  type Patch,
  type PatientDocument,
} from './profile-documents.js';

/** A changed document; `errors` refuse it, `warnings` only ask the person to look again. */
export interface Checked<T> {
  readonly document: T;
  readonly errors: readonly FieldError[];
  readonly warnings: readonly FieldError[];
}

class Findings {
  readonly errors: FieldError[] = [];
  readonly warnings: FieldError[] = [];

  constructor(private readonly prefix: string) {}

  error(field: string, message: string): void {
    this.errors.push({ field: `${this.prefix}.${field}`, message });
  }

  warn(field: string, message: string): void {
    this.warnings.push({ field: `${this.prefix}.${field}`, message });
  }

  /** The normalised identifier; null and empty stay null. A failed check digit of `lenient` kinds is a warning. */
  identifier(field: string, kind: IdentifierKind, text: string | null, lenient = false): string | null {
    if (text === null || text.trim() === '') return null;
    const check = checkIdentifier(kind, text);
    if (check.ok) return check.value;
    if (lenient && check.problem === 'check_digit') this.warn(field, check.message);
    else this.error(field, check.message);
    return check.value;
  }
}

function merge<T extends object>(current: T, patch: Patch<T>, empty: T): T {
  const given = Object.entries(patch).filter(([, value]) => value !== undefined);
  const cleared = given.map(([key, value]) => [key, value ?? empty[key as keyof T]]);
  return { ...current, ...Object.fromEntries(cleared) };
}

/** Of a number without a known shape. */
const LONGEST_NUMBER = 40;

/** By which register a doctor is registered where a clinic is; one that is not named here is read as the Australian one. */
const REGISTERS: Partial<Readonly<Record<PhoneRegion, IdentifierKind>>> = { NG: 'mdcn_folio', PH: 'prc_licence' };

/** Applies a patch to a doctor's document. Messages name fields as `doctor_profile.<field>`. `region` is the clinic's. */
export function changeDoctor(
  current: DoctorDocument,
  patch: Patch<DoctorDocument>,
  region: PhoneRegion | null,
): Checked<DoctorDocument> {
  const findings = new Findings('doctor_profile');
  const merged = merge(current, patch, EMPTY_DOCTOR);
  const providerNumbers = merged.providerNumbers.map((entry, at) => {
    const field = `provider_numbers.${at}.number`;
    const number = findings.identifier(field, 'provider_number', entry.number) ?? '';
    if (number === '') findings.error(field, 'A provider number is needed.');
    // One official page excludes this location, one claiming guide lists it.
    if (number.charAt(6) === '0') findings.warn(field, 'Location 0 is unusual: please compare it with the letter.');
    return { number, location: entry.location, locationId: entry.locationId ?? null };
  });
  if (new Set(providerNumbers.map((entry) => entry.number)).size !== providerNumbers.length) {
    findings.error('provider_numbers', 'A provider number appears twice.');
  }
  const document: DoctorDocument = {
    ...merged,
    providerNumbers,
    medicalRegistrationNumber: findings.identifier(
      'medical_registration_number',
      (region && REGISTERS[region]) ?? 'ahpra_registration',
      merged.medicalRegistrationNumber,
    ),
    hpiI: findings.identifier('hpi_i', 'hpi_i', merged.hpiI),
    ptrNumber: oneLine(merged.ptrNumber ?? '', LONGEST_NUMBER),
    s2Licence: oneLine(merged.s2Licence ?? '', LONGEST_NUMBER),
    // The check rule has one public source only: a failed check must not lock a doctor out.
    prescriberNumber: findings.identifier('prescriber_number', 'prescriber_number', merged.prescriberNumber, true),
  };
  return { document, errors: findings.errors, warnings: findings.warnings };
}

/** Applies a patch to a patient's document. `today` is `YYYY-MM-DD` where the patient is. */
export function changePatient(
  current: PatientDocument,
  patch: Patch<PatientDocument>,
  today: string,
  region: PhoneRegion | null,
): Checked<PatientDocument> {
  const findings = new Findings('patient_profile');
  const merged = merge(current, patch, EMPTY_PATIENT);
  const medicare = medicareOf(findings, merged, patch);
  const emergencyContacts = merged.emergencyContacts.map((contact, at) => {
    const phoneNumber = toE164(contact.phoneNumber, region);
    if (!phoneNumber) findings.error(`emergency_contacts.${at}.phone_number`, 'This is not a valid phone number.');
    const name = nameProblem(contact.name);
    if (name) findings.error(`emergency_contacts.${at}.name`, name);
    if (contact.isPrimary && merged.emergencyContacts.findIndex(({ isPrimary }) => isPrimary) < at)
      findings.error(`emergency_contacts.${at}.is_primary`, 'Only one contact can be the first to call.');
    return { ...contact, phoneNumber: phoneNumber ?? contact.phoneNumber };
  });
  if (merged.dateOfBirth !== null && !isBirthDate(merged.dateOfBirth, today)) {
    findings.error('date_of_birth', 'The date of birth is a past date written YYYY-MM-DD.');
  }
  const medicareExpiry = monthOf(merged.medicareExpiry);
  if (medicareExpiry === undefined)
    findings.error('medicare_expiry', 'The expiry is a month written YYYY-MM or MM/YYYY.');
  const latinName = merged.latinName?.trim() || null;
  if (latinName !== null && !isLatinName(latinName)) {
    findings.error('latin_name', 'The Latin name has Latin letters only, with their accents, digits and punctuation.');
  }
  const document: PatientDocument = {
    ...merged,
    ...medicare,
    latinName,
    medicareExpiry: medicareExpiry ?? null,
    emergencyContacts,
    ihi: findings.identifier('ihi', 'ihi', merged.ihi),
    dvaFileNumber: findings.identifier('dva_file_number', 'dva_file', merged.dvaFileNumber),
    concessionNumber: oneLine(merged.concessionNumber ?? '', LONGEST_NUMBER),
    ...ninOf(findings, merged, patch),
    philhealthNumber: findings.identifier('philhealth_number', 'philhealth_pin', merged.philhealthNumber),
    tin: findings.identifier('tin', 'ph_tin', merged.tin),
  };
  return { document, errors: findings.errors, warnings: findings.warnings };
}

/** An 11th digit is the individual reference number; both ways of giving it must agree. */
function medicareOf(
  findings: Findings,
  merged: PatientDocument,
  patch: Patch<PatientDocument>,
): Pick<PatientDocument, 'medicareNumber' | 'irn'> {
  const card = findings.identifier('medicare_number', 'medicare_card', merged.medicareNumber);
  const printed = card?.charAt(10) || null;
  const given = merged.irn?.trim() || null;
  if (given !== null && !/^[1-9]$/.test(given))
    findings.error('irn', 'The individual reference number is one digit from 1 to 9.');
  if (printed && patch.irn && given !== printed)
    findings.error('irn', 'The individual reference number differs from the card number.');
  return { medicareNumber: card?.slice(0, 10) ?? null, irn: printed ?? given };
}

/** One that is given anew, or taken away, is verified no more. */
function ninOf(
  findings: Findings,
  merged: PatientDocument,
  patch: Patch<PatientDocument>,
): Pick<PatientDocument, 'nin' | 'ninVerification'> {
  if (patch.nin === undefined) return { nin: merged.nin, ninVerification: merged.ninVerification };
  const isVirtual = (merged.nin ?? '').trim().length === 16;
  return { nin: findings.identifier('nin', isVirtual ? 'virtual_nin' : 'nin', merged.nin), ninVerification: null };
}

/** A document whose NIN somebody has compared with the register: its last four signs stay, and that it was right. */
export function withVerifiedNin(document: PatientDocument, by: string, at: Date): PatientDocument {
  if (document.nin === null) return document;
  const ninVerification = { lastFour: document.nin.slice(-4), verifiedAt: at.toISOString(), verifiedBy: by };
  return { ...document, nin: null, ninVerification };
}

function monthOf(text: string | null): string | null | undefined {
  if (text === null || text.trim() === '') return null;
  const iso = /^(\d{4})-(\d{2})(?:-\d{2})?$/.exec(text.trim());
  const printed = /^(\d{2})\/(\d{4})$/.exec(text.trim());
  const [year, month] = iso ? [iso[1], iso[2]] : printed ? [printed[2], printed[1]] : [];
  return year && month && month >= '01' && month <= '12' && year >= '1984' && year < '2100'
    ? `${year}-${month}`
    : undefined;
}

/** East of every zone: a birthday that has begun anywhere is not in the future. */
const LATEST_ZONE_MS = 14 * 3_600_000;

/** The day that has begun somewhere at this moment, `YYYY-MM-DD`. */
export function latestDay(at: Date): string {
  return new Date(at.getTime() + LATEST_ZONE_MS).toISOString().slice(0, 10);
}

function isBirthDate(text: string, today: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  const real = /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
  return real && text <= today && text >= `${Number(today.slice(0, 4)) - 130}`;
}
