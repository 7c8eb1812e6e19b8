import { currentUpdateInfo } from '@temporalio/workflow';
import type { StepActor } from '../../domain/actor.js';
import type { StaffCommand, StepInput } from '../../domain/appointments/commands.js';
import type { CommandName } from '../../domain/appointments/staff-updates.js';
import type { AppointmentRun } from './run.js';

/** What a command's activity is given; its operation id is the same for every delivery of the same request. */
export function stepInput<Command>(
  { appointmentId }: AppointmentRun,
  update: CommandName,
  command: Command,
  seal: unknown,
): StepInput<Command> {
  const updateId = currentUpdateInfo()?.id ?? 'step';
  const actor = actorOf(update, updateId, command, seal);
  return { appointmentId, operationId: `${appointmentId}/${updateId}`, actor, command };
}

/** By API the actor is sealed, and the activity opens it; from the Temporal UI there is only the name that was typed. */
function actorOf(update: string, updateId: string, command: unknown, seal: unknown): StepActor {
  if (isSealed(seal)) return { kind: 'sealed', seal, update, updateId };
  return { kind: 'temporal_ui', claims: (command as StaffCommand).by?.trim() ?? 'nobody' };
}

export function isSealed(seal: unknown): seal is string {
  return typeof seal === 'string';
}
