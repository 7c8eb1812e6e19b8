/**
 * The role-specific parts of a profile: one document each, stored as JSON and sealed as a whole (a doctor's public
 * entry, specialty and qualifications, stays readable). Null means "not given".
 */
export interface ProviderNumber {
  /** Normalised: 8 characters. One per practice location. */
  readonly number: string;
  readonly location: string;
  /** The location of a clinic that it belongs to, where that is known here. */
  readonly locationId?: string | null;
}

export interface DoctorDocument {
  /** AHPRA: three letters and 10 digits. */
  readonly medicalRegistrationNumber: string | null;
  /** 7 digits. */
  readonly prescriberNumber: string | null;
  /** 16 digits from 800361. */
  readonly hpiI: string | null;
  /** Philippines: the professional tax receipt (PTR) of the year, and the S2 licence for dangerous drugs. */
  readonly ptrNumber: string | null;
  readonly s2Licence: string | null;
  readonly specialty: string | null;
  readonly qualifications: string | null;
  readonly digitalSignature: string | null;
  readonly providerNumbers: readonly ProviderNumber[];
}

export interface PostalAddress {
  readonly line1: string;
  readonly line2?: string | null;
  readonly suburb: string;
  readonly state: string;
  readonly postcode: string;
  readonly country?: string | null;
}

export interface EmergencyContact {
  readonly name: string;
  readonly relationship?: string | null;
  /** E.164. */
  readonly phoneNumber: string;
  /** Whom to call first. */
  readonly isPrimary?: boolean;
}

/** That somebody has compared a NIN with the register; of the number itself its last four signs stay. */
export interface NinVerification {
  readonly lastFour: string;
  /** ISO 8601. */
  readonly verifiedAt: string;
  /** Of the staff. */
  readonly verifiedBy: string;
}

export interface PatientDocument {
  /** 10 digits; the individual reference number is `irn`. A card covers a family: not unique. */
  readonly medicareNumber: string | null;
  /** `1` to `9`, printed left of the name. */
  readonly irn: string | null;
  /** `YYYY-MM`. */
  readonly medicareExpiry: string | null;
  /** 16 digits from 800360. */
  readonly ihi: string | null;
  /** Australia: the file number of the Department of Veterans’ Affairs. */
  readonly dvaFileNumber: string | null;
  /** Australia: of a concession, health care or safety net card; it has no public shape. */
  readonly concessionNumber: string | null;
  /** Nigeria: 11 digits, or the 16 letters and digits of a virtual one. Kept until it was verified, and then no more. */
  readonly nin: string | null;
  readonly ninVerification: NinVerification | null;
  /** Philippines: 12 digits. */
  readonly philhealthNumber: string | null;
  /** Philippines: 9 digits and, for a branch, 3 to 5 more. */
  readonly tin: string | null;
  /** `YYYY-MM-DD`. */
  readonly dateOfBirth: string | null;
  readonly address: string | PostalAddress | null;
  /** The name in Latin letters, for documents: beside a name in another script, instead of one that no font can show. */
  readonly latinName: string | null;
  readonly emergencyContacts: readonly EmergencyContact[];
}

/** The identifiers that a patient is searched by. */
export function searchedIdentifiers(document: PatientDocument): readonly string[] {
  const { medicareNumber, ihi, nin, philhealthNumber, tin } = document;
  return [medicareNumber, ihi, nin, philhealthNumber, tin].flatMap((value) => value ?? []);
}

export const EMPTY_DOCTOR: DoctorDocument = {
  medicalRegistrationNumber: null,
  prescriberNumber: null,
  hpiI: null,
  ptrNumber: null,
  s2Licence: null,
  specialty: null,
  qualifications: null,
  digitalSignature: null,
  providerNumbers: [],
};

export const EMPTY_PATIENT: PatientDocument = {
  medicareNumber: null,
  irn: null,
  medicareExpiry: null,
  ihi: null,
  dvaFileNumber: null,
  concessionNumber: null,
  nin: null,
  ninVerification: null,
  philhealthNumber: null,
  tin: null,
  dateOfBirth: null,
  address: null,
  latinName: null,
  emergencyContacts: [],
};

/** A change to a document: what is left out stays, null clears. */
export type Patch<T> = { readonly [K in keyof T]?: T[K] | null | undefined };

/** The kinds of number that at most one account of an installation may have. A Medicare card covers a family. */
export const UNIQUE_IDENTIFIERS = ['medical_registration_number', 'prescriber_number', 'hpi_i', 'ihi'] as const;
export type UniqueIdentifier = (typeof UNIQUE_IDENTIFIERS)[number];

/** A number that at most one account may have; `field` names it to whoever gave it. */
export interface ClaimedNumber {
  readonly kind: UniqueIdentifier;
  readonly field: string;
  readonly value: string | null;
}

/** The unique numbers of the documents that are given. */
export function uniqueNumbers(documents: {
  readonly doctor: DoctorDocument | null;
  readonly patient: PatientDocument | null;
}): readonly ClaimedNumber[] {
  const { doctor, patient } = documents;
  const numbers: (readonly [UniqueIdentifier, string | null])[] = [];
  if (doctor) {
    numbers.push(['medical_registration_number', doctor.medicalRegistrationNumber]);
    numbers.push(['prescriber_number', doctor.prescriberNumber], ['hpi_i', doctor.hpiI]);
  }
  if (patient) numbers.push(['ihi', patient.ihi]);
  return numbers.map(([kind, value]) => {
    const section = kind === 'ihi' ? 'patient_profile' : 'doctor_profile';
    return { kind, field: `${section}.${kind}`, value };
  });
}

/** A NIN as a client sees it: one that was verified by the last four of its 11 signs, any other as `shown` says. */
export function ninShown(
  { nin, ninVerification }: PatientDocument,
  shown: (nin: string | null) => string | null,
): string | null {
  return ninVerification === null ? shown(nin) : `*******${ninVerification.lastFour}`;
}
