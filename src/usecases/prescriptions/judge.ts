import { clinicPolicy } from '../../domain/clinics/public.js';
import { assertValid, DomainError } from '../../domain/errors.js';
import { alertsOverridden, type OpenAlerts, openAlerts } from '../../domain/prescriptions/checks/open-alerts.js';
import type { ChecksOutcome } from '../../domain/prescriptions/checks/outcome.js';
import { runChecks } from '../../domain/prescriptions/checks/run-checks.js';
import type { OverriddenAlert, PrescriptionDetails } from '../../domain/prescriptions/details.js';
import { directionsProblem } from '../../domain/prescriptions/directions/directions-problem.js';
import { dosageWithinLimits } from '../../domain/prescriptions/directions/dosage-within-limits.js';
import { readDose } from '../../domain/prescriptions/directions/read-dose.js';
import { itemFields, type PrescribedItem } from '../../domain/prescriptions/item.js';
import { applyLaw } from '../../domain/prescriptions/law/apply-law.js';
import type { RecordedApproval } from '../../domain/prescriptions/law/cannabis.js';
import type { LawFacts, LawRefusal, SplitPrescription } from '../../domain/prescriptions/law/facts.js';
import { stateOf } from '../../domain/prescriptions/law/state-of.js';
import type { PrescriptionRequest } from '../../domain/prescriptions/request.js';
import type { AppointmentRow } from '../../models/repositories/appointments/public.js';
import type { PrescribingDeps } from './prescribing-deps.js';
import type { PrescribingCase } from './read-case.js';

type JudgeDeps = Pick<PrescribingDeps, 'policy' | 'prescribing'>;

/** What law and checks make of a request. */
export interface Judged {
  readonly refusals: readonly LawRefusal[];
  readonly outcome: ChecksOutcome;
  /** What of it the doctor has not answered. */
  readonly open: OpenAlerts;
  readonly overridden: readonly OverriddenAlert[];
  /** The prescriptions that it becomes. */
  readonly split: readonly SplitPrescription[];
  /** Of each item, in their order: the approval that covers it. */
  readonly approvals: readonly (RecordedApproval | null)[];
}

/** Judges a request by the law of today and by every check. Nothing of it is decided by what was said before. */
export function judge(deps: JudgeDeps, found: PrescribingCase, request: PrescriptionRequest): Judged {
  const verdict = applyLaw(lawFacts(deps, found, request));
  const outcome = checksOf(found);
  const { overrides, acknowledgedChecks } = request;
  return {
    refusals: verdict.refusals,
    outcome,
    open: openAlerts(outcome, overrides, acknowledgedChecks),
    overridden: alertsOverridden(outcome, overrides),
    split: verdict.prescriptions,
    approvals: verdict.approvals,
  };
}

/** What every check says of a request. */
export function checksOf(found: PrescribingCase): ChecksOutcome {
  const { items, record, patientDocument, today, hasOtherClinics } = found;
  return runChecks({
    ...{ items, record, today },
    isKnownAtOtherClinics: hasOtherClinics,
    birthDate: patientDocument.dateOfBirth,
    // Observations are not recorded yet.
    pregnancy: 'unknown',
    weightKg: null,
    rules: found.clinicalRules,
  });
}

/**
 * The visit on which a request may be issued.
 * @throws DomainError validation_failed for directions that say nothing or harm, compliance_violation with everything that refuses it,
 *   alerts_open with what has no answer
 */
export function assertIssuable(found: PrescribingCase, judged: Judged): AppointmentRow {
  assertDirections(found.items);
  const { refusals, open, outcome } = judged;
  if (refusals.length > 0 || !found.visit) {
    throw new DomainError('compliance_violation', 'This cannot be prescribed as it stands: see the rules.', {
      complianceViolation: true,
      rules: refusals,
    });
  }
  if (open.alerts.length > 0 || open.checks.length > 0) {
    throw new DomainError('alerts_open', 'There are alerts that need an answer before this is issued.', {
      checks: outcome.checks,
      alerts: outcome.alerts,
    });
  }
  return found.visit;
}

/** @throws DomainError validation_failed on each field with directions that say nothing, or in a notation that harms */
export function assertDirections(items: readonly Pick<PrescribedItem, 'directions' | 'product'>[]): void {
  const fields = itemFields(items);
  assertValid(
    items.flatMap(({ directions }, at) => {
      const message = directionsProblem(directions);
      return message === null ? [] : [{ field: fields[at]?.directions ?? '', message }];
    }),
  );
}

/** What the record keeps of one prescription of a request. */
export function detailsOf(
  found: PrescribingCase,
  { outcome, overridden }: Judged,
  { request, split }: { readonly request: PrescriptionRequest; readonly split: SplitPrescription },
): PrescriptionDetails {
  if (found.mode === null) throw new Error('nobody knows how the patient was seen');
  return {
    notes: request.notes,
    consultationMode: found.mode,
    chatOnlyReason: request.chatOnlyReason,
    monitoringCheck: request.monitoringCheck,
    stateApprovalNumber: request.stateApprovalNumber,
    specialHandling: request.specialHandling,
    checks: outcome.checks,
    overridden,
    acknowledged: request.acknowledgedChecks,
    flags: split.specialFlags,
    restrictions: split.restrictions,
    dosageWithinLimits: split.items.map((at) => withinLimits(found.items[at])),
    ...pricesOf(found, split),
  };
}

/** What the products among the items cost; nothing of a prescription without any. */
function pricesOf({ items }: PrescribingCase, split: SplitPrescription): Pick<PrescriptionDetails, 'productPrices'> {
  const products = split.items.map((at) => items[at]?.product ?? null);
  if (products.every((product) => product === null)) return {};
  return {
    productPrices: products.map(
      (product) => product && { wholesalePrice: product.content.wholesalePrice, currency: product.content.currency },
    ),
  };
}

function withinLimits(item: PrescribedItem | undefined): boolean | 'not_computable' {
  if (!item) throw new Error('an item that nobody asked for');
  return dosageWithinLimits(item.drug, item.dose ?? readDose(item.directions, item.drug));
}

function lawFacts({ policy, prescribing }: JudgeDeps, found: PrescribingCase, request: PrescriptionRequest): LawFacts {
  const { clinic, doctor, doctorDocument, patient, patientDocument, visit, today, now } = found;
  const { monitoringCheck, specialHandling, chatOnlyReason } = request;
  return {
    law: found.law,
    writtenOn: today,
    now,
    prescriber: {
      id: doctor.id,
      region: clinic.region,
      state: stateOf(found.practice),
      registrationNumber: doctorDocument.medicalRegistrationNumber,
      prescriberNumber: doctorDocument.prescriberNumber,
      qualifications: doctorDocument.qualifications,
      taxReceiptNumber: doctorDocument.ptrNumber,
      dangerousDrugsLicence: doctorDocument.s2Licence,
      standing: found.standing,
      authority: found.authority,
      address: found.clinicAddress,
      phone: clinic.phone,
    },
    patient: {
      id: patient.id,
      name: patientDocument.latinName ?? `${patient.firstName} ${patient.lastName}`,
      birthDate: patientDocument.dateOfBirth,
      address: found.patientAddress,
      state: stateOf(patientDocument.address),
      medicareNumber: patientDocument.medicareNumber,
      veteranNumber: patientDocument.dvaFileNumber,
      concessionNumber: patientDocument.concessionNumber,
    },
    visit: visit && {
      hasBegun: visit.status === 'in_progress' || visit.status === 'completed',
      mode: found.mode,
      endedAt: visit.completedAt,
      chatOnlyReason,
    },
    scheme: request.scheme,
    items: found.items,
    approvals: found.approvals,
    monitoringCheck: monitoringCheck && { ...monitoringCheck, checkedAt: new Date(monitoringCheck.checkedAt) },
    stateApprovalNumber: request.stateApprovalNumber,
    specialHandling: specialHandling && { authorityRequired: specialHandling.authorityRequired ?? false },
    policy: { ...clinicPolicy(policy, clinic.policy), ...prescribing },
  };
}
