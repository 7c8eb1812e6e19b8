import { randomUUID } from 'node:crypto';
import { parseDuration } from '../../src/config/durations.js';
import { Client, type Instance, JourneyError, mailsTo, payAtSandbox, until } from '../rig/instance.js';

export const PATIENCE_MS = 30_000;
const ZONE = 'Australia/Sydney';

/** Somebody of the tour with an account of their own. */
export interface Visitor {
  readonly email: string;
  readonly api: Client;
}

export interface Slot {
  readonly id: string;
  readonly start_time: string;
}

/** The running instance, its people and what it was set to. */
export interface Tour {
  readonly instance: Instance;
  readonly admin: Client;
  readonly reception: Client;
  /** A doctor of this tour only: nobody else's slots are in the way. */
  readonly doctor: Client;
  readonly shortSlotMs: number;
  /** Before the start of a visit, the longest first. */
  readonly remindersMs: readonly number[];
}

export function say(text: string): void {
  console.log(`  ${text}`);
}

/** Signs the reception in, lets a doctor join the clinic, and asks the instance for its slot lengths and reminders. */
export async function prepareTour(instance: Instance, anonymous: Client): Promise<Tour> {
  const signedIn = async (role: string) => {
    const account = instance.accounts.find((one) => one.role === role);
    if (!account) throw new JourneyError(`There is no ${role} among the demo accounts.`);
    return anonymous.signIn(account.email, account.password);
  };
  const admin = await signedIn('admin');
  const doctor = await join(anonymous, admin, 'doctor');
  const [offered] = await admin.call('GET', 'appointments/availabilities/?limit=1');
  if (!offered) throw new JourneyError('The clinic has no slots: run "npm run reset" for a fresh instance.');
  const policies = await admin.call('GET', `clinics/${offered.clinic.id}/policies/`);
  const remindersMs = String(policies.reminders).split(',').map(durationOf);
  return {
    instance,
    admin,
    reception: await signedIn('receptionist'),
    doctor: doctor.api,
    shortSlotMs: durationOf(policies.slot_short),
    remindersMs: remindersMs.sort((a, b) => b - a),
  };
}

function durationOf(text: string): number {
  const ms = parseDuration(text.trim());
  if (ms === null) throw new JourneyError(`The instance answered "${text}" where a duration was expected.`);
  return ms;
}

async function join(anonymous: Client, by: Client, role: 'doctor' | 'patient'): Promise<Visitor> {
  const email = `journey-${randomUUID().slice(0, 8)}@demo.keepwell.invalid`;
  const password = `tour-${randomUUID()}`;
  await by.call('POST', 'users/register/', { email, password, role, first_name: 'Demo', last_name: `The ${role}` });
  say(`${email} registers as a ${role}.`);
  return { email, api: await anonymous.signIn(email, password) };
}

/** A patient of this tour only: the demo patients keep their calendars, and may book three times an hour. */
export function newPatient({ instance }: Tour): Promise<Visitor> {
  const anonymous = new Client(instance);
  return join(anonymous, anonymous, 'patient');
}

/** The tour's doctor offers a slot that starts so many milliseconds from now. */
export function offerSlot(tour: Tour, fromNowMs: number): Promise<Slot> {
  const start = new Date(Math.ceil((Date.now() + fromNowMs) / 1000) * 1000);
  return tour.doctor.call('POST', 'appointments/availabilities/', {
    start_time: start.toISOString(),
    end_time: new Date(start.getTime() + tour.shortSlotMs).toISOString(),
    slot_type: 'short',
    timezone: ZONE,
  });
}

export async function book(tour: Tour, patient: Visitor, slot: Slot) {
  const booked = await patient.api.call('POST', 'appointments/', { availability_id: slot.id });
  const price = `${booked.price} ${booked.currency.toUpperCase()}`;
  say(`Booked ${slot.start_time}: ${booked.status}, ${price}, to be paid until ${booked.expires_at}.`);
  say(`The appointment's workflow: ${tour.instance.temporal_ui_url}/namespaces/default/workflows/${booked.id}`);
  return booked;
}

export async function pay(tour: Tour, patient: Visitor, id: string): Promise<void> {
  const order = await patient.api.call('POST', 'orders/', { appointmentId: id });
  say(`The payment page: ${order.checkout_url}`);
  await payAtSandbox(tour.instance, order.checkout_url);
  const paid = await until(PATIENCE_MS, async () => {
    const { status } = await patient.api.call('GET', `appointments/${id}/`);
    return status === 'booked';
  });
  if (!paid) throw new JourneyError('The payment was not confirmed.');
  say('Paid, and confirmed by the provider’s webhook: booked.');
}

/** Waits for a message of this kind and says what its subject was; false when none came in time. */
export async function mailed(tour: Tour, patient: Visitor, kind: string, limitMs: number): Promise<boolean> {
  const mail = await until(limitMs, async () =>
    (await mailsTo(tour.instance, patient.email)).find((one) => one.kind === kind),
  );
  if (mail) say(`Mail: “${mail.subject}” (${tour.instance.mail_ui_url})`);
  return mail !== undefined;
}
