import type { ConsultationMode } from '../../domain/appointments/states.js';
import type { BookingRequest } from '../../usecases/appointments/book-appointment.js';
import type { ArrivalDetails } from '../../usecases/appointments/record-arrival.js';
import type { StatusRequest } from '../../usecases/appointments/request-status.js';
import { inputId } from '../http/request.js';
import type { Uuid } from '../http/wire-formats.js';

/** A booking. */
export interface BookingBody {
  /**
   * The slot's id.
   * @example "550e8400-e29b-41d4-a716-446655440000"
   */
  availability_id: Uuid;
  /**
   * What the patient writes for the doctor; kept encrypted, shown to these two only.
   * @maxLength 4000
   */
  symptoms?: string | null;
  /**
   * @maxLength 50
   * @example "video"
   */
  consultation_type?: string | null;
  /**
   * The patient's id: only from reception, a nurse or an administrator of the clinic, on behalf.
   */
  patient?: Uuid | null;
}

/** Details of a finished consultation. */
export interface ConsultationBody {
  mode: ConsultationMode;
  /**
   * Kept encrypted.
   * @maxLength 10000
   */
  notes?: string | null;
}

/** A change of status that a person asks for. */
export interface MoveBody {
  status:
    | 'in_progress'
    | 'completed'
    | 'no_show'
    | 'cancelled_by_doctor'
    | 'cancelled_by_patient'
    | 'cancelled_by_clinic';
  /**
   * Shown in the appointment's history.
   * @maxLength 500
   */
  reason?: string | null;
  consultation?: ConsultationBody;
}

export interface RescheduleBody {
  /**
   * The new slot's id: same clinic and type, any doctor.
   */
  availability_id: Uuid;
}

/** What whoever checks in says of the patient: for the doctor, and for who has to send help. */
export interface CheckInBody {
  /**
   * Where the patient is.
   * @minLength 1
   * @maxLength 500
   */
  location?: string;
  /** Whether the patient agrees to a consultation at a distance; `false` takes it back. */
  telehealth_consent?: boolean;
  /**
   * Under which the patient can be called when the line fails.
   * @minLength 1
   * @maxLength 40
   */
  phone?: string;
}

export function arrivalOf({ location, telehealth_consent: telehealthConsent, phone }: CheckInBody): ArrivalDetails {
  return {
    ...(location === undefined ? {} : { location }),
    ...(telehealthConsent === undefined ? {} : { telehealthConsent }),
    ...(phone === undefined ? {} : { phone }),
  };
}

/** @throws DomainError validation_failed */
export function bookingRequestOf(body: BookingBody): BookingRequest {
  return {
    slotId: slotOf(body),
    symptoms: body.symptoms || null,
    consultationType: body.consultation_type || null,
    patientId: body.patient ? inputId(body.patient, 'patient') : null,
  };
}

export function moveRequestOf({ status, reason, consultation }: MoveBody): StatusRequest {
  return {
    status,
    reason: reason || null,
    consultation: consultation ? { mode: consultation.mode, notes: consultation.notes || null } : null,
  };
}

/** @throws DomainError validation_failed */
export function slotOf(body: Pick<BookingBody, 'availability_id'>): string {
  return inputId(body.availability_id, 'availability_id');
}
