import type { RegisterPatient } from '../../usecases/patients/register-patient.js';
import { type PatientProfileInput, patientChangeOf } from '../identity/public.js';

export interface RevealBody {
  field:
    | 'medicare_number'
    | 'irn'
    | 'ihi'
    | 'dva_file_number'
    | 'concession_number'
    | 'nin'
    | 'philhealth_number'
    | 'tin';
  /**
   * Kept in the audit.
   * @minLength 3
   * @maxLength 500
   */
  reason: string;
}

export interface BreakGlassBody {
  /**
   * Why the record has to be read now; an administrator judges it.
   * @minLength 3
   * @maxLength 500
   */
  reason: string;
}

export interface BreakGlassReviewBody {
  justified: boolean;
  /**
   * How you came to this.
   * @minLength 3
   * @maxLength 1000
   */
  note: string;
}

/** Somebody whom the desk registers. */
export interface RegisterPatientBody extends PatientProfileInput {
  /**
   * The patient's own: it gets the link to choose a password.
   * @maxLength 254
   */
  email: string;
  /**
   * One line with something to see.
   * @maxLength 100
   */
  first_name: string;
  /**
   * One line with something to see.
   * @maxLength 100
   */
  last_name: string;
  /**
   * E.164, or as people write it where the clinic is: `0412 345 678`.
   * @maxLength 32
   */
  phone_number?: string | null;
  /** You have compared the NIN with the register: of the number its last four signs are kept then. */
  nin_verified?: boolean;
}

/** Without the clinic, which stands in the address. */
export function patientToRegister(body: RegisterPatientBody): Omit<RegisterPatient, 'clinicId' | 'requestKey'> {
  const { email, first_name: firstName, last_name: lastName, phone_number: phone, nin_verified: verified } = body;
  const document = patientChangeOf(body);
  return { email, firstName, lastName, phone: phone ?? null, document, isNinVerified: verified ?? false };
}
