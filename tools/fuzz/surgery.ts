import { randomInt } from 'node:crypto';
import { JourneyError, until } from '../rig/instance.js';
import { codeOn } from '../rig/paper.js';
import type { Person } from './people.js';

const DELIVERED_MS = 60_000;
const REASON = 'Fuzz run, weighed';
const ADDRESS = { line1: '1 Example Street', suburb: 'Sydney', state: 'NSW', postcode: '2000' };
const ITEM = {
  dosage_instructions: 'Take one tablet once a day.',
  quantity: 30,
  repeats: 1,
};

type Body = Readonly<Record<string, unknown>>;

/** A prescription as somebody holds it. */
interface Paper {
  readonly id: string;
  readonly number: string;
  readonly code: string;
}

/** What of a clinic its doctor prescribes with. */
interface ClinicOfSurgery {
  readonly id: string;
  readonly admin: Person;
  readonly doctor: Person;
  readonly patient: Person;
  newPatient(): Promise<Person>;
  paid(patient: Person): Promise<{ readonly id: string }>;
  drug(): Promise<string>;
}

/** The doctor of a clinic prescribes: each method makes one more record, for one use. */
export class FuzzedSurgery {
  private readyFor: Promise<string> | undefined;
  private keptPaper: Promise<Paper> | undefined;

  constructor(private readonly clinic: ClinicOfSurgery) {}

  /** One that nobody uses up, of the clinic's own patient. */
  kept(): Promise<Paper> {
    this.keptPaper ??= this.consulted(this.clinic.patient).then((patient) => this.issued(patient));
    return this.keptPaper;
  }

  /** Of somebody who has it alone. */
  async paper(): Promise<Paper> {
    return this.issued(await this.seenPatient());
  }

  /** What a doctor would send for somebody whom they see right now, with an answer to every alert. */
  async wanted(patient?: string): Promise<Body> {
    const [drug, whose] = [await this.ready(), patient ?? (await this.seenPatient())];
    const body = { patient: whose, prescribed_drugs: [{ ...ITEM, drug }], consultation_mode: 'video' };
    const { checks, alerts } = await this.doctor.call('POST', 'prescriptions/checks/', body);
    const unknown = ['allergy', 'interaction'].filter((check) => checks[check].state !== 'clear');
    return {
      ...body,
      overrides: alerts.map(({ key }: { readonly key: string }) => ({ key, reason: REASON })),
      acknowledged_checks: unknown.map((check) => ({ check, reason: REASON })),
    };
  }

  /** A draft of the doctor in its first version, and what it says. */
  async draft(): Promise<{ readonly id: string; readonly body: Body; readonly version: number }> {
    const body = await this.wanted();
    const { id, version } = await this.doctor.call('POST', 'prescriptions/', { ...body, is_final: false });
    return { id, body, version };
  }

  /** A supply of a paper that nobody else has. */
  async supplied(): Promise<Paper & { readonly supply: string }> {
    const paper = await this.paper();
    const counter = { code: paper.code, pharmacist_id: 'PHA0001', pharmacy_name: 'Fuzz Pharmacy' };
    const { supplies } = await this.doctor.call('POST', `prescriptions/${paper.number}/dispense/`, counter);
    return { ...paper, supply: String(supplies[0].id) };
  }

  private get doctor() {
    return this.clinic.doctor.client;
  }

  private async issued(patient: string): Promise<Paper> {
    const body = await this.wanted(patient);
    const { id, prescription_number: number } = await this.doctor.call('POST', 'prescriptions/', body);
    const isDelivered = async () => (await this.doctor.call('GET', `prescriptions/${id}/`)).delivery.status;
    if (!(await until(DELIVERED_MS, async () => (await isDelivered()) === 'delivered')))
      throw new JourneyError(`a prescription of the preparation was not delivered within ${DELIVERED_MS / 1_000} s`);
    return { id, number, code: await this.codeOf(id) };
  }

  /** As a pharmacist reads it. */
  private async codeOf(id: string): Promise<string> {
    const code = await codeOn(await this.doctor.download(`prescriptions/${id}/pdf`));
    if (code === null) throw new JourneyError('a prescription says no code');
    return code;
  }

  /** Answers the id of somebody else each time, whom the doctor sees right now. */
  async seenPatient(): Promise<string> {
    return this.consulted(await this.clinic.newPatient());
  }

  /** Answers the id of somebody whom the doctor sees right now, and about whom the law knows what it asks for. */
  private async consulted(patient: Person): Promise<string> {
    await patient.client.call('PATCH', 'users/profile/', {
      patient_profile: { date_of_birth: '1980-05-17', address: ADDRESS },
    });
    const { id } = await this.clinic.paid(patient);
    await this.doctor.call('PATCH', `appointments/${id}/update/`, { status: 'in_progress' });
    return patient.id;
  }

  /** Sees that the doctor may prescribe, also when a generated request has said otherwise; answers what is prescribed. */
  private async ready(): Promise<string> {
    this.readyFor ??= this.furnished();
    const drug = await this.readyFor;
    const { admin, doctor } = this.clinic;
    await admin.client.call('PUT', `users/admin/users/${doctor.id}/verification/`, { status: 'verified' });
    return drug;
  }

  private async furnished(): Promise<string> {
    const { admin, id } = this.clinic;
    await admin.client.call('PATCH', `clinics/${id}/`, { phone: '+61291234567' });
    await admin.client.call('POST', `clinics/${id}/locations/`, { name: 'Rooms', address: ADDRESS });
    const digits = String(randomInt(1_000_000, 10_000_000));
    const numbers = { medical_registration_number: `MED000${digits}`, prescriber_number: digits };
    await this.doctor.call('PATCH', 'users/profile/', { doctor_profile: { ...numbers, qualifications: 'MBBS' } });
    return this.clinic.drug();
  }
}
