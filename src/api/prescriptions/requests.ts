import { invalid } from '../../domain/errors.js';
import type { Dose } from '../../domain/prescriptions/dose.js';
import type { PrescriptionRequest, RequestedItem } from '../../domain/prescriptions/request.js';
import type { ClaimedProfile } from '../../usecases/prescriptions/request-prescription.js';
import type { AskedInstant, Uuid } from '../http/wire-formats.js';
import { type ApprovalCode, type PrescriptionText, textOf } from './prescription-texts.js';
import { type PrescribedSupplierProductBody, requestedProduct } from './supplier-product-requests.js';

/**
 * Why. It stays in the record.
 * @minLength 3
 * @maxLength 500
 */
export type EndReason = string;

/**
 * Why it is prescribed all the same.
 * @minLength 10
 * @maxLength 1000
 */
export type OverrideReason = string;

/** A dose beside the directions, for the checks. What is printed is the directions. */
export interface DoseBody {
  /**
   * How much is taken at a time.
   * @minimum 0.000001 A dose is more than nothing.
   * @maximum 1000000
   */
  amount: number;
  /** `mg`, `mL`, or what the item comes in: `tablet`, `capsule`, `puff`. */
  unit: PrescriptionText;
  /**
   * @minimum 1
   * @maximum 48
   */
  times_per_day?: number | null;
  /**
   * @minimum 0.5
   * @maximum 720
   */
  every_hours?: number | null;
  /**
   * @maxItems 7
   * @uniqueItems
   */
  on_days?: ('monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday')[] | null;
  as_needed?: boolean | null;
  /**
   * At most so much of `unit` in a day.
   * @minimum 0.000001
   * @maximum 1000000
   */
  max_per_day?: number | null;
}

export interface PrescribedDrugBody {
  /** An item of the formulary. */
  drug: Uuid;
  /**
   * The doctor's own words, which are printed. A maximum daily dose belongs to "when required"; unsafe abbreviations are refused.
   * @minLength 1
   * @maxLength 1000
   */
  dosage_instructions: string;
  /**
   * @isInt
   * @minimum 1
   * @maximum 10000
   */
  quantity: number;
  /** `tablets`; left out: what the item's pack and form say. */
  quantity_unit?: PrescriptionText | null;
  /**
   * Supplies after the first one.
   * @isInt
   * @minimum 0
   * @maximum 1000
   */
  repeats: number;
  /**
   * Days that have to pass between two supplies. Schedule 8 needs it as soon as there are repeats.
   * @isInt
   * @minimum 1
   * @maximum 365
   */
  repeat_interval_days?: number | null;
  dose?: DoseBody | null;
  authority_code?: ApprovalCode | null;
  streamlined_code?: ApprovalCode | null;
  no_substitution?: boolean | null;
}

export interface MonitoringCheckBody {
  /** The register that was looked into: `SafeScript`. */
  system: PrescriptionText;
  checked_at: AskedInstant;
  /** What it said. */
  outcome: PrescriptionText;
}

export interface SpecialHandlingBody {
  schedule_8?: boolean | null;
  authority_required?: boolean | null;
  patient_counseled?: boolean | null;
}

export interface OverrideBody {
  /**
   * Of the alert.
   * @minLength 1
   * @maxLength 400
   */
  key: string;
  reason: OverrideReason;
}

export interface AcknowledgedCheckBody {
  check: 'allergy' | 'interaction' | 'duplicate' | 'dose' | 'age' | 'pregnancy' | 'directions';
  reason: OverrideReason;
}

/** What a doctor prescribes. */
export interface PrescriptionBody {
  patient: Uuid;
  /** The visit on which is prescribed. Left out: the doctor's latest one with this patient that has begun. */
  appointment?: Uuid | null;
  /**
   * Items of the formulary. Of these and of products of suppliers at least one, and 20 at most together.
   * @maxItems 20
   */
  prescribed_drugs?: PrescribedDrugBody[] | null;
  /**
   * Products of suppliers' lists.
   * @maxItems 20
   */
  prescribed_supplier_products?: PrescribedSupplierProductBody[] | null;
  /**
   * For the record; never printed.
   * @maxLength 5000
   */
  notes?: string | null;
  /**
   * Printed.
   * @maxLength 500
   */
  note_to_pharmacist?: string | null;
  /** `false`: a draft, without a number. */
  is_final?: boolean;
  scheme?: 'private' | 'pbs' | 'rpbs';
  /** Needed until the visit's record has one. */
  consultation_mode?: 'video' | 'phone' | 'in_person' | 'chat' | null;
  /**
   * Why it is prescribed after nothing but a chat.
   * @maxLength 1000
   */
  chat_only_reason?: string | null;
  monitoring_check?: MonitoringCheckBody | null;
  state_approval_number?: ApprovalCode | null;
  special_handling?: SpecialHandlingBody | null;
  /**
   * @maxItems 100
   */
  overrides?: OverrideBody[] | null;
  /**
   * @maxItems 20
   */
  acknowledged_checks?: AcknowledgedCheckBody[] | null;
  /** When given, it has to be the clinic's name. */
  clinic_name?: PrescriptionText | null;
  /** When given, it has to be that of the doctor's profile. */
  prescriber_number?: PrescriptionText | null;
  /** When given, it has to be that of the doctor's profile. */
  medical_registration?: PrescriptionText | null;
}

/** A draft as it shall be from now on: the whole of it. */
export interface DraftBody extends PrescriptionBody {
  /**
   * The version that was read.
   * @isInt
   * @minimum 1
   * @maximum 2147483647
   */
  version: number;
}

export interface IssueBody {
  /**
   * The version that was read.
   * @isInt
   * @minimum 1
   * @maximum 2147483647
   */
  version: number;
  /**
   * @maxItems 100
   */
  overrides?: OverrideBody[] | null;
  /**
   * @maxItems 20
   */
  acknowledged_checks?: AcknowledgedCheckBody[] | null;
}

/** What stands in an earlier prescription's place, and why. */
export interface SupersedeBody extends PrescriptionBody {
  reason: EndReason;
}

export interface CancelBody {
  reason: EndReason;
}

export interface PaperBody {
  /** Needed for every print but the first. */
  reason?: EndReason | null;
}

/** Whether it is only to be kept, and not to be issued. */
export function isDraft({ is_final: isFinal }: PrescriptionBody): boolean {
  return isFinal === false;
}

const MOST_ITEMS = 20;

/** @throws DomainError validation_failed for a text in which there is nothing to see, and for no items or too many */
export function requestOf(body: PrescriptionBody): PrescriptionRequest {
  const products = (body.prescribed_supplier_products ?? []).map(requestedProduct);
  const items = (body.prescribed_drugs ?? []).map(itemOf);
  const count = items.length + products.length;
  if (count === 0) throw invalid('prescribed_drugs', 'Prescribe at least one medicine.');
  if (count > MOST_ITEMS) throw invalid('prescribed_supplier_products', `At most ${MOST_ITEMS} medicines at a time.`);
  return {
    patientId: body.patient.toLowerCase(),
    appointmentId: body.appointment?.toLowerCase() ?? null,
    items,
    ...(products.length > 0 ? { products } : {}),
    notes: textOf('notes', body.notes),
    noteToPharmacist: textOf('note_to_pharmacist', body.note_to_pharmacist),
    scheme: body.scheme ?? 'private',
    consultationMode: body.consultation_mode ?? null,
    chatOnlyReason: textOf('chat_only_reason', body.chat_only_reason),
    monitoringCheck: body.monitoring_check
      ? {
          system: body.monitoring_check.system.trim(),
          checkedAt: instantOf('monitoring_check.checked_at', body.monitoring_check.checked_at),
          outcome: body.monitoring_check.outcome.trim(),
        }
      : null,
    stateApprovalNumber: body.state_approval_number?.trim() ?? null,
    specialHandling: body.special_handling
      ? {
          schedule8: body.special_handling.schedule_8 ?? null,
          authorityRequired: body.special_handling.authority_required ?? null,
          patientCounseled: body.special_handling.patient_counseled ?? null,
        }
      : null,
    ...answersOf(body),
  };
}

/** What a doctor answers to alerts and to checks that could not be made whole. */
export function answersOf({ overrides, acknowledged_checks: acknowledged }: Omit<IssueBody, 'version'>) {
  return {
    overrides: (overrides ?? []).map(({ key, reason }) => ({ key, reason: reason.trim() })),
    acknowledgedChecks: (acknowledged ?? []).map(({ check, reason }) => ({ check, reason: reason.trim() })),
  };
}

export function claimedOf(body: PrescriptionBody): ClaimedProfile {
  return {
    clinicName: body.clinic_name?.trim() ?? null,
    prescriberNumber: body.prescriber_number?.trim() ?? null,
    medicalRegistration: body.medical_registration?.trim() ?? null,
  };
}

function itemOf(item: PrescribedDrugBody, at: number): RequestedItem {
  const directions = textOf(`prescribed_drugs.${at}.dosage_instructions`, item.dosage_instructions);
  if (directions === null) throw invalid(`prescribed_drugs.${at}.dosage_instructions`, 'Please write something.');
  return {
    drugId: item.drug.toLowerCase(),
    directions,
    quantity: item.quantity,
    quantityUnit: item.quantity_unit?.trim() ?? null,
    repeats: item.repeats,
    repeatIntervalDays: item.repeat_interval_days ?? null,
    dose: item.dose ? doseOf(item.dose) : null,
    authorityCode: item.authority_code?.trim() ?? null,
    streamlinedCode: item.streamlined_code?.trim() ?? null,
    noSubstitution: item.no_substitution ?? false,
  };
}

function doseOf(dose: DoseBody): Dose {
  return {
    amount: dose.amount,
    unit: dose.unit.trim(),
    timesPerDay: dose.times_per_day ?? null,
    everyHours: dose.every_hours ?? null,
    onDays: dose.on_days ?? [],
    asNeeded: dose.as_needed ?? false,
    maxPerDay: dose.max_per_day ?? null,
  };
}

function instantOf(field: string, text: string): string {
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) throw invalid(field, 'Use a time with its offset, such as 2026-11-21T09:00:00Z.');
  return at.toISOString();
}
