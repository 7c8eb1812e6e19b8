import type { UserActor } from '../../domain/actor.js';
import type { ConsultationRecord } from '../../domain/appointments/consultation.js';
import { invalid, notFound } from '../../domain/errors.js';
import { phoneRegionOf, toE164 } from '../../domain/phone.js';
import type { AppointmentRow } from '../../models/repositories/appointments/appointments.js';
import type { AppointmentsScope } from '../../models/repositories/appointments/slice.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { UnitOfWork } from '../../models/scope.js';

/** What whoever checks in says of the patient; what is left out stays. */
export interface ArrivalDetails {
  /** Where the patient is. */
  readonly location?: string;
  /** Whether they agree to a consultation at a distance; the first consent keeps its time. */
  readonly telehealthConsent?: boolean;
  /** Under which they can be called when the line fails, as typed. */
  readonly phone?: string;
}

/** The same with a phone number that can be called, in E.164. */
export interface UnderstoodArrival extends Omit<ArrivalDetails, 'phone'> {
  readonly patientPhone?: string;
}

/** Reads the phone number as the clinic's region writes it. @throws DomainError validation_failed on `phone` */
export async function understoodArrival(
  { clinics }: Pick<ClinicsScope, 'clinics'>,
  clinicId: string,
  { phone, ...details }: ArrivalDetails,
): Promise<UnderstoodArrival> {
  if (phone === undefined) return details;
  const clinic = await clinics.find(clinicId);
  if (!clinic) throw notFound('Clinic');
  const patientPhone = toE164(phone, phoneRegionOf(clinic.currency));
  if (patientPhone === null) throw invalid('phone', 'This is not a phone number that can be called.');
  return { ...details, patientPhone };
}

export interface RecordArrivalDeps {
  readonly unitOfWork: UnitOfWork<AppointmentsScope & ClinicsScope>;
  readonly now: () => Date;
}

type Recorded = Pick<ConsultationRecord, 'patientLocation' | 'telehealthConsentAt' | 'patientPhone'>;

/** Puts what was said at the check-in into the record of the consultation. A repeat that says the same changes nothing. */
export async function recordArrival(
  { unitOfWork, now }: RecordArrivalDeps,
  actor: UserActor,
  { id, clinicId, patientId }: AppointmentRow,
  { location, telehealthConsent, patientPhone }: UnderstoodArrival,
): Promise<void> {
  if (location === undefined && telehealthConsent === undefined && patientPhone === undefined) return;
  await unitOfWork.withScope(
    actor,
    async (scope) => {
      const at = now();
      const before = await scope.consultations.find(id);
      const said: Partial<Recorded> = {
        ...(location === undefined ? {} : { patientLocation: location }),
        ...(telehealthConsent === undefined ? {} : { telehealthConsentAt: consentOf(telehealthConsent, before, at) }),
        ...(patientPhone === undefined ? {} : { patientPhone }),
      };
      const record = { ...before, ...said };
      const fields = (Object.keys(said) as (keyof Recorded)[]).filter((name) => record[name] !== before[name]);
      if (fields.length === 0) return;
      const version = await scope.consultations.save(id, clinicId, record, at);
      const about = { entity: 'appointment', entityId: id, clinicId, patientId } as const;
      await scope.audit.record(
        { action: 'consultation.changed', ...about, details: { version, fields: fields.join(',') } },
        at,
      );
    },
    { exclusively: `consultation/${id}`, opens: { consultation: id } },
  );
}

function consentOf(consents: boolean, { telehealthConsentAt }: Recorded, at: Date): string | null {
  return consents ? (telehealthConsentAt ?? at.toISOString()) : null;
}
