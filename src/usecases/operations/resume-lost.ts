import type { AppointmentWorkflows, RunningAppointment } from '../../adapters/temporal/port.js';
import { SYSTEM } from '../../domain/actor.js';
import type { AppointmentsScope, OpenAppointment } from '../../models/repositories/appointments/public.js';
import type { UnitOfWork } from '../../models/scope.js';
import type { Logger } from '../../observability/logger.js';

type Scope = AppointmentsScope;

const PAGE = 200;
/** How many the engine is asked about at once. */
const AT_A_TIME = 20;
/** A change that no run knows of is looked for this long, also when it left nothing to wait for. */
const LOOK_BACK_MS = 2 * 3_600_000;
/** A change this young may still be on its way to the run. */
const SETTLING_MS = 20_000;

export interface ResumeLostDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly engine: AppointmentWorkflows;
  readonly logger: Logger;
  readonly now: () => Date;
  /** Called between appointments, so that a long pass is seen to be alive. */
  readonly heartbeat: () => void;
}

/**
 * Gives every appointment that waits for something a workflow that can go on. Returns how many there were:
 * 1. whose run was terminated, or whose history was lost: a new run goes on from the row;
 * 2. whose run can never go on, because its history cannot be replayed: it is terminated, and a new run goes on from the
 *    row. Signals that it had not processed are webhooks of the inbox, which `redriveEvents` delivers again; updates are
 *    repeated by their callers;
 * 3. whose update was lost with its task and its caller, after its step had committed: the run reads the row again.
 * @throws AggregateError after the pass, when some could not be looked after; all others were
 */
export function resumeLost(deps: ResumeLostDeps) {
  return async (): Promise<number> => {
    let resumed = 0;
    const failures: unknown[] = [];
    for (let after: string | null = null; ; ) {
      const rows = await deps.unitOfWork.withScope(SYSTEM, (scope) =>
        scope.appointments.listOpen(PAGE, after, new Date(deps.now().getTime() - LOOK_BACK_MS)),
      );
      for (let next = 0; next < rows.length; next += AT_A_TIME) {
        deps.heartbeat();
        const settled = await Promise.allSettled(rows.slice(next, next + AT_A_TIME).map((row) => attend(deps, row)));
        for (const one of settled) {
          if (one.status === 'rejected') failures.push(one.reason);
          else if (one.value) resumed += 1;
        }
      }
      const last = rows.at(-1);
      if (!last || rows.length < PAGE) break;
      after = last.id;
    }
    if (failures.length > 0) {
      throw new AggregateError(failures, `${failures.length} appointments could not be looked after: ${failures[0]}`);
    }
    return resumed;
  };
}

async function attend(deps: ResumeLostDeps, row: OpenAppointment): Promise<boolean> {
  const { engine, now } = deps;
  const shown = await engine.findRunning(row.id);
  if (!shown) return row.open && engine.resume(row.id);
  if (shown.progress === 'stuck') return restart(deps, row);
  const young = now().getTime() - row.updatedAt.getTime() < SETTLING_MS;
  const upToDate = young || shown.status === null || agrees(shown, row);
  if (upToDate && shown.progress === 'healthy') return false;
  await engine.refresh(row.id);
  return !upToDate;
}

/**
 * The termination and the start are one call, so that a process that dies here leaves one of both runs. Two passes at once
 * may terminate each other's new run: the next one goes on from the row in the same way.
 */
async function restart({ engine, logger }: ResumeLostDeps, { id }: OpenAppointment): Promise<true> {
  await engine.restart(id);
  logger.warn('a run whose history cannot be replayed was terminated and resumed from its row', { appointmentId: id });
  return true;
}

function agrees(shown: RunningAppointment, row: OpenAppointment): boolean {
  return (
    shown.status === row.status &&
    shown.paymentStatus === row.paymentStatus &&
    shown.startsAt?.getTime() === row.startsAt.getTime() &&
    [...shown.attention].sort().join() === [...row.attention].sort().join()
  );
}
