import type { UserActor } from '../../domain/actor.js';
import type { ConsultationMode } from '../../domain/appointments/public.js';
import { type Day, localDay } from '../../domain/days.js';
import { notFound } from '../../domain/errors.js';
import {
  type DoctorDocument,
  type DoctorStanding,
  NO_AUTHORITY,
  type PatientDocument,
  type PostalAddress,
  type PrescribingAuthority,
  postalLines,
} from '../../domain/identity/public.js';
import type { RuleInForce } from '../../domain/prescriptions/checks/rule.js';
import { cannabisOfItem, type RecordedApproval } from '../../domain/prescriptions/law/cannabis.js';
import type { LawRow } from '../../domain/prescriptions/law/rules.js';
import type { PrescriptionRequest } from '../../domain/prescriptions/request.js';
import type { MedicationRecord } from '../../domain/records/public.js';
import type { AppointmentRow } from '../../models/repositories/appointments/public.js';
import type { ClinicRow } from '../../models/repositories/clinics/public.js';
import type { UserRecord } from '../../models/repositories/identity/public.js';
import { reachRecord, readMedicationRecord } from '../records/public.js';
import { readClinicalRules } from './clinical-rules.js';
import { type FoundItem, foundItems } from './found-items.js';
import { lawOn } from './law-rules.js';
import type { PrescribingScope, ReadingCase } from './prescribing-deps.js';

/** Everything that decides about a request, as of one moment of the transaction. */
export interface PrescribingCase {
  readonly now: Date;
  /** On the clinic's calendar. */
  readonly today: Day;
  /** Of that day: the rows of every installation, and what was added to this one. */
  readonly law: readonly LawRow[];
  readonly clinic: ClinicRow;
  readonly clinicAddress: readonly string[];
  /** The address itself, for the state that it is in; null where the clinic has none. */
  readonly practice: PostalAddress | null;
  readonly doctor: UserRecord;
  readonly doctorDocument: DoctorDocument;
  readonly standing: DoctorStanding | null;
  readonly authority: PrescribingAuthority;
  readonly patient: UserRecord;
  readonly patientDocument: PatientDocument;
  readonly patientAddress: readonly string[];
  /** Null: this doctor has never seen the patient. */
  readonly visit: AppointmentRow | null;
  /** As it is recorded of the visit, else as the request says. */
  readonly mode: ConsultationMode | null;
  readonly hasRecordedMode: boolean;
  readonly items: readonly FoundItem[];
  /** Of medicinal cannabis, held until the transaction ends; none where nothing of the kind is asked for. */
  readonly approvals: readonly RecordedApproval[];
  readonly record: MedicationRecord;
  /** The patient has a record at another clinic, which this one does not see. */
  readonly hasOtherClinics: boolean;
  /** Of checks, as they stand at the clinic. */
  readonly clinicalRules: readonly RuleInForce[];
}

/**
 * Reads what a request is judged by: what needs no answer of the database is asked for together, then the rest. Until all is read nothing is
 * judged but whether the doctor reaches the patient.
 * @throws DomainError break_glass_required, not_found for a patient or a visit that the doctor does not reach, for a product that the
 *   clinic's catalogue does not have and an approval that is none of theirs; validation_failed for an item that the formulary does not have
 */
export async function readCase(
  { scope, mappings }: ReadingCase,
  actor: UserActor,
  request: PrescriptionRequest,
  now: Date,
): Promise<PrescribingCase> {
  const [clinicId] = actor.clinicIds;
  if (!clinicId) throw notFound('Patient');
  const of = { clinicId, doctorId: actor.userId, patientId: request.patientId };
  const [, people, items, { law, ...rest }] = await Promise.all([
    reachRecord(scope, actor, request.patientId, 'prescriptions:write'),
    readPeople(scope, of),
    foundItems({ scope, mappings }, clinicId, request),
    readRules(scope, actor, of, request),
  ]);
  const { clinic, doctor, patient, standing, patientDocument } = people;
  if (!clinic || !doctor || !patient) throw notFound('Patient');
  const visit = assertOwn(rest.visit, of, request.appointmentId);
  const needsApproval = items.some((item) => cannabisOfItem(item) ?? item.product?.approval.id);
  const [practice, verification, consultation, approvals] = await Promise.all([
    practiceAddress(scope, clinic),
    standing && scope.doctorVerifications.find(standing.verificationId),
    visit && scope.consultations.find(visit.id),
    needsApproval ? scope.cannabisApprovals.listHeld(of) : [],
  ]);
  assertReached(items, approvals);
  const today = localDay(now, clinic.timezone);
  return {
    ...{ ...people, ...rest, now, today, clinic, doctor, patient, visit, items, practice, approvals },
    law: lawOn(law, today),
    clinicAddress: postalLines(practice),
    patientAddress: postalLines(patientDocument.address),
    authority: verification?.authority ?? NO_AUTHORITY,
    mode: consultation?.mode ?? request.consultationMode,
    hasRecordedMode: (consultation?.mode ?? null) !== null,
  };
}

/** Whom a request is about, and where. */
interface Asked {
  readonly clinicId: string;
  readonly doctorId: string;
  readonly patientId: string;
}

async function readPeople(scope: PrescribingScope, { clinicId, doctorId, patientId }: Asked) {
  const [clinic, doctor, patient, doctorDocument, patientDocument, standing, hasOtherClinics] = await Promise.all([
    scope.clinics.find(clinicId),
    scope.users.findById(doctorId),
    scope.users.findById(patientId),
    scope.users.doctorDocument(doctorId),
    scope.users.patientDocument(patientId),
    scope.doctorStandings.find(clinicId, doctorId),
    scope.memberships.belongsElsewhere(patientId, clinicId),
  ]);
  return { clinic, doctor, patient, doctorDocument, patientDocument, standing, hasOtherClinics };
}

async function readRules(scope: PrescribingScope, { clinicIds }: UserActor, of: Asked, request: PrescriptionRequest) {
  const { patientId, clinicId } = of;
  const { appointmentId } = request;
  const [visit, record, clinicalRules, law] = await Promise.all([
    appointmentId === null ? scope.appointments.findLatestBegun(of) : scope.appointments.find(appointmentId),
    readMedicationRecord(scope, { patientId, clinicIds }),
    readClinicalRules(scope, clinicId),
    scope.lawRules.list(),
  ]);
  return { visit, record, clinicalRules, law };
}

/** The visit that a request names has to be one of this doctor with this patient. */
function assertOwn(row: AppointmentRow | null, of: Asked, appointmentId: string | null): AppointmentRow | null {
  if (appointmentId === null) return row;
  const isOwn = row?.clinicId === of.clinicId && row.doctorId === of.doctorId && row.patientId === of.patientId;
  if (!row || !isOwn || row.deletedAt) throw notFound('Appointment');
  return row;
}

/** Where the clinic practises: its own address, else that of its first location. */
async function practiceAddress(scope: PrescribingScope, clinic: ClinicRow): Promise<PostalAddress | null> {
  const [own] = clinic.addresses;
  if (own) return own;
  const [location] = await scope.places.locations(clinic.id);
  return location?.address ?? null;
}

/** @throws DomainError not_found for an approval that is another doctor's, another patient's or nobody's */
function assertReached(items: readonly FoundItem[], approvals: readonly RecordedApproval[]): void {
  const isKnown = (asked: string | null) => asked === null || approvals.some(({ id }) => id === asked);
  if (!items.every(({ product }) => isKnown(product?.approval.id ?? null))) throw notFound('Approval');
}
