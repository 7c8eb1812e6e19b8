import type { ConsultationMode } from '../../domain/appointments/states.js';
import type { Consultation } from '../../usecases/appointments/consultation.js';
import { STARTS_AT } from '../http/example-values.js';
import type { Instant } from '../http/wire-formats.js';
import type { IdentityCheckBody, InterpreterBody, TechnicalFailureBody } from './consultation-requests.js';

/** What was recorded about a consultation; null: nothing was. */
export interface ConsultationView {
  mode: ConsultationMode | null;
  started_at: Instant | null;
  ended_at: Instant | null;
  identity_check: IdentityCheckBody | null;
  patient_location: string | null;
  telehealth_consent_at: Instant | null;
  /** As it was given at the check-in, to be called when the line fails: E.164. */
  patient_phone: string | null;
  costs_explained: boolean | null;
  interpreter: InterpreterBody | null;
  support_person: string | null;
  technical_failure: TechnicalFailureBody | null;
  /** Null for who does not read them. */
  notes: string | null;
}

export function consultationView(record: Consultation): ConsultationView {
  const { identityCheck: check, technicalFailure: failure } = record;
  return {
    mode: record.mode,
    started_at: record.startedAt?.toISOString() ?? null,
    ended_at: record.endedAt?.toISOString() ?? null,
    identity_check: check && { method: check.method, checked_at: check.checkedAt },
    patient_location: record.patientLocation,
    telehealth_consent_at: record.telehealthConsentAt,
    patient_phone: record.patientPhone,
    costs_explained: record.costsExplained,
    interpreter: record.interpreter,
    support_person: record.supportPerson,
    technical_failure: failure && { at: failure.at, switched_to: failure.switchedTo },
    notes: record.notes,
  };
}

export const CONSULTATION: ConsultationView = {
  mode: 'video',
  started_at: STARTS_AT,
  ended_at: null,
  identity_check: { method: 'name and date of birth', checked_at: STARTS_AT },
  patient_location: '1 Example Street, Sydney',
  telehealth_consent_at: STARTS_AT,
  patient_phone: '+61412345678',
  costs_explained: true,
  interpreter: { offered: true, used: false },
  support_person: null,
  technical_failure: null,
  notes: 'Headaches, no red flags',
};
