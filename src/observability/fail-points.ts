import { appendFileSync, existsSync } from 'node:fs';

/**
 * Places where a process can be made to die for the fault tests: `KEEPWELL_FAIL_AT=claim.committed` kills
 * it with SIGKILL the first time it gets there (`claim.committed:3`: the third). Production builds carry
 * `fail-points.production.ts` instead, in which this is empty.
 */
export const FAIL_POINTS = [
  'claim.before',
  'claim.committed',
  'release.committed',
  'move.before',
  'move.committed',
  'checkout.order_stored',
  'checkout.provider_called',
  'checkout.committed',
  'webhook.stored',
  'webhook.signalled',
  'refresh.requested',
  'settle.before',
  'settle.committed',
  'close.before',
  'close.provider_called',
  'close.committed',
  'refund.before',
  'refund.provider_called',
  'refund.committed',
  'message.claimed',
  'message.sent',
  'message.recorded',
  'resume.committed',
  'prescription.before',
  'prescription.issued',
  'prescription.ended',
  'document.signed',
  'document.stored',
  'prescription.mailed',
  'supply.recorded',
  'import.staged',
  'import.merged',
  'import.applied',
  'import.undone',
  'pull.fetched',
  'pull.submitted',
] as const;
export type FailPoint = (typeof FAIL_POINTS)[number];

const armed = process.env.KEEPWELL_FAIL_AT;
const [armedPoint, armedCount] = (armed ?? '').split(':');
let left = Number(armedCount ?? '1');

/** Dies here when armed. `KEEPWELL_FAIL_LOG` names a file that gets the point's name first, so that a run can count its kills. */
export function failPoint(point: FailPoint): void {
  if (armedPoint !== point) return;
  left -= 1;
  if (left > 0) return;
  const log = process.env.KEEPWELL_FAIL_LOG;
  if (log) {
    // One log per arming: a process that starts again with the same environment does not die twice.
    if (existsSync(log)) return;
    appendFileSync(log, `${point}\n`);
  }
  process.kill(process.pid, 'SIGKILL');
  // The signal is delivered asynchronously: nothing after this line may run.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}
