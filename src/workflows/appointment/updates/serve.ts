import { CancellationScope, currentUpdateInfo, defineUpdate, setHandler } from '@temporalio/workflow';
import type { StepActor } from '../../../domain/actor.js';
import { checkCommand } from '../../../domain/appointments/check-command.js';
import type { StaffCommand, StepInput, UpdateCommands, UpdateName } from '../../../domain/appointments/commands.js';
import type { AppointmentSnapshot } from '../../../domain/appointments/snapshot.js';
import {
  API_UPDATES,
  type CommandName,
  refuseWithoutApi,
  STAFF_UPDATES,
} from '../../../domain/appointments/staff-updates.js';
import type { AppointmentStatus } from '../../../domain/appointments/states.js';
import { canMove, refuseMove } from '../../../domain/appointments/transitions.js';
import type { DomainError } from '../../../domain/errors.js';
import { isDefinite, refusal, toRefusal } from '../../support/failures.js';
import type { Lock } from '../../support/lock.js';
import { updates } from '../contract.js';
import type { AppointmentRun } from '../run.js';

/** Refusals after which the row is ahead of the run: it was so before, or the refusal has ended the hold. */
const MOVES_THE_ROW: readonly string[] = ['invalid_transition', 'provider_refused'];

/** How one update is carried out. */
export interface Served<Name extends UpdateName> {
  /** Whether the present state allows it; null lets it in. Runs on what the run knows, so the step decides again. */
  readonly possible?: (snapshot: AppointmentSnapshot, command: UpdateCommands[Name]) => DomainError | null;
  /** Held during the step, instead of the appointment's own. */
  readonly lock?: Lock;
  readonly step: (input: StepInput<UpdateCommands[Name]>) => Promise<AppointmentSnapshot>;
  readonly done: (before: AppointmentSnapshot, after: AppointmentSnapshot) => void;
}

/** Connects one update to its step: checked before it enters history, carried out under a lock. */
export function serve<Name extends UpdateName>(run: AppointmentRun, name: Name, served: Served<Name>): void {
  const handle = async (command: UpdateCommands[Name], seal: unknown): Promise<AppointmentSnapshot> => {
    await run.ready();
    return (served.lock ?? run.lock).hold(async () => {
      const before = run.snapshot;
      try {
        const after = await served.step(stepInput(run, name, command, seal));
        run.adopt(after);
        served.done(before, after);
        return after;
      } catch (error) {
        const failure = toRefusal(error);
        // Nobody knows whether it had its effect, or the row is ahead of the run: look before going on.
        if (!isDefinite(failure) || MOVES_THE_ROW.includes(failure.type ?? '')) run.spawn(run.refresh());
        throw failure;
      }
    });
  };
  // What arrives may be anything that somebody typed: the validator admits only commands of this update.
  const handler = (command: unknown, seal?: unknown) =>
    CancellationScope.nonCancellable(() => handle(command as UpdateCommands[Name], seal));
  const validator = (command: unknown, seal?: unknown) => {
    admit(name, command, seal);
    const refused =
      run.known && !run.mayBeBehind ? served.possible?.(run.snapshot, command as UpdateCommands[Name]) : null;
    if (refused) throw refusal(refused);
  };
  const definition = defineUpdate<AppointmentSnapshot, [unknown, unknown?]>(updates[name].name);
  setHandler(definition, handler, { validator, description: describeUpdate(name) });
}

/** Refuses an update that cannot be taken, before it enters history. @throws ApplicationFailure with a sentence */
export function admit(name: CommandName, command: unknown, seal: unknown): void {
  const refused = (isSealed(seal) ? null : refuseWithoutApi(name)) ?? checkCommand(name, command, isSealed(seal));
  if (refused) throw refusal(refused);
}

/** What the Temporal UI shows beside an update's name. */
export function describeUpdate(name: CommandName): string {
  if (!(name in STAFF_UPDATES)) return API_UPDATES[name as keyof typeof API_UPDATES];
  const { description, example } = STAFF_UPDATES[name as keyof typeof STAFF_UPDATES];
  return `${description} Input: ${JSON.stringify(example)}`;
}

/** What a step is given; its operation id is the same for every delivery of the same request. */
export function stepInput<Command>(
  run: AppointmentRun,
  update: CommandName,
  command: Command,
  seal: unknown,
): StepInput<Command> {
  const updateId = currentUpdateInfo()?.id ?? 'step';
  const actor = actorOf(update, updateId, command, seal);
  return { appointmentId: run.appointmentId, operationId: `${run.appointmentId}/${updateId}`, actor, command };
}

/** By API the actor is sealed, and the step opens it; from the Temporal UI there is only the name that was typed. */
function actorOf(update: string, updateId: string, command: unknown, seal: unknown): StepActor {
  if (isSealed(seal)) return { kind: 'sealed', seal, update, updateId };
  return { kind: 'temporal_ui', claims: (command as StaffCommand).by?.trim() ?? 'nobody' };
}

function isSealed(seal: unknown): seal is string {
  return typeof seal === 'string';
}

export function onlyWhen(status: AppointmentStatus): (snapshot: AppointmentSnapshot) => DomainError | null {
  return (snapshot) => (snapshot.status === status ? null : refuseMove(snapshot.status));
}

export function mayBecome(snapshot: AppointmentSnapshot, to: AppointmentStatus): DomainError | null {
  return canMove(snapshot.status, to) ? null : refuseMove(snapshot.status);
}
