import { randomUUID } from 'node:crypto';
import { Client, type Instance } from '../journey/instance.js';

const DAY_MS = 86_400_000;
const HALF_HOUR_MS = 1_800_000;
const PASSWORD = 'Fuzz-run-password-1';
export const FUZZED_ROLES = ['admin', 'doctor', 'patient', 'receptionist'] as const;
export type FuzzedRole = (typeof FUZZED_ROLES)[number];

/** Somebody of the run, with an access token for the calls that Schemathesis makes. */
export interface FuzzedPerson {
  readonly role: FuzzedRole;
  readonly token: string;
}

/**
 * Makes what the links of the document lead to: a doctor and a patient of this run, free slots, unpaid holds with an
 * order and without one, and signs one person of each role in.
 */
export async function openFuzzedClinic(instance: Instance): Promise<readonly FuzzedPerson[]> {
  const nobody = new Client(instance);
  const admin = await signIn(nobody, instance, demoAccount(instance, 'admin'));
  const doctor = await register(nobody, instance, admin.client, 'doctor');
  const patient = await register(nobody, instance, nobody, 'patient');
  const reception = await signIn(nobody, instance, demoAccount(instance, 'receptionist'));
  const slots: string[] = [];
  for (let n = 0; n < 60; n += 1) {
    const start = new Date(Math.ceil(Date.now() / DAY_MS) * DAY_MS + DAY_MS + n * HALF_HOUR_MS);
    const end = new Date(start.getTime() + HALF_HOUR_MS);
    const body = { start_time: start.toISOString(), end_time: end.toISOString(), slot_type: 'long', timezone: 'UTC' };
    slots.push((await doctor.client.call('POST', 'appointments/availabilities/', body)).id);
  }
  for (const [n, slot] of slots.slice(0, 10).entries()) {
    const { id } = await patient.client.call('POST', 'appointments/', { availability_id: slot });
    if (n % 2 === 0) await patient.client.call('POST', 'orders/', { appointmentId: id });
  }
  return [
    { role: 'admin', token: admin.token },
    { role: 'doctor', token: doctor.token },
    { role: 'patient', token: patient.token },
    { role: 'receptionist', token: reception.token },
  ];
}

function demoAccount(instance: Instance, role: FuzzedRole): { readonly email: string; readonly password: string } {
  const account = instance.accounts.find((one) => one.role === role);
  if (!account) throw new Error(`the seeding made no ${role}`);
  return account;
}

async function register(nobody: Client, instance: Instance, by: Client, role: 'doctor' | 'patient') {
  const email = `fuzz-${randomUUID()}@demo.keepwell.invalid`;
  const name = { first_name: 'Fuzz', last_name: role };
  await by.call('POST', 'users/register/', { email, password: PASSWORD, role, ...name });
  return signIn(nobody, instance, { email, password: PASSWORD });
}

async function signIn(
  nobody: Client,
  instance: Instance,
  account: { readonly email: string; readonly password: string },
) {
  const { email, password } = account;
  const { access } = await nobody.call('POST', 'users/login/', { email, password });
  return { client: new Client(instance, access), token: access as string };
}
