import { JourneyError, until } from '../rig/instance.js';
import { book, mailed, newPatient, offerSlot, PATIENCE_MS, pay, say, type Tour, type Visitor } from './tour.js';

/** From booking to the start of the visit: time enough to pay. */
const LEAD_MS = 15_000;
/** Waits longer than this are not for a tour. */
const LONGEST_WAIT_MS = 60_000;
const MINUTE_MS = 60_000;

/** Book, pay, be reminded, be moved to an earlier time, check in, consult. Answers who was seen. */
export async function wholeAppointment(tour: Tour): Promise<Visitor> {
  console.log('\n1. Book, pay, be reminded, consult');
  const patient = await newPatient(tour);
  // As far away that the last reminder is due in a moment.
  const reminderMs = tour.remindersMs.at(-1) ?? 0;
  const first = await offerSlot(tour, reminderMs + LEAD_MS);
  const { id } = await book(tour, patient, first);
  await pay(tour, patient, id);
  await mailed(tour, patient, 'booking_confirmed', PATIENCE_MS);
  if (!(await mailed(tour, patient, 'reminder', LEAD_MS + PATIENCE_MS))) throw new JourneyError('No reminder came.');
  const start = await startSoon(tour, id, first.start_time);
  await mailed(tour, patient, 'rescheduled', start === first.start_time ? 0 : PATIENCE_MS);
  const { checked_in_at } = await patient.api.call('POST', `appointments/${id}/check-in/`, {});
  say(`The patient checks in at ${checked_in_at}.`);
  await tour.doctor.call('PATCH', `appointments/${id}/update/`, { status: 'in_progress' });
  say('The doctor starts the consultation.');
  await until(LONGEST_WAIT_MS, async () => Date.now() > Date.parse(start));
  const consultation = { mode: 'video' };
  await tour.doctor.call('PATCH', `appointments/${id}/update/`, { status: 'completed', consultation });
  say('The doctor completes it; the workflow closes.');
  return patient;
}

/** Nobody sits through an hour: the reception moves the appointment to a slot that starts now. Answers its start. */
async function startSoon(tour: Tour, id: string, starts: string): Promise<string> {
  if (Date.parse(starts) - Date.now() <= LONGEST_WAIT_MS) return starts;
  const slot = await offerSlot(tour, LEAD_MS);
  await tour.reception.call('POST', `appointments/${id}/reschedule/`, { availability_id: slot.id });
  say(`The doctor has time now: the reception moves the appointment to ${slot.start_time}.`);
  return slot.start_time;
}

/** Book, pay, be cancelled by the clinic: all of the money comes back. */
export async function cancelled(tour: Tour): Promise<void> {
  console.log('\n3. Book, pay, cancel: the money comes back');
  const patient = await newPatient(tour);
  const { id } = await book(tour, patient, await offerSlot(tour, 24 * 60 * MINUTE_MS));
  await pay(tour, patient, id);
  await tour.reception.call('PATCH', `appointments/${id}/update/`, { status: 'cancelled_by_clinic', reason: 'Tour' });
  say('The clinic cancels: the slot is free at once, all of the money is on its way back.');
  const refunded = await until(PATIENCE_MS, async () => {
    const { payment_status } = await patient.api.call('GET', `appointments/${id}/`);
    return payment_status === 'refunded';
  });
  say(refunded ? 'Refunded.' : 'The refund is still under way.');
  await mailed(tour, patient, 'refunded', PATIENCE_MS);
}

/** Book and do not pay: the hold ends at the start of the slot, whatever the payment window is. */
export async function unpaid(tour: Tour): Promise<void> {
  console.log('\n4. Book and do not pay');
  const patient = await newPatient(tour);
  // After the visit of the first story, which keeps the doctor busy for one slot.
  const booked = await book(tour, patient, await offerSlot(tour, tour.shortSlotMs + LEAD_MS));
  const wait = Date.parse(booked.expires_at) - Date.now();
  if (wait > LONGEST_WAIT_MS) {
    say(`The hold ends at ${booked.expires_at}: not waiting for that here.`);
    say('To see it end, start with POLICY_PAYMENT_WINDOW=20s POLICY_PAYMENT_WARNING=10s npm start');
    return;
  }
  await mailed(tour, patient, 'payment_warning', wait);
  const expired = await until(wait + PATIENCE_MS, async () => {
    return (await patient.api.call('GET', `appointments/${booked.id}/`)).status === 'payment_expired';
  });
  say(expired ? 'Not paid in time: the slot is free again.' : 'The hold did not end.');
  await mailed(tour, patient, 'payment_expired', PATIENCE_MS);
}
