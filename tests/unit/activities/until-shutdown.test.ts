import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { untilShutdown } from '../../../src/activities/until-shutdown.js';

const NEVER = new Promise<never>(() => undefined);
const cancelledBy = (reason: string) => Promise.reject<never>(new CancelledFailure(reason));

describe('a step of which two may be at work', () => {
  it('is given up when its worker is shut down, to be tried again', async () => {
    await assert.rejects(untilShutdown(cancelledBy('WORKER_SHUTDOWN'), NEVER), (error: unknown) => {
      assert.ok(error instanceof ApplicationFailure);
      assert.deepEqual([error.type, error.nonRetryable], ['worker_shutdown', false]);
      return true;
    });
  });

  it('is waited for when its workflow cancels it', async () => {
    const work = new Promise<string>((resolve) => {
      setImmediate(() => resolve('done'));
    });
    assert.equal(await untilShutdown(cancelledBy('CANCELLED'), work), 'done');
  });

  it('answers and fails as it does without', async () => {
    assert.equal(await untilShutdown(NEVER, Promise.resolve('done')), 'done');
    await assert.rejects(untilShutdown(NEVER, Promise.reject(new Error('no'))), /^Error: no$/);
  });
});
