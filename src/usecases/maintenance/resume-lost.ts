import type { AppointmentEngine } from '../../adapters/temporal/port.js';
import { SYSTEM } from '../../domain/identity/actor.js';
import type { UnitOfWork } from '../../models/unit-of-work.js';

const PAGE = 200;

export interface ResumeLostDeps {
  readonly unitOfWork: UnitOfWork;
  readonly engine: AppointmentEngine;
  /** Called between appointments, so that a long pass is seen to be alive. */
  readonly heartbeat: () => void;
}

/**
 * Gives every appointment that waits for something a running workflow: those that were terminated, or whose
 * history was lost, go on from their row. Returns how many had none.
 */
export function resumeLost(deps: ResumeLostDeps) {
  return async (): Promise<number> => {
    let resumed = 0;
    for (let after: string | null = null; ; ) {
      const rows = await deps.unitOfWork.withScope(SYSTEM, (scope) => scope.appointments.listOpen(PAGE, after));
      for (const row of rows) {
        deps.heartbeat();
        if (await deps.engine.isRunning(row.id)) continue;
        if (await deps.engine.resume(row.id)) resumed += 1;
      }
      const last = rows.at(-1);
      if (!last || rows.length < PAGE) return resumed;
      after = last.id;
    }
  };
}
