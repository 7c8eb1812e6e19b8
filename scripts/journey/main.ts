import { randomUUID } from 'node:crypto';
import { parseDuration } from '../../src/config/durations.js';
import { Client, findInstance, type Instance, JourneyError, mailsTo, payAtSandbox, until } from './instance.js';

const PATIENCE_MS = 30_000;
/** Waits longer than this are not for a tour. */
const LONGEST_WAIT_MS = 60_000;
const LEAD_MS = 20_000;
const SHORT_POLICIES =
  'POLICY_PAYMENT_WINDOW=8s POLICY_PAYMENT_WARNING=4s POLICY_REMINDERS=10s,5s POLICY_SLOT_SHORT=10s npm start';

interface Tour {
  readonly instance: Instance;
  readonly doctor: Client;
}

interface Visitor {
  readonly email: string;
  readonly api: Client;
}

function say(text: string): void {
  console.log(`  ${text}`);
}

/** A patient of this tour only: the demo patients keep their calendars, and may book three times an hour. */
async function newPatient({ instance }: Tour): Promise<Visitor> {
  const email = `journey-${randomUUID().slice(0, 8)}@demo.keepwell.invalid`;
  const password = `tour-${randomUUID()}`;
  const anonymous = new Client(instance);
  await anonymous.call('POST', 'users/register/', { email, password, first_name: 'Demo', last_name: 'Visitor' });
  say(`${email} registers.`);
  return { email, api: await anonymous.signIn(email, password) };
}

/** A slot that starts in a moment, so that the tour can sit through it; else the next one that is free. */
async function soon(tour: Tour, patient: Visitor): Promise<{ id: string; start_time: string }> {
  const start = new Date(Math.ceil((Date.now() + LEAD_MS) / 1000) * 1000);
  const length = parseDuration(process.env.POLICY_SLOT_SHORT ?? '15m') ?? 900_000;
  const slot = { start_time: start.toISOString(), end_time: new Date(start.getTime() + length).toISOString() };
  try {
    return await tour.doctor.call('POST', 'appointments/availabilities/', {
      ...slot,
      slot_type: 'short',
      timezone: 'Australia/Sydney',
    });
  } catch (error) {
    if (!(error instanceof JourneyError)) throw error;
    say(`No slot right now (${error.message}): taking the next free one.`);
    return nextFree(patient);
  }
}

async function nextFree(patient: Visitor): Promise<{ id: string; start_time: string }> {
  const [slot] = await patient.api.call('GET', 'appointments/availabilities/list/?limit=1');
  if (!slot) throw new JourneyError('No slot is free: run "npm run reset" for a fresh instance.');
  return slot;
}

async function book(tour: Tour, patient: Visitor, slot: { id: string; start_time: string }) {
  const booked = await patient.api.call('POST', 'appointments/', { availability_id: slot.id });
  say(
    `Booked ${slot.start_time}: ${booked.status}, ${booked.price} ${booked.currency.toUpperCase()}, to be paid until ${booked.expires_at}.`,
  );
  say(`The appointment's workflow: ${tour.instance.temporal_ui_url}/namespaces/default/workflows/${booked.id}`);
  return booked;
}

async function pay(tour: Tour, patient: Visitor, id: string): Promise<void> {
  const order = await patient.api.call('POST', 'orders/', { appointmentId: id });
  say(`The payment page: ${order.checkout_url}`);
  await payAtSandbox(tour.instance, order.checkout_url);
  const paid = await until(
    PATIENCE_MS,
    async () => (await patient.api.call('GET', `appointments/${id}/`)).status === 'booked',
  );
  if (!paid) throw new JourneyError('The payment was not confirmed.');
  say('Paid, and confirmed by the provider’s webhook: booked.');
}

async function mailed(tour: Tour, patient: Visitor, kind: string, limitMs: number): Promise<boolean> {
  const mail = await until(limitMs, async () =>
    (await mailsTo(tour.instance, patient.email)).find((one) => one.kind === kind),
  );
  if (mail) say(`Mail: “${mail.subject}” (${tour.instance.mail_ui_url})`);
  return mail !== undefined;
}

async function visit(tour: Tour): Promise<void> {
  console.log('\n1. Book, pay, be reminded, consult');
  const patient = await newPatient(tour);
  const slot = await soon(tour, patient);
  const { id } = await book(tour, patient, slot);
  await pay(tour, patient, id);
  await mailed(tour, patient, 'booking_confirmed', PATIENCE_MS);
  const wait = Date.parse(slot.start_time) - Date.now();
  if (wait > LONGEST_WAIT_MS) {
    say(`It starts at ${slot.start_time}: not waiting for that here.`);
    return;
  }
  const reminded = await mailed(tour, patient, 'reminder', Math.max(wait, 0));
  if (!reminded) say(`No reminder is due in the next seconds. To see one: ${SHORT_POLICIES}`);
  await tour.doctor.call('PATCH', `appointments/${id}/update/`, { status: 'in_progress' });
  say('The doctor starts the consultation.');
  await until(LEAD_MS, async () => Date.now() > Date.parse(slot.start_time));
  await tour.doctor.call('PATCH', `appointments/${id}/update/`, {
    status: 'completed',
    consultation: { mode: 'video' },
  });
  say('The doctor completes it; the workflow closes.');
}

async function cancel(tour: Tour): Promise<void> {
  console.log('\n2. Book, pay, cancel: the money comes back');
  const patient = await newPatient(tour);
  const { id } = await book(tour, patient, await nextFree(patient));
  await pay(tour, patient, id);
  // The slot may be either doctor's: the reception cancels for the clinic.
  const desk = tour.instance.accounts.find((account) => account.role === 'receptionist');
  if (!desk) throw new JourneyError('There is no receptionist among the demo accounts.');
  const reception = await new Client(tour.instance).signIn(desk.email, desk.password);
  await reception.call('PATCH', `appointments/${id}/update/`, { status: 'cancelled_by_clinic', reason: 'Tour' });
  say('The clinic cancels: the slot is free at once, all of the money is on its way back.');
  const refunded = await until(PATIENCE_MS, async () => {
    const { payment_status } = await patient.api.call('GET', `appointments/${id}/`);
    return payment_status === 'refunded';
  });
  say(refunded ? 'Refunded.' : 'The refund is still under way.');
  await mailed(tour, patient, 'refunded', PATIENCE_MS);
}

async function expire(tour: Tour): Promise<void> {
  console.log('\n3. Book and do not pay');
  const patient = await newPatient(tour);
  const booked = await book(tour, patient, await nextFree(patient));
  const wait = Date.parse(booked.expires_at) - Date.now();
  if (wait > LONGEST_WAIT_MS) {
    say(`The hold ends at ${booked.expires_at}: not waiting for that here. To see it: ${SHORT_POLICIES}`);
    return;
  }
  await mailed(tour, patient, 'payment_warning', wait);
  const expired = await until(wait + PATIENCE_MS, async () => {
    return (await patient.api.call('GET', `appointments/${booked.id}/`)).status === 'payment_expired';
  });
  say(expired ? 'Not paid in time: the slot is free again.' : 'The hold did not end.');
  await mailed(tour, patient, 'payment_expired', PATIENCE_MS);
}

async function main(): Promise<void> {
  const instance = findInstance();
  const account = instance.accounts.find((one) => one.role === 'doctor');
  if (!account) throw new JourneyError('The instance has no demo accounts: the tour runs on the embedded database.');
  const tour = { instance, doctor: await new Client(instance).signIn(account.email, account.password) };
  console.log(`A tour of Keepwell at ${instance.api_url}`);
  await visit(tour);
  await cancel(tour);
  await expire(tour);
  console.log(`\nAll messages: ${instance.mail_ui_url}\nAll appointments: ${instance.temporal_ui_url}`);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof JourneyError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
