import type { Client, Json } from '../rig/client.js';
import type { Desk } from './desk.js';
import { type Consultation, Surgery } from './surgery.js';

/** Patients whom each doctor sees. */
const VISITS = 2;
const ATTEMPTS = 10;
const AT_ONCE = 4;
const SETTLED_MS = 30_000;
const ADDRESS = { line1: '2 Example Road', suburb: 'Sydney', state: 'NSW', postcode: '2000' };

/**
 * Doctors with all that the law asks of them, each in the middle of visits that were booked and paid. The visits are of the run: its books
 * have them.
 */
export async function openSurgery(desk: Desk, pharmacy: Client): Promise<Surgery> {
  const { clinic, facts, random, over } = desk;
  const consultations: Consultation[] = [];
  const doctors = clinic.prescribers;
  const left = [...doctors.entries()];
  const begin = async () => {
    for (let next = left.pop(); next; next = left.pop()) {
      const [n, doctor] = next;
      await verify(clinic.admin, doctor, n);
      for (let visit = 0; visit < VISITS; visit += 1) consultations.push(await consult(desk, doctor));
    }
  };
  // More at a time only wait for each other.
  await Promise.all(Array.from({ length: AT_ONCE }, begin));
  const [first] = doctors;
  if (!first) throw new Error('nobody prescribes');
  const drugs = {
    plain: await drugOf(first, 'Amoxicillin 500 mg capsule, 20'),
    controlled: await drugOf(first, 'Oxycodone 5 mg tablet, 20'),
  };
  const { prescribing, contradictions } = facts;
  return new Surgery({ consultations, drugs, pharmacy, facts: prescribing, contradictions, random, over });
}

async function verify(admin: Client, doctor: Client, n: number): Promise<void> {
  const digits = String(1_000_000 + n);
  const numbers = { medical_registration_number: `MED000${digits}`, prescriber_number: digits };
  await expect(doctor, 'PATCH', 'users/profile/', { doctor_profile: { ...numbers, qualifications: 'MBBS' } });
  const authority_to_prescribe = { schedule_8: true };
  const path = `users/admin/users/${doctor.id}/verification/`;
  await expect(admin, 'PUT', path, { status: 'verified', authority_to_prescribe });
}

/** Somebody books this doctor, pays, and is seen. */
async function consult(desk: Desk, doctor: Client): Promise<Consultation> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const slot = await desk.clinic.slotOf(doctor);
    const held = slot && (await desk.bookSlot(slot));
    const session = held && (await desk.order(held));
    // Somebody else has the slot, or the patient is elsewhere then.
    if (!held || !session) continue;
    const { patient } = held;
    await desk.bank.drive(session, { outcome: 'paid', webhook: 'send' });
    const seen = await desk.until(held, (status) => status === 'booked', SETTLED_MS);
    if (seen?.body.status !== 'booked') continue;
    if ((await desk.start(held.id, doctor)).outcome !== 'done') continue;
    const patient_profile = { date_of_birth: '1980-05-17', address: ADDRESS };
    await expect(patient, 'PATCH', 'users/profile/', { patient_profile });
    await expect(doctor, 'PUT', `patients/${patient.id}/allergies/status/`, { no_known_allergies: true });
    await expect(doctor, 'POST', `patients/${patient.id}/medicines/review/`, {});
    return { doctor, patient };
  }
  throw new Error('no visit of a doctor could be begun');
}

async function drugOf(doctor: Client, name: string): Promise<string> {
  const search = encodeURIComponent(name.split(' ')[0] ?? name);
  const { reply } = await doctor.ask('GET', `/api/v1/drugs/?search=${search}&limit=200`);
  const found = Array.isArray(reply?.body) ? (reply.body as readonly Json[]).find((one) => one.name === name) : null;
  if (!found) throw new Error(`the starter formulary has no ${name}`);
  return String(found.id);
}

async function expect(by: Client, method: string, path: string, body: Json): Promise<void> {
  const { reply } = await by.ask(method, `/api/v1/${path}`, body);
  if (!reply || reply.status >= 300) throw new Error(`${method} ${path} answered ${JSON.stringify(reply)}`);
}
