import { SYSTEM } from '../../../domain/actor.js';
import { nextVisitStep, outdatedWarnings, type VisitStep } from '../../../domain/appointments/clock.js';
import { retryForever } from '../../support/activities.js';
import type { AppointmentRun } from '../run.js';
import { isConfirmed } from './confirm.js';

const WAITS: Readonly<Record<VisitStep, string>> = {
  unattended: 'The consultation to start',
  absence_undecided: 'A person to decide who was absent',
  doctor_absent_over: 'A person: the doctor did not come',
  overrun: 'The consultation to be completed',
  auto_complete: 'The doctor to complete an overrun consultation',
  correction_over: 'Correction of the no-show, if any',
};

/** The visit: the doctor starts and completes it; where nobody does, the clock or a person decides. */
export async function consult(run: AppointmentRun): Promise<void> {
  const { state } = run;
  while (isConfirmed(run) || state.status === 'in_progress' || (state.status === 'no_show' && !state.correctionOver)) {
    if (state.status === 'no_show') run.outbox.send('no_show');
    await withdrawOutdatedWarnings(run);
    const next = nextVisitStep(state.snapshot.policy, state.visit);
    if (!next) return;
    // A started visit is usually completed before the timer of the wait for its start would fire: that timer may stay.
    const keepEarlier = state.status === 'in_progress';
    if (await run.waitForChange(next.at, WAITS[next.step], { timer: 'Consultation', keepEarlier })) continue;
    await perform(run, next.step);
  }
}

/** Withdraws attention entries that are not true any more. */
export async function withdrawOutdatedWarnings(run: AppointmentRun): Promise<void> {
  const { state } = run;
  for (const code of outdatedWarnings(state.visit, state.snapshot.attention, Date.now())) {
    await run.withdrawAttention(code);
  }
}

async function perform(run: AppointmentRun, step: VisitStep): Promise<void> {
  switch (step) {
    case 'unattended':
      return showUnattended(run);
    case 'absence_undecided':
      // It has no moment of its own: a person's decision, or a late check-in, ends the wait.
      return;
    case 'doctor_absent_over': {
      const cancel = { to: 'cancelled_by_doctor', reason: 'The doctor did not come.' } as const;
      const input = inputByClock(run, 'doctor_absent', cancel);
      await run.runUnlessStale(() => retryForever.cancelAppointment(input), 'The doctor did not come: cancelled');
      return;
    }
    case 'overrun':
      return run.openAttention('overrun');
    case 'auto_complete': {
      const input = inputByClock(run, 'auto_complete', { mode: null, notes: null });
      await run.runUnlessStale(() => retryForever.completeAppointment(input), 'Completed by itself');
      return;
    }
    case 'correction_over':
      run.state.correctionOver = true;
  }
}

/**
 * Nobody started the consultation. A patient who was checked in has waited for the doctor; where nobody was seen on
 * either side, a person decides.
 */
async function showUnattended(run: AppointmentRun): Promise<void> {
  await run.refresh();
  if (run.state.status !== 'booked') return;
  await run.openAttention(run.state.snapshot.patientSeen ? 'doctor_absent' : 'absence_undecided');
}

function inputByClock<Command>({ appointmentId, state }: AppointmentRun, step: string, command: Command) {
  const operationId = `${appointmentId}/${step}/${state.snapshot.version}`;
  return { appointmentId, operationId, actor: SYSTEM, command };
}
