import { allHandlersFinished } from '@temporalio/workflow';
import { unsettledRefunds } from '../../../domain/appointments/snapshot.js';
import type { AppointmentRun } from '../run.js';
import { closeLeftovers } from './hold.js';

/** What is owed after the visit's story has ended: open payment pages, refunds, and what a person has to look at. */
export async function settleUp(run: AppointmentRun): Promise<void> {
  await run.flag('payment_undecided', false);
  if (run.snapshot.openOrders.length > 0) return closeLeftovers(run);
  if (!run.hasWork) return;
  const refunds = unsettledRefunds(run.snapshot).length > 0;
  await run.changes(Number.POSITIVE_INFINITY, refunds ? 'A refund' : 'A person, for what needs attention');
}

/**
 * Lets everything that was acknowledged have its effect: a signal or update that arrives while a run is
 * closing would be lost otherwise. True when nothing is left.
 */
export async function drain(run: AppointmentRun): Promise<boolean> {
  await run.waitUntil(() => allHandlersFinished() && run.idle);
  return !run.hasWork;
}
