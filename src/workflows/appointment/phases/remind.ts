import { nextReminder } from '../../../domain/appointments/clock.js';
import type { AppointmentRun } from '../run.js';
import { isConfirmed } from './confirm.js';
import { withdrawOutdatedWarnings } from './consult.js';

/** Sends each reminder at its moment. A reschedule ends the phase: the new time has reminders of its own. */
export async function remind(run: AppointmentRun): Promise<void> {
  const { state, outbox } = run;
  while (isConfirmed(run)) {
    await withdrawOutdatedWarnings(run);
    const next = nextReminder(state.snapshot.policy, state.visit);
    if (!next) return;
    if (await run.waitForChange(next.at, 'Time for a reminder')) continue;
    state.markReminded(next.beforeMs);
    outbox.send('reminder', { occurrence: `${next.beforeMs}ms` });
  }
}
