import type { EmergencyContact } from '../../domain/identity/profile-documents.js';
import type { UpdateProfile } from '../../usecases/identity/update-profile.js';

export interface AddressDto {
  /**
   * @maxLength 200
   */
  line1: string;
  /**
   * @maxLength 200
   */
  line2?: string | null;
  /**
   * @maxLength 100
   */
  suburb: string;
  /**
   * @maxLength 40
   */
  state: string;
  /**
   * @maxLength 12
   */
  postcode: string;
  /**
   * @maxLength 60
   */
  country?: string | null;
}

export interface EmergencyContactDto {
  /**
   * @maxLength 200
   */
  name: string;
  /**
   * @maxLength 60
   */
  relationship?: string | null;
  /**
   * Kept in E.164.
   * @maxLength 32
   */
  phone_number: string;
  /** Whom to call first: one of them at most. False when left out. */
  is_primary?: boolean | null;
}

/** Null clears a field; what is left out stays. */
export interface PatientProfileInput {
  /**
   * The card's 10 digits, or 11 with the individual reference number.
   * @maxLength 40
   */
  medicare_number?: string | null;
  /**
   * Individual reference number: one digit, printed left of the name.
   * @maxLength 10
   */
  irn?: string | null;
  /**
   * `YYYY-MM` or `MM/YYYY`.
   * @maxLength 10
   */
  medicare_expiry?: string | null;
  /**
   * 16 digits from 800360.
   * @maxLength 40
   */
  ihi?: string | null;
  /**
   * Australia: the file number of the Department of Veterans' Affairs.
   * @maxLength 40
   */
  dva_file_number?: string | null;
  /**
   * Australia: of a concession, health care or safety net card.
   * @maxLength 40
   */
  concession_number?: string | null;
  /**
   * Nigeria: 11 digits, or the 16 letters and digits of a virtual one.
   * @maxLength 40
   */
  nin?: string | null;
  /**
   * Philippines: 12 digits.
   * @maxLength 40
   */
  philhealth_number?: string | null;
  /**
   * Philippines: 9 digits and, for a branch, 3 to 5 more.
   * @maxLength 40
   */
  tin?: string | null;
  /**
   * `YYYY-MM-DD`.
   * @maxLength 10
   */
  date_of_birth?: string | null;
  /** One line, or in parts. */
  address?: string | AddressDto | null;
  /**
   * The name in Latin letters, for documents: beside a name in another script, instead of one that no font can show.
   * @maxLength 200
   */
  latin_name?: string | null;
  /**
   * All of them.
   * @maxItems 10
   */
  emergency_contacts?: EmergencyContactDto[] | null;
}

export function patientChangeOf(input: PatientProfileInput): NonNullable<UpdateProfile['patient']> {
  const { emergency_contacts: contacts } = input;
  return {
    medicareNumber: input.medicare_number,
    irn: input.irn,
    medicareExpiry: input.medicare_expiry,
    ihi: input.ihi,
    dvaFileNumber: input.dva_file_number,
    concessionNumber: input.concession_number,
    nin: input.nin,
    philhealthNumber: input.philhealth_number,
    tin: input.tin,
    dateOfBirth: input.date_of_birth,
    address: input.address,
    latinName: input.latin_name,
    emergencyContacts: contacts === null ? null : contacts?.map(contactOf),
  };
}

function contactOf({ phone_number: phoneNumber, is_primary, ...contact }: EmergencyContactDto): EmergencyContact {
  return { ...contact, phoneNumber, isPrimary: is_primary ?? false };
}
