import type { AppointmentRun } from '../run.js';

/** Booked: confirms it to the patient, and again whenever it was moved to another time. */
export function confirm({ state, staffView, outbox }: AppointmentRun): void {
  if (state.status !== 'booked') return;
  const { version } = state.snapshot;
  const { previousStartsAt } = state;
  staffView.show();
  if (version === 0) outbox.send('booking_confirmed');
  else outbox.send('rescheduled', previousStartsAt === undefined ? {} : { previousStartsAt });
  state.confirmedVersion = version;
}

/** Whether the appointment is booked for a time that was confirmed to the patient. */
export function isConfirmed({ state }: AppointmentRun): boolean {
  return state.status === 'booked' && state.snapshot.version === state.confirmedVersion;
}
