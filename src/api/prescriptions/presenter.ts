import { prescriptionWorkflowId } from '../../domain/ids.js';
import type { CheckOutcome, ChecksOutcome } from '../../domain/prescriptions/checks/outcome.js';
import type { PrintedMedicine } from '../../domain/prescriptions/content.js';
import type { Dose } from '../../domain/prescriptions/dose.js';
import { nextSupplyFrom } from '../../domain/prescriptions/next-supply.js';
import type { RequestedProduct } from '../../domain/prescriptions/request.js';
import { remainingRepeats } from '../../domain/prescriptions/states.js';
import type { Cancelled } from '../../usecases/prescriptions/change-prescription.js';
import type { Draft, EmailLog, HistoryEvent } from '../../usecases/prescriptions/read-prescriptions.js';
import type { ShownPrescription } from '../../usecases/prescriptions/shown-prescription.js';
import type { ProblemCheck } from '../http/responses.js';
import type {
  CancelledPrescription,
  ChecksAnswer,
  ChecksView,
  DoseView,
  DraftSupplierProductView,
  DraftView,
  EmailLogView,
  PrescribedDrugView,
  PrescriptionAnswer,
  PrescriptionEventView,
  PrescriptionView,
  SuppliedBefore,
} from './responses.js';

/** The first of them, with all. */
export function prescriptionAnswer(
  shown: readonly [ShownPrescription, ...ShownPrescription[]],
  publicUrl: string,
): PrescriptionAnswer {
  const all = shown.map((one) => prescriptionView(one, publicUrl));
  return { ...prescriptionView(shown[0], publicUrl), prescriptions: all };
}

export function prescriptionView(shown: ShownPrescription, publicUrl: string): PrescriptionView {
  const { id, content, details } = shown;
  const { patient, prescriber } = content;
  return {
    id,
    prescription_number: shown.number,
    status: shown.shownStatus,
    legal_form: shown.legalForm,
    scheme: shown.scheme,
    patient: { id: patient.id, name: patient.name, email: shown.patientEmail },
    doctor: {
      id: prescriber.id,
      name: prescriber.name,
      medical_registration: prescriber.identifiers[0]?.value ?? null,
    },
    appointment: shown.appointmentId,
    ...itemViews(shown),
    notes: details.notes,
    special_flags: {
      controlled_substance: details.flags.controlledSubstance,
      schedule: details.flags.schedule,
      authority_code: details.flags.authorityCode,
      audit_required: details.flags.auditRequired,
    },
    restrictions: {
      no_repeats: details.restrictions.noRepeats,
      pharmacist_verification_required: details.restrictions.pharmacistVerificationRequired,
      patient_id_verification_required: details.restrictions.patientIdVerificationRequired,
    },
    checks: checksView(details.checks),
    alerts_overridden: details.overridden.map((one) => ({ ...one })),
    valid_until: shown.validUntil,
    created_at: shown.issuedAt.toISOString(),
    pdf_url: shown.hasDocument ? `${publicUrl}/api/v1/prescriptions/${id}/pdf` : null,
    delivery: {
      task_id: prescriptionWorkflowId(shown.requestId),
      status: shown.delivery,
      started_at: shown.deliveryStartedAt?.toISOString() ?? null,
      completed_at: shown.deliveryCompletedAt?.toISOString() ?? null,
    },
    supersedes: shown.supersedes,
    superseded_by: shown.supersededBy,
    version: shown.version,
  };
}

/** What is prescribed, each kind in the order of the prescription. Nobody is shown a price: patients read it, too. */
function itemViews(
  shown: ShownPrescription,
): Pick<PrescriptionView, 'prescribed_drugs' | 'prescribed_supplier_products'> {
  const items = shown.content.items.map((printed, at) => ({ printed, terms: termsView(shown, at) }));
  return {
    prescribed_drugs: items.flatMap(({ printed, terms }) =>
      printed.drug ? [{ ...terms, drug: medicineView(printed.drug) }] : [],
    ),
    prescribed_supplier_products: items.flatMap(({ printed, terms }) =>
      printed.product ? [{ ...terms, product: medicineView(printed.product) }] : [],
    ),
  };
}

function medicineView({ id, name, pbsCode, manufacturer, schedule }: PrintedMedicine): PrescribedDrugView['drug'] {
  return { id, name, pbs_code: pbsCode, manufacturer, schedule };
}

function termsView({ content, items, details }: ShownPrescription, at: number): Omit<PrescribedDrugView, 'drug'> {
  const [printed, counted] = [content.items[at], items[at]];
  if (!printed || !counted) throw new Error('an item that is not stored');
  return {
    id: printed.id,
    dosage_instructions: printed.directions,
    quantity: printed.quantity,
    quantity_text: printed.quantityText,
    repeats: printed.repeats,
    repeat_interval_days: printed.repeatIntervalDays,
    remaining_repeats: remainingRepeats(counted),
    next_supply_from: nextSupplyFrom(counted),
    dosage_within_limits: details.dosageWithinLimits[at] ?? 'not_computable',
  };
}

/** What every check says. */
export function checksAnswer({ checks, alerts }: ChecksOutcome): ChecksAnswer {
  return {
    checks: checksView(checks),
    alerts: alerts.map(({ asOf, rule: _rule, ...alert }) => ({ ...alert, as_of: asOf })),
  };
}

function checksView(checks: ChecksOutcome['checks']): ChecksView {
  const { allergy, interaction, duplicate, dose, age, pregnancy, directions } = checks;
  return {
    allergy: checkView(allergy),
    interaction: checkView(interaction),
    duplicate: checkView(duplicate),
    dose: checkView(dose),
    age: checkView(age),
    pregnancy: checkView(pregnancy),
    directions: checkView(directions),
  };
}

function checkView({ state, reasons }: CheckOutcome): ProblemCheck {
  return { state, reasons: [...reasons] };
}

/** The whole of a draft: whoever changes it sends all of it back. */
export function draftView({ id, request, version, createdAt, updatedAt }: Draft): DraftView {
  const { monitoringCheck: look, specialHandling: handling } = request;
  return {
    id,
    status: 'draft',
    patient: request.patientId,
    appointment: request.appointmentId,
    prescribed_drugs: request.items.map((item) => ({
      drug: item.drugId,
      dosage_instructions: item.directions,
      quantity: item.quantity,
      quantity_unit: item.quantityUnit,
      repeats: item.repeats,
      repeat_interval_days: item.repeatIntervalDays,
      dose: item.dose && doseView(item.dose),
      authority_code: item.authorityCode,
      streamlined_code: item.streamlinedCode,
      no_substitution: item.noSubstitution,
    })),
    prescribed_supplier_products: (request.products ?? []).map(draftProduct),
    notes: request.notes,
    note_to_pharmacist: request.noteToPharmacist,
    scheme: request.scheme,
    consultation_mode: request.consultationMode,
    chat_only_reason: request.chatOnlyReason,
    monitoring_check: look && { system: look.system, checked_at: look.checkedAt, outcome: look.outcome },
    state_approval_number: request.stateApprovalNumber,
    special_handling: handling && {
      schedule_8: handling.schedule8,
      authority_required: handling.authorityRequired,
      patient_counseled: handling.patientCounseled,
    },
    version,
    created_at: createdAt.toISOString(),
    updated_at: updatedAt.toISOString(),
  };
}

function draftProduct(asked: RequestedProduct): DraftSupplierProductView {
  return {
    product: asked.productId,
    dosage: asked.dosage,
    instructions: asked.instructions,
    quantity: asked.quantity,
    repeats: asked.repeats,
    repeat_interval_days: asked.repeatIntervalDays,
    authority_code: asked.authorityCode,
    approval: asked.approvalId,
    approval_number: asked.approvalNumber,
  };
}

function doseView(dose: Dose): DoseView {
  return {
    amount: dose.amount,
    unit: dose.unit,
    times_per_day: dose.timesPerDay,
    every_hours: dose.everyHours,
    on_days: [...dose.onDays],
    as_needed: dose.asNeeded,
    max_per_day: dose.maxPerDay,
  };
}

/** The cancelled prescription, with all of its request and what pharmacies had supplied. */
export function cancelledAnswer(
  { prescriptions, suppliedBefore: before }: Cancelled,
  publicUrl: string,
): CancelledPrescription {
  return { ...prescriptionAnswer(prescriptions, publicUrl), supplied_before: before.map(suppliedBefore) };
}

function suppliedBefore({
  itemId,
  supplyNo,
  dispensedOn,
  pharmacyName,
}: Cancelled['suppliedBefore'][number]): SuppliedBefore {
  return { item: itemId, supply_no: supplyNo, dispensed_date: dispensedOn, pharmacy_name: pharmacyName };
}

export function eventView({ event, happenedAt, happenedBy, reason }: HistoryEvent): PrescriptionEventView {
  return { event, at: happenedAt.toISOString(), by: happenedBy, reason };
}

export function emailLogView({ recipient, subject, state, sentAt, downloadedAt }: EmailLog): EmailLogView {
  return {
    recipient,
    subject,
    status: state,
    sent_at: sentAt?.toISOString() ?? null,
    opened_at: null,
    downloaded_at: downloadedAt?.toISOString() ?? null,
  };
}
