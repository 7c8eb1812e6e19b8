import { setTimeout as delay } from 'node:timers/promises';
import type { PrescriptionWorkflows } from '../../adapters/temporal/port.js';
import { SYSTEM } from '../../domain/actor.js';
import type { PrescriptionsScope } from '../../models/repositories/prescriptions/slice.js';
import type { UnitOfWork } from '../../models/scope.js';

const PAGE = 200;
/** What was issued a moment ago has its workflow, which is delivering it. */
const SETTLING_MS = 30_000;
/** Between two: after an outage hundreds wait, and making a document of each takes a processor from the bookings beside them. */
const PACE_MS = 250;
/** In one pass, which takes a minute then: maintenance delivers webhooks again and shows entries as well. The next pass goes on. */
const MOST = 200;

export interface ResumeUndeliveredDeps {
  readonly unitOfWork: UnitOfWork<PrescriptionsScope>;
  readonly prescriptionWorkflows: PrescriptionWorkflows;
  readonly now: () => Date;
  /** Called between requests, so that a long pass is seen to be alive. */
  readonly heartbeat: () => void;
}

/**
 * Gives what was issued and has not reached its patient a workflow that can go on: one was terminated, or its history is lost. So is what
 * was cancelled by a run that was lost before it could notify the patient, and what waited for its reminder in one. Returns of how many
 * that is so, 200 at most in one pass.
 */
export function resumeUndelivered(
  { unitOfWork, prescriptionWorkflows, now, heartbeat }: ResumeUndeliveredDeps,
  paceMs = PACE_MS,
) {
  return async (): Promise<number> => {
    const until = new Date(now().getTime() - SETTLING_MS);
    const unnotified = await unitOfWork.withScope(SYSTEM, ({ prescriptionEvents }) =>
      prescriptionEvents.listUnnotified(until, PAGE),
    );
    for (const { id } of unnotified) {
      heartbeat();
      await prescriptionWorkflows.follow(id);
    }
    let resumed = unnotified.length;
    const unreminded = await unitOfWork.withScope(SYSTEM, ({ prescriptionEvents }) =>
      prescriptionEvents.listUnreminded(until, PAGE),
    );
    for (const { id } of unreminded) {
      heartbeat();
      if (!(await prescriptionWorkflows.resume(id))) continue;
      resumed += 1;
      if (resumed >= MOST) return resumed;
      await delay(paceMs);
    }
    for (let after: string | null = null; ; ) {
      const at: string | null = after;
      const rows: readonly { readonly id: string }[] = await unitOfWork.withScope(SYSTEM, ({ prescriptions }) =>
        prescriptions.listUndelivered(PAGE, at, until),
      );
      for (const { id } of rows) {
        heartbeat();
        if (!(await prescriptionWorkflows.resume(id))) continue;
        resumed += 1;
        if (resumed >= MOST) return resumed;
        await delay(paceMs);
      }
      const last = rows.at(-1);
      if (!last || rows.length < PAGE) return resumed;
      after = last.id;
    }
  };
}
