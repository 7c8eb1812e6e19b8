import type { StepActors } from '../adapters/temporal/port.js';
import type { StepInput } from '../domain/appointments/commands.js';
import type { ChangeInput } from '../usecases/appointments/change-appointment.js';
import { asActivity } from './failures.js';

export interface RequestedDeps {
  /** Who acts in the steps that a person asked for. */
  readonly actors: StepActors;
}

/** A use case that a person asked for, as an activity: who that is is read from the seal of the API. */
export function requested<Command, Result>(
  { actors }: RequestedDeps,
  useCase: (input: ChangeInput<Command>) => Promise<Result>,
): (input: StepInput<Command>) => Promise<Result> {
  return asActivity((input: StepInput<Command>) => actors.runAs(input, useCase));
}
