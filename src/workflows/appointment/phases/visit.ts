import { SYSTEM } from '../../../domain/actor.js';
import { nextVisitStep, outdatedWarnings, type VisitStep } from '../../../domain/appointments/policies.js';
import { retryForever } from '../../support/activities.js';
import { isStale } from '../../support/failures.js';
import type { AppointmentRun } from '../run.js';

const WAITS: Record<VisitStep['kind'], string> = {
  reminder: 'Time for a reminder',
  unattended: 'The consultation to start',
  absence_undecided: 'A person to decide who was absent',
  doctor_absent_over: 'A person: the doctor did not come',
  overrun: 'The consultation to be completed',
  auto_complete: 'The doctor to complete an overrun consultation',
  correction_over: 'Correction of the no-show, if any',
};

/** From booked to the end of the visit: reminders, then the doctor, then the clock. */
export async function attendVisit(run: AppointmentRun): Promise<void> {
  for (;;) {
    for (const code of outdatedWarnings(run.visit(), run.snapshot.attention, Date.now())) await run.flag(code, false);
    const next = nextVisitStep(run.snapshot.policy, run.visit());
    if (!next || run.correctionOver) return;
    if (await run.changes(next.at - Date.now(), WAITS[next.step.kind])) continue;
    await perform(run, next.step);
  }
}

async function perform(run: AppointmentRun, step: VisitStep): Promise<void> {
  switch (step.kind) {
    case 'reminder':
      run.markReminded(step.beforeMs);
      run.tell('reminder', { occurrence: `${step.beforeMs}ms` });
      return;
    case 'unattended':
      return unattended(run);
    case 'absence_undecided':
      // It has no moment of its own: a person's decision, or a late check-in, ends the wait.
      return;
    case 'doctor_absent_over':
      return byClock(run, 'The doctor did not come: cancelled', () =>
        retryForever.cancelAppointment(
          input(run, 'doctor_absent', { to: 'cancelled_by_doctor', reason: 'The doctor did not come.' }),
        ),
      );
    case 'overrun':
      return run.flag('overrun', true);
    case 'auto_complete':
      return byClock(run, 'Completed by itself', () =>
        retryForever.completeAppointment(input(run, 'auto_complete', { mode: null, notes: null })),
      );
    case 'correction_over':
      run.correctionOver = true;
  }
}

/**
 * Nobody started the consultation. A patient who was checked in has waited for the doctor; where nobody was seen on
 * either side, a person decides.
 */
async function unattended(run: AppointmentRun): Promise<void> {
  await run.refresh();
  if (run.status !== 'booked') return;
  await run.flag(run.snapshot.patientSeen ? 'doctor_absent' : 'absence_undecided', true);
}

type Step = () => ReturnType<typeof retryForever.cancelAppointment>;

/** A move that the clock makes, unless a person was faster. */
async function byClock(run: AppointmentRun, note: string, step: Step): Promise<void> {
  await run.locked(async () => {
    try {
      run.adopt(await step(), note);
    } catch (error) {
      if (!isStale(error)) throw error;
      await run.refresh();
    }
  });
}

function input<Command>(run: AppointmentRun, step: string, command: Command) {
  const { appointmentId } = run;
  const operationId = `${appointmentId}/${step}/${run.snapshot.version}`;
  return { appointmentId, operationId, actor: SYSTEM, command };
}
