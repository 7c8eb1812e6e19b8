import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { SYSTEM } from '../../../src/domain/actor.js';
import { NO_AUTHORITY } from '../../../src/domain/identity/public.js';
import { endOfDay } from '../../../src/domain/wall-clock.js';
import { loadStarterFormulary } from '../../../src/usecases/formulary/load-starter-formulary.js';
import { type ApiClient, until } from '../client.js';
import type { ClinicOptions, Person } from '../clinic.js';
import { Stage } from '../stage.js';
import { insertVisit } from '../visit-row.js';

const ADDRESS = { line1: '1 Example Street', suburb: 'Sydney', state: 'NSW', postcode: '2000' };

/** A doctor who may prescribe, a patient whom they see right now, and what the clinic's paper says. */
export interface Consultation {
  readonly doctor: Person;
  readonly api: ApiClient;
  readonly patient: Person;
  readonly patientApi: ApiClient;
  readonly visit: string;
}

const AN_HOUR_AGO = Date.now() - 3_600_000;

let visits = 0;
let doctors = 0;

/** A clinic in which doctors prescribe. */
export class Surgery {
  private constructor(readonly stage: Stage) {}

  static async open(
    env: Readonly<Record<string, string>> = {},
    deps?: ClinicOptions['deps'],
    { live = false } = {},
  ): Promise<Surgery> {
    const stage = await Stage.open({ RATE_LIMIT_PRESCRIPTIONS: 'off', ...env }, deps, { live });
    await loadStarterFormulary(stage.clinic.core)();
    await stage.sql('update clinics set addresses = $1, phone = $2', [JSON.stringify([ADDRESS]), '+61291234567']);
    return new Surgery(stage);
  }

  close(): Promise<void> {
    return this.stage.close();
  }

  /** A doctor of the clinic whose profile has what the law asks for. */
  async prescriber({ schedule8 = true } = {}): Promise<Person> {
    const doctor = await this.stage.clinic.person('doctor');
    doctors += 1;
    const { core, clinicId } = this.stage.clinic;
    await core.unitOfWork.withScope(SYSTEM, async (scope) => {
      const document = await scope.users.doctorDocument(doctor.id);
      const medicalRegistrationNumber = `MED${String(doctors).padStart(10, '0')}`;
      const numbers = { medicalRegistrationNumber, prescriberNumber: '2425739', qualifications: 'MBBS' };
      await scope.users.saveDoctorDocument(doctor.id, { ...document, ...numbers }, new Date());
      const [id, now, expiresOn] = [randomUUID(), new Date(), '2099-12-31'];
      const of = { clinicId, userId: doctor.id };
      await scope.doctorVerifications.add({
        ...of,
        id,
        status: 'verified',
        checkedBy: null,
        checkedAt: now,
        recordedAt: now,
        expiresOn,
        nextCheckOn: null,
        specialties: [],
        registrationType: null,
        conditions: null,
        evidence: null,
        authority: { ...NO_AUTHORITY, schedule8 },
      });
      const verifiedUntil = endOfDay(expiresOn, 'UTC');
      await scope.doctorStandings.replace({ ...of, verificationId: id, status: 'verified', verifiedUntil });
    });
    return doctor;
  }

  /** A patient with date of birth and address. */
  async patient(changes: object = {}): Promise<Person> {
    const patient = await this.stage.clinic.person('patient');
    await this.stage.clinic.core.unitOfWork.withScope(SYSTEM, async (scope) => {
      const document = await scope.users.patientDocument(patient.id);
      const known = { dateOfBirth: '1980-05-17', address: { ...ADDRESS, line1: '2 Example Road' } };
      await scope.users.savePatientDocument(patient.id, { ...document, ...known, ...changes }, new Date());
    });
    return patient;
  }

  /** A visit that is under way, or as it is said. */
  async visit(doctor: Person, patient: Person, status = 'in_progress'): Promise<string> {
    visits += 1;
    const start = new Date(AN_HOUR_AGO - visits * 2_000);
    const of = { clinicId: this.stage.clinic.clinicId, doctorId: doctor.id, patientId: patient.id, start, status };
    return insertVisit((text, values) => this.stage.sql(text, values), of);
  }

  async consultation(doctor?: Person): Promise<Consultation> {
    const by = doctor ?? (await this.prescriber());
    const patient = await this.patient();
    const visit = await this.visit(by, patient);
    const [api, patientApi] = [await this.stage.as(by), await this.stage.as(patient)];
    await api.put(`/api/v1/patients/${patient.id}/allergies/status/`, { no_known_allergies: true });
    await api.post(`/api/v1/patients/${patient.id}/medicines/review/`, {});
    return { doctor: by, api, patient, patientApi, visit };
  }

  /** The id of an item of the starter formulary, by its exact name. */
  async drug(name: string): Promise<string> {
    const [row] = await this.stage.sql<{ id: string }>('select id from drugs where clinic_id is null and name = $1', [
      name,
    ]);
    assert.ok(row, `the starter formulary has ${name}`);
    return row.id;
  }

  /** Until the patient was notified. */
  async delivered(api: ApiClient, id: string): Promise<void> {
    const isDelivered = async () =>
      (await api.get(`/api/v1/prescriptions/${id}/`)).body.delivery.status === 'delivered';
    await until('the delivery', isDelivered, 60_000);
  }
}
