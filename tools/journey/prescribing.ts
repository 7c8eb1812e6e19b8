import { randomInt } from 'node:crypto';
import { Client, JourneyError, until } from '../rig/instance.js';
import { codeOn } from '../rig/paper.js';
import { mailed, PATIENCE_MS, say, type Tour, type Visitor } from './tour.js';

const ADDRESS = { line1: '1 Example Street', suburb: 'Sydney', state: 'NSW', postcode: '2000' };
const DIRECTIONS = 'Take one capsule three times a day until all are taken.';
const COUNTER = { pharmacist_id: 'PHA0001', pharmacy_name: 'Tour Pharmacy' };
const REASON = 'Weighed in the tour of this instance.';

/** Number and code, as they stand on the paper. */
interface Paper {
  readonly number: string;
  readonly code: string;
}

/** The doctor of the tour prescribes for somebody whom they have seen; a pharmacist looks the paper up and supplies. */
export async function prescribed(tour: Tour, patient: Visitor): Promise<void> {
  console.log('\n2. Prescribe, mail, look up, supply');
  await prepare(tour, patient);
  const issued = await issue(tour, patient);
  const number = String(issued.prescription_number);
  await delivered(tour, String(issued.id));
  if (!(await mailed(tour, patient, 'prescription_ready', PATIENCE_MS))) throw new JourneyError('No mail came.');
  const document = await patient.api.download(`prescriptions/${issued.id}/pdf`);
  const code = await codeOn(document);
  if (code === null) throw new JourneyError('No code stands on the document.');
  say(`The patient downloads the signed copy (${document.length} bytes): ${number}, code ${code}.`);
  await lookUp(tour, { number, code }, 'Genuine');
  await supply(tour, { number, code });
  await refuseSecondSupply(tour, { number, code });
}

/** What the law wants to know of both, and what the doctor asks before anything is prescribed. */
async function prepare({ admin, doctor }: Tour, { api }: Visitor): Promise<void> {
  const { id: doctorId } = await doctor.call('GET', 'users/profile/');
  const { id: patientId } = await api.call('GET', 'users/profile/');
  const digits = String(randomInt(1_000_000, 10_000_000));
  const numbers = { medical_registration_number: `MED000${digits}`, prescriber_number: digits };
  await doctor.call('PATCH', 'users/profile/', { doctor_profile: { ...numbers, qualifications: 'MBBS' } });
  await admin.call('PUT', `users/admin/users/${doctorId}/verification/`, { status: 'verified' });
  await api.call('PATCH', 'users/profile/', { patient_profile: { date_of_birth: '1980-05-17', address: ADDRESS } });
  await doctor.call('PUT', `patients/${patientId}/allergies/status/`, { no_known_allergies: true });
  await doctor.call('POST', `patients/${patientId}/medicines/review/`, {});
  say('The clinic has verified the doctor; the patient has no known allergies and takes no medicines.');
}

async function issue(tour: Tour, { api }: Visitor) {
  const { id: patient } = await api.call('GET', 'users/profile/');
  const found: readonly { readonly id: string; readonly name: string; readonly schedule: string }[] =
    await tour.doctor.call('GET', 'drugs/?search=amoxicillin&limit=50');
  const drug = found.find(({ name }) => name.startsWith('Amoxicillin 500 mg capsule'));
  if (!drug) throw new JourneyError('The formulary has no amoxicillin: "npm run migrate" loads the starter formulary.');
  const item = { drug: drug.id, dosage_instructions: DIRECTIONS, quantity: 20, repeats: 1 };
  const body = { patient, prescribed_drugs: [item], consultation_mode: 'video' };
  const { checks, alerts } = await tour.doctor.call('POST', 'prescriptions/checks/', body);
  const states = Object.entries<{ readonly state: string }>(checks).map(([check, { state }]) => `${check} ${state}`);
  say(`The doctor chooses ${drug.name} (${drug.schedule}). Checks: ${states.join(', ')}; ${alerts.length} alerts.`);
  const unknown = ['allergy', 'interaction'].filter((check) => checks[check].state !== 'clear');
  const issued = await tour.doctor.call('POST', 'prescriptions/', {
    ...body,
    overrides: alerts.map(({ key }: { readonly key: string }) => ({ key, reason: REASON })),
    acknowledged_checks: unknown.map((check) => ({ check, reason: REASON })),
  });
  say(`Issued and signed: ${issued.prescription_number}, to be supplied until ${issued.valid_until}.`);
  const workflow = encodeURIComponent(issued.delivery.task_id);
  say(`The prescription's workflow: ${tour.instance.temporal_ui_url}/namespaces/default/workflows/${workflow}`);
  return issued;
}

async function delivered({ doctor }: Tour, id: string): Promise<void> {
  const isDelivered = async () => (await doctor.call('GET', `prescriptions/${id}/`)).delivery.status === 'delivered';
  if (!(await until(PATIENCE_MS, isDelivered))) throw new JourneyError('The prescription was not delivered.');
}

/** As a pharmacist opens the page by the QR code. */
async function lookUp({ instance }: Tour, { number, code }: Paper, verdict: string): Promise<void> {
  const url = `${instance.api_url}/verify/${number}?code=${code}`;
  const response = await fetch(url);
  const said = /<h1>(.+?)<\/h1>/.exec(await response.text())?.[1];
  if (said !== verdict) throw new JourneyError(`The verification page says “${said}” (${response.status}): ${url}`);
  say(`The pharmacist looks it up: “${said}” (${url})`);
}

async function supply(tour: Tour, { number, code }: Paper): Promise<void> {
  const path = `prescriptions/${number}/dispense/`;
  const { supplies } = await new Client(tour.instance).call('POST', path, { code, ...COUNTER });
  const { supply_no: no, remaining_repeats: left, next_supply_from: next } = supplies[0];
  say(`The pharmacy supplies it, no. ${no}: ${left} repeat left, from ${next} on.`);
}

/** A repeat is for another day. */
async function refuseSecondSupply(tour: Tour, paper: Paper): Promise<void> {
  try {
    await supply(tour, paper);
  } catch (error) {
    if (!(error instanceof JourneyError && error.message.includes(' 409 supply_refused: '))) throw error;
    say(`A second supply on the same day is refused: ${error.message.replace(/^.+? 409 supply_refused: /, '')}`);
    return;
  }
  throw new JourneyError('A second supply on the same day was not refused.');
}
