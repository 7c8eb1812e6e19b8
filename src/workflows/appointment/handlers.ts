import { CancellationScope, condition, defineUpdate, setHandler } from '@temporalio/workflow';
import { commandError } from '../../domain/appointments/command-error.js';
import type { BookCommand, UpdateCommands, UpdateName } from '../../domain/appointments/commands.js';
import type { AppointmentSnapshot } from '../../domain/appointments/snapshot.js';
import { API_UPDATES, apiOnlyError, type CommandName, STAFF_UPDATES } from '../../domain/appointments/staff-updates.js';
import { isPaymentEvent } from '../../domain/payments/payment-event.js';
import { isDefinite, refusalFailure, toRefusalFailure } from '../support/failures.js';
import { COMMANDS } from './commands.js';
import { bookUpdate, paymentEventSignal, refreshSignal, stateQuery, timelineQuery, updates } from './contract.js';
import { receivePaymentEvent } from './payment-events.js';
import { book } from './phases/hold.js';
import type { AppointmentRun } from './run.js';
import { isSealed, stepInput } from './step-input.js';

/** Refusals after which the row is ahead of the run: it was so before, or the refusal has ended the hold. */
const ROW_IS_AHEAD: readonly string[] = ['invalid_transition', 'provider_refused'];

/**
 * Connects the outside to the run. The Temporal UI lists updates in the order in which they are set here, staff's own
 * first. `book` comes last: an update that waited for its handler runs while it is set. All of them run in a scope of
 * their own: a run that was asked to cancel still has refunds to settle and people to answer.
 */
export function setHandlers(run: AppointmentRun): void {
  const { state, staffView } = run;
  setHandler(stateQuery, () => ({ snapshot: state.isKnown ? state.snapshot : null, ...staffView.waiting }), {
    description: 'The appointment as the workflow knows it, and what it waits for.',
  });
  setHandler(timelineQuery, () => staffView.timeline, { description: 'What happened in this run, oldest first.' });
  setHandler(paymentEventSignal, (event) => CancellationScope.nonCancellable(() => onPaymentEvent(run, event)), {
    description: 'Sent by the product: a provider has an event of a payment, which is then looked up.',
  });
  setHandler(refreshSignal, () => CancellationScope.nonCancellable(() => onRefresh(run)), {
    description: 'Sent by the product: read the record again. Harmless at any time.',
  });
  for (const name of [...Object.keys(STAFF_UPDATES), ...Object.keys(API_UPDATES)] as CommandName[]) {
    if (name !== 'book') setCommandHandler(run, name);
  }
  const onBook = (command: BookCommand, seal?: string) =>
    CancellationScope.nonCancellable(() => book(run, command, seal));
  setHandler(bookUpdate, onBook, {
    validator: (command: BookCommand, seal?: string) => assertAdmissible('book', command, seal),
    description: describeUpdate('book'),
  });
}

/** A signal cannot be refused: one that was typed and cannot be looked up is shown, and has no effect. */
async function onPaymentEvent(run: AppointmentRun, event: unknown): Promise<void> {
  if (isPaymentEvent(event)) receivePaymentEvent(run, event);
  else run.staffView.add('A payment event that cannot be read was ignored');
}

/** Reads the row after an update whose answer was lost, although its step had committed. */
async function onRefresh(run: AppointmentRun): Promise<void> {
  await condition(() => run.state.isKnown || run.holdOutcome !== undefined);
  if (!run.state.isKnown) return;
  await run.refresh();
  run.staffView.add('Read the record again');
}

/** One update: checked before it enters history, carried out under a lock. */
function setCommandHandler<Name extends UpdateName>(run: AppointmentRun, name: Name): void {
  // What arrives may be anything that somebody typed: the validator admits only commands of this update.
  const handler = (command: unknown, seal?: unknown) =>
    CancellationScope.nonCancellable(async () => {
      try {
        return await carryOut(run, name, command as UpdateCommands[Name], seal);
      } finally {
        // The API repeats a lost update under the same id, whose step then finds its own answer. Nobody repeats one that was
        // sent from the Temporal UI.
        if (!isSealed(seal)) run.answers.note();
      }
    });
  const validator = (command: unknown, seal?: unknown) => {
    assertAdmissible(name, command, seal);
    const { error } = COMMANDS[name];
    // What the run knows decides only when nothing is at work; the activity decides again.
    const isJudged = run.state.isKnown && !run.mayBeBehind;
    const refused = isJudged ? error?.(run.state.snapshot, command as UpdateCommands[Name]) : null;
    if (refused) throw refusalFailure(refused);
  };
  const definition = defineUpdate<AppointmentSnapshot, [unknown, unknown?]>(updates[name].name);
  setHandler(definition, handler, { validator, description: describeUpdate(name) });
}

async function carryOut<Name extends UpdateName>(
  run: AppointmentRun,
  name: Name,
  command: UpdateCommands[Name],
  seal: unknown,
): Promise<AppointmentSnapshot> {
  const { lock = 'lock', step, entry, sendAfter } = COMMANDS[name];
  await run.whenBooked();
  return run[lock].runExclusive(async () => {
    const before = run.state.snapshot;
    try {
      const after = await step(stepInput(run, name, command, seal));
      run.state.update(after);
      const what = entry(before, after);
      if (what) run.staffView.add(what);
      run.staffView.show();
      sendAfter?.(run, before, after);
      return after;
    } catch (error) {
      const failure = toRefusalFailure(error);
      // Nobody knows whether it had its effect, or the row is ahead of the run: the row is read before going on.
      if (!isDefinite(failure) || ROW_IS_AHEAD.includes(failure.type ?? '')) run.tasks.start(() => run.refresh());
      throw failure;
    }
  });
}

/** Refuses an update that cannot be taken, before it enters history. @throws ApplicationFailure with a sentence */
function assertAdmissible(name: CommandName, command: unknown, seal: unknown): void {
  const refused = (isSealed(seal) ? null : apiOnlyError(name)) ?? commandError(name, command, isSealed(seal));
  if (refused) throw refusalFailure(refused);
}

/** What the Temporal UI shows beside an update's name. */
function describeUpdate(name: CommandName): string {
  if (!(name in STAFF_UPDATES)) return API_UPDATES[name as keyof typeof API_UPDATES];
  const { description, example } = STAFF_UPDATES[name as keyof typeof STAFF_UPDATES];
  return `${description} Input: ${JSON.stringify(example)}`;
}
