import { CancellationScope, condition, setHandler } from '@temporalio/workflow';
import { isPaymentEvent } from '../../domain/appointments/payment-event.js';
import { bookUpdate, paymentEventSignal, refreshSignal, stateQuery, timelineQuery } from './contract.js';
import { hearPaymentEvent } from './phases/payment.js';
import type { AppointmentRun } from './run.js';
import { book } from './updates/book.js';
import { serveApi } from './updates/by-api.js';
import { admit, describeUpdate } from './updates/serve.js';
import { serveStaff } from './updates/staff.js';

/**
 * Connects the outside to the run. The Temporal UI lists updates in the order in which they are set here: staff's own
 * first. `book` comes last: an update that waited for its handler runs while it is set.
 */
export function listen(run: AppointmentRun): void {
  const state = () => ({
    snapshot: run.known ? run.snapshot : null,
    waitsFor: run.waitsFor,
    until: run.until === undefined ? null : new Date(run.until).toISOString(),
  });
  setHandler(stateQuery, state, { description: 'The appointment as the workflow knows it, and what it waits for.' });
  setHandler(timelineQuery, () => run.timeline, { description: 'What happened in this run, oldest first.' });
  listenToFacts(run);
  serveStaff(run);
  serveApi(run);
  const handler = (command: Parameters<typeof book>[1], seal?: string) =>
    CancellationScope.nonCancellable(() => book(run, command, seal));
  const validator = (command: Parameters<typeof book>[1], seal?: string) => admit('book', command, seal);
  setHandler(bookUpdate, handler, { validator, description: describeUpdate('book') });
}

/** Handlers live in the root scope: a run that was asked to cancel still has refunds to settle and people to answer. */
function listenToFacts(run: AppointmentRun): void {
  setHandler(paymentEventSignal, (event) => CancellationScope.nonCancellable(() => hear(run, event)), {
    description: 'Sent by the product: a provider has something to say about a payment, which is then looked up.',
  });
  setHandler(refreshSignal, () => CancellationScope.nonCancellable(() => lookAgain(run)), {
    description: 'Sent by the product: read the record again. Harmless at any time.',
  });
}

/** A signal cannot be refused: one that was typed and cannot be looked up is noted, and has no effect. */
async function hear(run: AppointmentRun, event: unknown): Promise<void> {
  if (isPaymentEvent(event)) return hearPaymentEvent(run, event);
  run.note('A payment event that cannot be read was ignored');
}

/** Takes over what a lost update has left in the row. */
async function lookAgain(run: AppointmentRun): Promise<void> {
  await condition(() => run.known || run.beginning !== undefined);
  if (!run.known) return;
  await run.refresh();
  run.note('Read the record again');
}
