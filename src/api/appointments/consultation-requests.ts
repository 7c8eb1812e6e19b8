import type { ConsultationRecord } from '../../domain/appointments/consultation.js';
import type { ConsultationMode } from '../../domain/appointments/states.js';
import { parseInstant } from '../../domain/instants.js';
import type { Instant } from '../http/wire-formats.js';

/** How the patient's identity was checked. */
export interface IdentityCheckBody {
  /**
   * @minLength 1
   * @maxLength 200
   * @example "name and date of birth"
   */
  method: string;
  checked_at: Instant;
}

export interface InterpreterBody {
  offered: boolean;
  used: boolean;
}

/** That the line failed, and how the consultation went on. */
export interface TechnicalFailureBody {
  at: Instant;
  switched_to: ConsultationMode;
}

/** What the doctor records; what is left out stays, null takes it back. */
export interface ConsultationChangeBody {
  mode?: ConsultationMode | null;
  identity_check?: IdentityCheckBody | null;
  /**
   * Where the patient is, for who has to send help.
   * @minLength 1
   * @maxLength 500
   */
  patient_location?: string | null;
  telehealth_consent_at?: Instant | null;
  costs_explained?: boolean | null;
  interpreter?: InterpreterBody | null;
  /**
   * Who else was there.
   * @minLength 1
   * @maxLength 200
   */
  support_person?: string | null;
  technical_failure?: TechnicalFailureBody | null;
  /**
   * @minLength 1
   * @maxLength 10000
   */
  notes?: string | null;
}

/** @throws DomainError validation_failed */
export function consultationChangeOf(body: ConsultationChangeBody): Partial<ConsultationRecord> {
  const change: { -readonly [Name in keyof ConsultationRecord]?: ConsultationRecord[Name] } = {};
  const instant = (field: string, text: string) => parseInstant(field, text).toISOString();
  const { identity_check: check, technical_failure: failure, telehealth_consent_at: consent } = body;
  if (body.mode !== undefined) change.mode = body.mode;
  if (check !== undefined) {
    change.identityCheck = check && {
      method: check.method,
      checkedAt: instant('identity_check.checked_at', check.checked_at),
    };
  }
  if (body.patient_location !== undefined) change.patientLocation = body.patient_location;
  if (consent !== undefined) change.telehealthConsentAt = consent && instant('telehealth_consent_at', consent);
  if (body.costs_explained !== undefined) change.costsExplained = body.costs_explained;
  if (body.interpreter !== undefined) change.interpreter = body.interpreter;
  if (body.support_person !== undefined) change.supportPerson = body.support_person;
  if (failure !== undefined) {
    change.technicalFailure = failure && {
      at: instant('technical_failure.at', failure.at),
      switchedTo: failure.switched_to,
    };
  }
  if (body.notes !== undefined) change.notes = body.notes;
  return change;
}
