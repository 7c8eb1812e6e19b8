import type { FieldError } from '../errors.js';
import type { AppointmentStatus, ConsultationMode } from './states.js';

/**
 * What the doctor records about a consultation, as the Medical Board's guidelines for telehealth ask: fields, so that none is
 * forgotten. Moments are ISO 8601; null: not recorded.
 */
export interface ConsultationRecord {
  readonly mode: ConsultationMode | null;
  readonly identityCheck: { readonly method: string; readonly checkedAt: string } | null;
  /** Where the patient was: whoever has to send help needs it. */
  readonly patientLocation: string | null;
  readonly telehealthConsentAt: string | null;
  /** Under which the patient can be called when the line fails: E.164. */
  readonly patientPhone: string | null;
  readonly costsExplained: boolean | null;
  readonly interpreter: { readonly offered: boolean; readonly used: boolean } | null;
  readonly supportPerson: string | null;
  readonly technicalFailure: { readonly at: string; readonly switchedTo: ConsultationMode } | null;
  readonly notes: string | null;
}

export const EMPTY_CONSULTATION: ConsultationRecord = {
  mode: null,
  identityCheck: null,
  patientLocation: null,
  telehealthConsentAt: null,
  patientPhone: null,
  costsExplained: null,
  interpreter: null,
  supportPerson: null,
  technicalFailure: null,
  notes: null,
};

/** Whether there is, or was, a consultation to record. */
export function hasConsultation(status: AppointmentStatus): boolean {
  return status === 'booked' || status === 'in_progress' || status === 'completed';
}

/** What does not fit together in a record. */
export function consultationProblems({
  interpreter,
  mode,
  technicalFailure,
}: ConsultationRecord): readonly FieldError[] {
  const problems: FieldError[] = [];
  if (interpreter?.used && !interpreter.offered) {
    problems.push({ field: 'interpreter', message: 'An interpreter who was used was offered, too.' });
  }
  if (technicalFailure && mode === 'in_person') {
    problems.push({ field: 'technical_failure', message: 'A consultation in person has no line that fails.' });
  }
  return problems;
}
