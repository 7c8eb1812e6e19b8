import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { type Client, WorkflowFailedError, type WorkflowHandle, WorkflowUpdateFailedError } from '@temporalio/client';
import type { ApplicationFailure } from '@temporalio/common';
import proto from '@temporalio/proto';
import { openClient } from '../../src/adapters/temporal/connection.js';
import { registerSearchAttributes } from '../../src/adapters/temporal/engine-schema.js';
import { createWorker, installRuntime } from '../../src/adapters/temporal/worker.js';
import { KeyRing } from '../../src/config/key-ring.js';
import { DomainError, type ErrorCode } from '../../src/domain/errors.js';
import { createLogger } from '../../src/observability/logger.js';
import { useTestTemporal } from '../../tools/launcher/testing.js';
import { WORKFLOW_BUNDLE } from './workflow-bundle.js';

const { WorkflowTaskFailedCause } = proto.temporal.api.enums.v1;
/** Why the engine fails a task whose commands came too late, and repeats it. */
const OVERTAKEN: ReadonlySet<number> = new Set([
  WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND,
  WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_UPDATE,
]);

let runtimeInstalled = false;

/** The real engine, with a task queue of a harness's own. */
export class HarnessEngine {
  private stopWorker: (() => Promise<void>) | undefined;

  private constructor(
    readonly client: Client,
    readonly keys: KeyRing,
    readonly taskQueue: string,
    private readonly address: string,
    private readonly stopServer: () => Promise<void>,
  ) {}

  static async open(): Promise<HarnessEngine> {
    const server = await useTestTemporal();
    if (!runtimeInstalled) installRuntime(createLogger('error', 'harness'));
    runtimeInstalled = true;
    const keys = KeyRing.parse(`harness:${randomBytes(32).toString('base64')}`);
    const taskQueue = `harness-${randomUUID()}`;
    const client = openClient({ address: server.url, namespace: 'default', taskQueue }, keys);
    await registerSearchAttributes(client, 'default');
    return new HarnessEngine(client, keys, taskQueue, server.url, () => server.stop());
  }

  /** Runs the real workflows with these activities. */
  async startWorker(activities: object): Promise<void> {
    const worker = await createWorker({
      temporal: { address: this.address, namespace: 'default', taskQueue: this.taskQueue },
      keys: this.keys,
      activities,
      logger: createLogger('error', 'harness'),
      bundlePath: WORKFLOW_BUNDLE,
    });
    const run = worker.run();
    this.stopWorker = async () => {
      worker.shutdown();
      await run;
      await worker.close();
    };
  }

  handle(workflowId: string): WorkflowHandle {
    return this.client.workflow.getHandle(workflowId);
  }

  /**
   * No task of the workflow ever failed by itself: nothing in it threw what the engine cannot deal with. The engine fails a
   * task, too, when something arrives while that task closes the run, and repeats it at once: that wedges nothing.
   */
  async assertNeverWedged(workflowId: string): Promise<void> {
    const { events } = await this.handle(workflowId).fetchHistory();
    const failed = (events ?? []).flatMap(({ workflowTaskFailedEventAttributes: task }) => (task ? [task] : []));
    const own = failed.filter(({ cause }) => cause != null && !OVERTAKEN.has(cause));
    assert.deepEqual(
      own.map(({ failure }) => failure?.message),
      [],
    );
  }

  /** Ends what the tests left running, so that no later worker of the shared server inherits it. */
  async close(workflowIds: readonly string[]): Promise<void> {
    const end = (id: string) => this.handle(id).terminate('the test is over');
    await Promise.allSettled(workflowIds.map(end));
    await this.stopWorker?.();
    await this.client.connection.close();
    await this.stopServer();
  }
}

/** The update is refused with this code. */
export async function refused(code: ErrorCode, update: Promise<unknown>): Promise<DomainError> {
  try {
    await update;
  } catch (error) {
    assert.ok(error instanceof DomainError, String(error));
    assert.equal(error.code, code, error.message);
    return error;
  }
  throw new Error(`it was accepted, not ${code}`);
}

/** Of an update or a run that has failed: as whoever waits for it in the Temporal UI reads it. */
export async function failureOf(attempt: Promise<unknown>): Promise<ApplicationFailure> {
  try {
    await attempt;
  } catch (error) {
    assert.ok(error instanceof WorkflowUpdateFailedError || error instanceof WorkflowFailedError, String(error));
    return error.cause as ApplicationFailure;
  }
  throw new Error('it was taken');
}
