import { randomUUID } from 'node:crypto';
import { Client, type Instance, JourneyError, payAtSandbox, until } from '../journey/instance.js';

const DAY_MS = 86_400_000;
const HALF_HOUR_MS = 1_800_000;
/** The longest that a payment or a refund may take to be recorded. */
const SETTLED_MS = 60_000;
const PASSWORD = 'Fuzz-run-password-1';
type FuzzedRole = 'admin' | 'doctor' | 'patient' | 'receptionist';

/** Somebody of the run. */
export interface FuzzedPerson {
  readonly role: FuzzedRole;
  /** Opens a session of its own; answers its access token. */
  signIn(): Promise<string>;
}

interface Person extends FuzzedPerson {
  readonly client: Client;
}

/**
 * Makes what the links of the document lead to: a doctor and a patient of this run, free slots, unpaid holds with an
 * order and without one, paid appointments, a refund, and a refund that the bank refused (an open attention entry).
 * The admin is last: an admin changes the settings of the clinic, and with them what the others can reach.
 */
export async function openFuzzedClinic(instance: Instance): Promise<readonly FuzzedPerson[]> {
  const nobody = new Client(instance);
  const admin = await personOf(nobody, 'admin', demoAccount(instance, 'admin'));
  const reception = await personOf(nobody, 'receptionist', demoAccount(instance, 'receptionist'));
  const doctor = await register(nobody, admin.client, 'doctor');
  const patient = await register(nobody, nobody, 'patient');
  const slots: string[] = [];
  for (let n = 0; n < 60; n += 1) {
    const start = new Date(Math.ceil(Date.now() / DAY_MS) * DAY_MS + DAY_MS + n * HALF_HOUR_MS);
    const end = new Date(start.getTime() + HALF_HOUR_MS);
    const body = { start_time: start.toISOString(), end_time: end.toISOString(), slot_type: 'long', timezone: 'UTC' };
    slots.push((await doctor.client.call('POST', 'appointments/availabilities/', body)).id);
  }
  for (const slot of slots.slice(0, 5)) await patient.client.call('POST', 'appointments/', { availability_id: slot });
  for (const slot of slots.slice(5, 10)) await order(patient.client, slot);
  const paid: string[] = [];
  for (const slot of slots.slice(10, 16)) paid.push(await pay(instance, patient.client, slot));
  const [refunded = '', refused = ''] = paid;
  await cancel(admin.client, refunded);
  await untilListed('a refund', patient.client, 'appointments/', (one) => one.id === refunded && isRefunded(one));
  await failRefunds(instance, true);
  await cancel(admin.client, refused);
  await untilListed('a refused refund', admin.client, 'admin/attention/', (one) => one.appointment_id === refused);
  await failRefunds(instance, false);
  return [patient, doctor, reception, admin];
}

function isRefunded(appointment: Row): boolean {
  return appointment.payment_status === 'refunded';
}

async function order(patient: Client, slot: string) {
  const { id } = await patient.call('POST', 'appointments/', { availability_id: slot });
  const { checkout_url } = await patient.call('POST', 'orders/', { appointmentId: id });
  return { id: id as string, checkoutUrl: checkout_url as string };
}

/** Books and pays; answers the appointment once it is confirmed. */
async function pay(instance: Instance, patient: Client, slot: string): Promise<string> {
  const { id, checkoutUrl } = await order(patient, slot);
  await payAtSandbox(instance, checkoutUrl);
  await untilListed('a payment', patient, 'appointments/', (one) => one.id === id && one.payment_status === 'paid');
  return id;
}

async function cancel(staff: Client, id: string): Promise<void> {
  await staff.call('PATCH', `appointments/${id}/update/`, { status: 'cancelled_by_clinic', reason: 'Fuzz run' });
}

type Row = Readonly<Record<string, unknown>>;

/** @throws JourneyError when the list has no such row within the limit */
async function untilListed(what: string, by: Client, path: string, isIt: (row: Row) => boolean): Promise<void> {
  const found = await until(SETTLED_MS, async () =>
    ((await by.call('GET', `${path}?limit=200`)) as readonly Row[]).some(isIt),
  );
  if (!found) throw new JourneyError(`${what} of the preparation was not recorded within ${SETTLED_MS / 1_000} s`);
}

async function failRefunds(instance: Instance, fail: boolean): Promise<void> {
  const response = await fetch(`${instance.sandbox_url}/sandbox/stripe/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ refund: fail ? 'fail' : 'succeed' }),
  });
  if (!response.ok) throw new JourneyError(`The payment sandbox answered ${response.status}.`);
}

function demoAccount(instance: Instance, role: FuzzedRole) {
  const account = instance.accounts.find((one) => one.role === role);
  if (!account) throw new JourneyError(`the seeding made no ${role}`);
  return account;
}

async function register(nobody: Client, by: Client, role: 'doctor' | 'patient'): Promise<Person> {
  const email = `fuzz-${randomUUID()}@demo.keepwell.invalid`;
  const name = { first_name: 'Fuzz', last_name: role };
  await by.call('POST', 'users/register/', { email, password: PASSWORD, role, ...name });
  return personOf(nobody, role, { email, password: PASSWORD });
}

async function personOf(
  nobody: Client,
  role: FuzzedRole,
  { email, password }: { readonly email: string; readonly password: string },
): Promise<Person> {
  const signIn = async () => (await nobody.call('POST', 'users/login/', { email, password })).access as string;
  return { role, signIn, client: await nobody.signIn(email, password) };
}
