import type { UserActor } from '../../domain/actor.js';
import type { ConsultationMode } from '../../domain/appointments/public.js';
import { type Day, localDay } from '../../domain/days.js';
import { invalid, notFound } from '../../domain/errors.js';
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
import type { PrescribedItem } from '../../domain/prescriptions/item.js';
import { type CannabisApproval, cannabisOf } from '../../domain/prescriptions/law/cannabis.js';
import type { LawRow } from '../../domain/prescriptions/law/rules.js';
import type { PrescriptionRequest, RequestedItem } from '../../domain/prescriptions/request.js';
import type { MedicationRecord } from '../../domain/records/public.js';
import type { AppointmentRow } from '../../models/repositories/appointments/public.js';
import type { ClinicRow } from '../../models/repositories/clinics/public.js';
import type { UserRecord } from '../../models/repositories/identity/public.js';
import { reachRecord, readMedicationRecord } from '../records/public.js';
import { readClinicalRules } from './clinical-rules.js';
import { readLaw } from './law-rules.js';
import type { PrescribingScope } from './prescribing-deps.js';

/** A medicine, and the row of the formulary that it is prescribed from. */
export type FoundItem = PrescribedItem & { readonly drug: { readonly rowId: string } };

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
  readonly mode: ConsultationMode | null;
  readonly items: readonly FoundItem[];
  /** Of medicinal cannabis, held until the transaction ends; none where nothing of the kind is asked for. */
  readonly approvals: readonly CannabisApproval[];
  readonly record: MedicationRecord;
  /** The patient has a record at another clinic, which this one does not see. */
  readonly hasOtherClinics: boolean;
  /** Of checks, as they stand at the clinic. */
  readonly clinicalRules: readonly RuleInForce[];
}

/**
 * Reads what a request is judged by. @throws DomainError break_glass_required, not_found for a patient or a visit that the doctor does
 * not reach; validation_failed for an item that the clinic's formulary does not have
 */
export async function readCase(
  scope: PrescribingScope,
  actor: UserActor,
  request: PrescriptionRequest,
  now: Date,
): Promise<PrescribingCase> {
  const reached = await reachRecord(scope, actor, request.patientId, 'prescriptions:write');
  const { clinicId, patientId } = reached;
  const of = { clinicId, doctorId: actor.userId, patientId };
  const [clinic, doctor, patient, record] = await Promise.all([
    scope.clinics.find(clinicId),
    scope.users.findById(actor.userId),
    scope.users.findById(patientId),
    readMedicationRecord(scope, reached),
  ]);
  if (!clinic || !doctor || !patient) throw notFound('Patient');
  const today = localDay(now, clinic.timezone);
  const [doctorDocument, patientDocument, standing, visit, address, hasOtherClinics] = await Promise.all([
    scope.users.doctorDocument(doctor.id),
    scope.users.patientDocument(patientId),
    scope.doctorStandings.find(clinicId, doctor.id),
    visitOf(scope, of, request.appointmentId),
    practiceAddress(scope, clinic),
    scope.memberships.belongsElsewhere(patientId, clinicId),
  ]);
  const verification = standing && (await scope.doctorVerifications.find(standing.verificationId));
  const recorded = visit ? (await scope.consultations.find(visit.id)).mode : null;
  const items = await itemsOf(scope, clinicId, request.items);
  return {
    ...{ now, clinic, doctor, doctorDocument, standing, patient, patientDocument, visit, record, hasOtherClinics },
    today,
    law: await readLaw(scope, today),
    clinicAddress: postalLines(address),
    practice: address,
    patientAddress: postalLines(patientDocument.address),
    authority: verification?.authority ?? NO_AUTHORITY,
    mode: recorded ?? request.consultationMode,
    items,
    approvals: items.some(({ drug }) => cannabisOf(drug)) ? await scope.cannabisApprovals.listHeld(of) : [],
    clinicalRules: await readClinicalRules(scope, clinicId),
  };
}

async function visitOf(
  scope: PrescribingScope,
  of: { readonly clinicId: string; readonly doctorId: string; readonly patientId: string },
  appointmentId: string | null,
): Promise<AppointmentRow | null> {
  if (appointmentId === null) return scope.appointments.findLatestBegun(of);
  const row = await scope.appointments.find(appointmentId);
  const isOwn = row?.clinicId === of.clinicId && row.doctorId === of.doctorId && row.patientId === of.patientId;
  if (!row || !isOwn || row.deletedAt) throw notFound('Appointment');
  return row;
}

/** Where the clinic practises: its own address, else that of its first location. */
async function practiceAddress(scope: PrescribingScope, clinic: ClinicRow) {
  const [own] = clinic.addresses;
  if (own) return own;
  const [location] = await scope.places.locations(clinic.id);
  return location?.address ?? null;
}

async function itemsOf(
  scope: PrescribingScope,
  clinicId: string,
  wanted: readonly RequestedItem[],
): Promise<readonly FoundItem[]> {
  const items: FoundItem[] = [];
  for (const [at, { drugId, ...item }] of wanted.entries()) {
    const drug = await scope.drugs.find(drugId, clinicId);
    if (!drug) throw invalid(`prescribed_drugs.${at}.drug`, 'The formulary has no such item.');
    items.push({ ...item, drug });
  }
  return items;
}
