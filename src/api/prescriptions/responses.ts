import type { AlertSeverity, ProblemAlert, ProblemCheck } from '../http/responses.js';
import type { Count, Day, EmailAddress, Instant, Url, Uuid } from '../http/wire-formats.js';

export interface ChecksView {
  allergy: ProblemCheck;
  interaction: ProblemCheck;
  duplicate: ProblemCheck;
  dose: ProblemCheck;
  age: ProblemCheck;
  pregnancy: ProblemCheck;
  directions: ProblemCheck;
}

export interface ChecksAnswer {
  checks: ChecksView;
  alerts: ProblemAlert[];
}

/** How a medicine is prescribed. */
interface PrescribedTermsView {
  id: Uuid;
  dosage_instructions: string;
  quantity: Count;
  /** In figures and words. */
  quantity_text: string;
  repeats: Count;
  repeat_interval_days: Count | null;
  remaining_repeats: Count;
  /** From when on the next supply may be; null where none is left. */
  next_supply_from: Day | null;
  dosage_within_limits: boolean | 'not_computable';
}

/** The medicine, as it was when it was prescribed: nothing that changes later changes it. */
interface PrescribedMedicineView {
  id: Uuid;
  name: string;
  pbs_code: string | null;
  /** Of a supplier's product the company that supplies it. */
  manufacturer: string | null;
  schedule: 'Unscheduled' | 'S2' | 'S3' | 'S4' | 'S8';
}

export interface PrescribedDrugView extends PrescribedTermsView {
  drug: PrescribedMedicineView;
}

/** A product of a supplier; its quantity counts packs. */
export interface PrescribedSupplierProductView extends PrescribedTermsView {
  product: PrescribedMedicineView;
}

export interface OverriddenAlertView {
  key: string;
  severity: AlertSeverity;
  reason: string;
}

export interface DeliveryView {
  /** The workflow that delivers it. */
  task_id: string;
  status: 'queued' | 'rendering' | 'delivering' | 'delivered' | 'failed';
  started_at: Instant | null;
  completed_at: Instant | null;
}

/** A prescription that was issued. */
export interface PrescriptionView {
  id: Uuid;
  /** Never reused, and without gaps within a year. */
  prescription_number: string;
  status: 'active' | 'dispensed' | 'expired' | 'cancelled' | 'superseded';
  /** The patient's copy is none of the forms on which a pharmacy may supply alone. */
  legal_form: 'patient_copy' | 'paper_signed' | 'electronic_conformant';
  scheme: 'private' | 'pbs' | 'rpbs';
  patient: { id: Uuid; name: string; email: EmailAddress | null };
  doctor: { id: Uuid; name: string; medical_registration: string | null };
  appointment: Uuid;
  prescribed_drugs: PrescribedDrugView[];
  prescribed_supplier_products: PrescribedSupplierProductView[];
  notes: string | null;
  special_flags: {
    controlled_substance: boolean;
    /** By number; null where no item is in a schedule. */
    schedule: Count | null;
    authority_code: string | null;
    audit_required: boolean;
  };
  restrictions: {
    no_repeats: boolean;
    pharmacist_verification_required: boolean;
    patient_id_verification_required: boolean;
  };
  checks: ChecksView;
  alerts_overridden: OverriddenAlertView[];
  /** The last day on which it may be supplied. */
  valid_until: Day;
  created_at: Instant;
  /** Null until the document exists. */
  pdf_url: Url | null;
  delivery: DeliveryView;
  /** What it stands in the place of. */
  supersedes: Uuid | null;
  superseded_by: Uuid | null;
  version: Count;
}

/** A draft: it has no number, and only its doctor sees it. Of what it was kept with, everything but the answers to alerts. */
export interface DraftView {
  id: Uuid;
  status: 'draft';
  patient: Uuid;
  appointment: Uuid | null;
  prescribed_drugs: DraftDrugView[];
  prescribed_supplier_products: DraftSupplierProductView[];
  notes: string | null;
  note_to_pharmacist: string | null;
  scheme: 'private' | 'pbs' | 'rpbs';
  consultation_mode: 'video' | 'phone' | 'in_person' | 'chat' | null;
  chat_only_reason: string | null;
  monitoring_check: { system: string; checked_at: Instant; outcome: string } | null;
  state_approval_number: string | null;
  special_handling: {
    schedule_8: boolean | null;
    authority_required: boolean | null;
    patient_counseled: boolean | null;
  } | null;
  version: Count;
  created_at: Instant;
  updated_at: Instant;
}

/** A dose beside the directions, for the checks. */
export interface DoseView {
  amount: number;
  unit: string;
  times_per_day: number | null;
  every_hours: number | null;
  /** Only on these days; empty: on every day. */
  on_days: ('monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday')[];
  as_needed: boolean;
  max_per_day: number | null;
}

export interface DraftDrugView {
  drug: Uuid;
  dosage_instructions: string;
  quantity: Count;
  quantity_unit: string | null;
  repeats: Count;
  repeat_interval_days: Count | null;
  dose: DoseView | null;
  authority_code: string | null;
  streamlined_code: string | null;
  no_substitution: boolean;
}

export interface DraftSupplierProductView {
  product: Uuid;
  dosage: string;
  instructions: string;
  /** Packs. */
  quantity: Count;
  repeats: Count;
  repeat_interval_days: Count | null;
  authority_code: string | null;
  approval: Uuid | null;
  approval_number: string | null;
}

/** What was issued: the first prescription, with all of the request. */
export interface PrescriptionAnswer extends PrescriptionView {
  prescriptions: PrescriptionView[];
}

export interface SuppliedBefore {
  item: Uuid;
  supply_no: Count;
  dispensed_date: Day;
  pharmacy_name: string;
}

export interface CancelledPrescription extends PrescriptionAnswer {
  /** What pharmacies had supplied of it by then. */
  supplied_before: SuppliedBefore[];
}

export interface PrescriptionEventView {
  event:
    | 'issued'
    | 'document_stored'
    | 'mailed'
    | 'resent'
    | 'downloaded'
    | 'printed'
    | 'reprinted'
    | 'cancelled'
    | 'superseded'
    | 'supplied'
    | 'supply_undone'
    | 'declined';
  at: Instant;
  /** Null: the product itself, or a pharmacy. */
  by: Uuid | null;
  reason: string | null;
}

export interface EmailLogView {
  recipient: EmailAddress;
  subject: string | null;
  status: 'sending' | 'sent' | 'refused' | 'suppressed';
  sent_at: Instant | null;
  /** Null: nobody is tracked. */
  opened_at: Instant | null;
  /** When the patient has opened the document first. */
  downloaded_at: Instant | null;
}

export interface ResentAnswer {
  /** The mail is on its way. */
  sent: true;
}
