import { condition } from '@temporalio/workflow';
import { retryForever, watchRefund } from '../support/activities.js';
import { raceActivity } from '../support/race-activity.js';
import type { AppointmentRun } from './run.js';

/**
 * Sends every refund that was decided, in whatever phase: a cancel, money that came late or twice, a person. A refund is
 * a row before it is sent, so that none is forgotten when the step that decided it lost its answer.
 */
export async function sendRefunds(run: AppointmentRun): Promise<never> {
  const started = new Set<string>();
  const due = () =>
    run.state.snapshot.refunds.filter(({ id, status }) => isUnderWay(status) && !started.has(id)).map(({ id }) => id);
  for (;;) {
    await condition(() => due().length > 0);
    for (const id of due()) {
      started.add(id);
      run.tasks.startOnce(id, () => sendRefund(run, id).then(() => started.delete(id)));
    }
  }
}

const isUnderWay = (status: string) => status === 'requested' || status === 'pending';

/** Sends one refund and follows it until it succeeded, failed, or a person settled it. */
async function sendRefund(run: AppointmentRun, refundId: string): Promise<void> {
  const input = { subjectId: run.appointmentId, refundId, eventIds: [] };
  const status = () => run.state.snapshot.refunds.find(({ id }) => id === refundId)?.status;
  while (status() === 'requested' || status() === 'pending') {
    const progress =
      status() === 'requested'
        ? await retryForever.sendRefund.executeWithOptions({ summary: 'Send the refund' }, [input])
        : // Fails retryably while the refund is pending; superfluous when the provider's own event has settled it.
          await raceActivity(
            () => watchRefund(input),
            (ended) => condition(() => ended() || status() !== 'pending'),
          );
    if (!progress) continue;
    run.state.update(progress.snapshot);
    run.staffView.add(`Refund ${progress.status}`);
    run.staffView.show();
  }
  if (status() === 'succeeded') run.outbox.send('refunded', { refundId, occurrence: refundId });
}
