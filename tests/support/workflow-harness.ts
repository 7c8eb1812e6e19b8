import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import type { Client, WorkflowHandle } from '@temporalio/client';
import proto from '@temporalio/proto';
import { TemporalAppointmentWorkflows } from '../../src/adapters/temporal/appointment-workflows.js';
import { TemporalAttentionWorkflows } from '../../src/adapters/temporal/attention-workflows.js';
import { openClient } from '../../src/adapters/temporal/connection.js';
import { registerSearchAttributes } from '../../src/adapters/temporal/engine-schema.js';
import { createWorker, installRuntime } from '../../src/adapters/temporal/worker.js';
import { KeyRing } from '../../src/config/key-ring.js';
import { SYSTEM } from '../../src/domain/actor.js';
import type { BookCommand, UpdateCommands, UpdateName } from '../../src/domain/appointments/commands.js';
import type { AppointmentSnapshot } from '../../src/domain/appointments/snapshot.js';
import { DomainError, type ErrorCode } from '../../src/domain/errors.js';
import { attentionWorkflowId } from '../../src/domain/ids.js';
import type { PaymentEvent } from '../../src/domain/payments/payment-event.js';
import { createLogger } from '../../src/observability/logger.js';
import type { AppointmentState, TimelineEntry } from '../../src/workflows/appointment/contract.js';
import { useTestTemporal } from '../../tools/launcher/testing.js';
import { until } from './client.js';
import { FakeRecord, fakeActivities } from './fake-activities.js';
import { WORKFLOW_BUNDLE } from './workflow-bundle.js';

/** The order that `sendPaymentEvent` is about. */
export const ORDER_ID = randomUUID();

/** What each update is sent with when a test does not care. */
export const COMMANDS = {
  checkout: { orderId: randomUUID() },
  cancel: { to: 'cancelled_by_clinic', reason: null },
  reschedule: { slotId: randomUUID() },
  checkIn: {},
  start: {},
  complete: { mode: null, notes: null },
  noShow: { reason: null },
  extendPaymentWindow: { by: 'mia', reason: 'asked by phone', minutes: 30 },
  resendConfirmation: { by: 'mia', reason: 'asked by phone' },
  retryRefund: { by: 'mia', reason: 'asked by phone' },
  issueRefund: { by: 'mia', reason: 'asked by phone' },
  approveRefund: { by: 'mia', reason: 'asked by phone', refundRequestId: randomUUID() },
  rejectRefund: { by: 'mia', reason: 'asked by phone', refundRequestId: randomUUID() },
  takeAtDesk: { by: 'mia', reason: 'asked by phone', orderId: randomUUID(), method: 'cash', amount: 8000, note: null },
  confirmDeskRefund: { by: 'mia', reason: 'asked by phone', refundId: randomUUID() },
  decideAbsence: { by: 'mia', reason: 'asked by phone', outcome: 'doctor_absent' },
  resolveAttention: { by: 'mia', reason: 'asked by phone', code: 'overrun' },
  checkPayment: { by: 'mia', reason: 'asked by phone' },
  cancelForClinic: { by: 'mia', reason: 'asked by phone' },
} as const satisfies UpdateCommands;

const { WorkflowTaskFailedCause } = proto.temporal.api.enums.v1;
/** Why the engine fails a task whose commands came too late, and repeats it. */
const OVERTAKEN: ReadonlySet<number> = new Set([
  WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND,
  WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_UPDATE,
]);

let runtimeInstalled = false;

/** The real engine and the real workflows, with fake activities: no database, no provider, no mail. */
export class WorkflowHarness {
  private readonly records = new Map<string, FakeRecord>();
  private stopWorker: (() => Promise<void>) | undefined;

  private constructor(
    readonly client: Client,
    readonly engine: TemporalAppointmentWorkflows,
    readonly entries: TemporalAttentionWorkflows,
    private readonly address: string,
    readonly taskQueue: string,
    private readonly keys: KeyRing,
    private readonly stopServer: () => Promise<void>,
  ) {}

  static async open({ worker = true } = {}): Promise<WorkflowHarness> {
    const server = await useTestTemporal();
    const logger = createLogger('error', 'harness');
    if (!runtimeInstalled) installRuntime(logger);
    runtimeInstalled = true;
    const keys = KeyRing.parse(`harness:${randomBytes(32).toString('base64')}`);
    const taskQueue = `harness-${randomUUID()}`;
    const client = openClient({ address: server.url, namespace: 'default', taskQueue }, keys);
    await registerSearchAttributes(client, 'default');
    const engine = new TemporalAppointmentWorkflows(client, taskQueue, keys);
    const entries = new TemporalAttentionWorkflows(client, taskQueue);
    const harness = new WorkflowHarness(client, engine, entries, server.url, taskQueue, keys, () => server.stop());
    if (worker) await harness.startWorker();
    return harness;
  }

  async startWorker(): Promise<void> {
    const { worker, close } = await createWorker({
      temporal: { address: this.address, namespace: 'default', taskQueue: this.taskQueue },
      keys: this.keys,
      activities: fakeActivities((id) => this.records.get(id)),
      logger: createLogger('error', 'harness'),
      bundlePath: WORKFLOW_BUNDLE,
    });
    const run = worker.run();
    this.stopWorker = async () => {
      worker.shutdown();
      await run;
      await close();
    };
  }

  /** Ends what the tests left running, so that no later worker of the shared server inherits it. */
  async close(): Promise<void> {
    await Promise.all(
      [...this.records.keys()]
        .flatMap((id) => [id, attentionWorkflowId(id)])
        .map((id) =>
          this.handle(id)
            .terminate('the test is over')
            .catch(() => undefined),
        ),
    );
    await this.stopWorker?.();
    await this.client.connection.close();
    await this.stopServer();
  }

  record(start: Partial<AppointmentSnapshot> = {}): FakeRecord {
    const record = new FakeRecord(start);
    this.records.set(record.id, record);
    return record;
  }

  handle(id: string): WorkflowHandle {
    return this.client.workflow.getHandle(id);
  }

  /** Books: the workflow is there, and waits for its payment. */
  async held(start: Partial<AppointmentSnapshot> = {}): Promise<FakeRecord> {
    const record = this.record(start);
    await this.book(record);
    return record;
  }

  /** A record whose workflow goes on from the given state. */
  async resumed(start: Partial<AppointmentSnapshot>): Promise<FakeRecord> {
    const record = this.record(start);
    assert.equal(await this.engine.resume(record.id), true);
    await until('the run to begin', async () => record.called('resumeRun').length > 0);
    return record;
  }

  booked(more: Partial<AppointmentSnapshot> = {}): Promise<FakeRecord> {
    return this.resumed({ status: 'booked', paymentStatus: 'paid', ...more });
  }

  book(record: FakeRecord, updateId = 'book') {
    const command: BookCommand = {
      slotId: randomUUID(),
      patientId: record.snapshot.patientId,
      bodyHash: 'hash',
      consultationType: null,
      symptoms: null,
    };
    const { clinicId, doctorId, startsAt } = record.snapshot;
    const slot = { clinicId, doctorId, startsAt: new Date(startsAt) };
    return this.engine.book({ actor: SYSTEM, appointmentId: record.id, command, slot, updateId });
  }

  update(record: FakeRecord, name: UpdateName, more: object = {}): Promise<AppointmentSnapshot> {
    // The command of this very name; each harness changes what matters to it.
    const command = { ...COMMANDS[name], ...more } as never;
    return this.engine.update({ actor: SYSTEM, appointmentId: record.id, name, command, updateId: randomUUID() });
  }

  /** The update is refused with this code. */
  async refused(code: ErrorCode, update: Promise<unknown>): Promise<DomainError> {
    try {
      await update;
    } catch (error) {
      assert.ok(error instanceof DomainError, String(error));
      assert.equal(error.code, code, error.message);
      return error;
    }
    throw new Error(`it was accepted, not ${code}`);
  }

  async sendPaymentEvent(record: FakeRecord, more: Partial<PaymentEvent> = {}): Promise<void> {
    await this.engine.deliverPaymentEvent({
      provider: 'stripe',
      eventId: `evt_${randomUUID()}`,
      about: 'checkout',
      objectId: `cs_${record.id}`,
      subjectId: record.id,
      orderId: ORDER_ID,
      ...more,
    });
  }

  async state(record: FakeRecord): Promise<AppointmentState> {
    return this.handle(record.id).query<AppointmentState>('state');
  }

  async timeline(record: FakeRecord): Promise<readonly string[]> {
    return (await this.handle(record.id).query<readonly TimelineEntry[]>('timeline')).map((entry) => entry.what);
  }

  /** The run knows this much of the record. */
  async knows(record: FakeRecord, what: Partial<AppointmentSnapshot>): Promise<void> {
    await until(`the run to know ${JSON.stringify(what)}`, async () => {
      const { snapshot } = await this.state(record);
      const known = snapshot as unknown as Record<string, unknown>;
      return Object.entries(what).every(([key, value]) => JSON.stringify(known?.[key]) === JSON.stringify(value));
    });
  }

  async waitsFor(record: FakeRecord, what: RegExp): Promise<void> {
    await until(`the run to wait for ${what}`, async () => what.test((await this.state(record)).waitsFor));
  }

  async outcome(record: FakeRecord): Promise<unknown> {
    return ((await this.handle(record.id).result()) as { outcome: unknown }).outcome;
  }

  /** Names of the events in the run's history. */
  async events(record: FakeRecord): Promise<readonly string[]> {
    const { events } = await this.handle(record.id).fetchHistory();
    return (events ?? []).map((event) => Object.keys(event).find((key) => key.endsWith('EventAttributes')) ?? '');
  }

  /**
   * The task that answered the last update did not end the run: a signal in that moment would have taken the answer with it.
   */
  async assertAnsweredBeforeItsEnd(workflowId: string): Promise<void> {
    const { events } = await this.handle(workflowId).fetchHistory();
    const answered = events?.findLastIndex((event) => event.workflowExecutionUpdateCompletedEventAttributes) ?? -1;
    assert.ok(answered > 0, 'an update was answered');
    const later = events?.slice(answered).some((event) => event.workflowTaskCompletedEventAttributes);
    assert.ok(later, 'the run ends in a later task than the one that answered the update');
  }

  /**
   * No task of the workflow ever failed by itself: nothing in it threw what the engine cannot deal with. The engine fails a
   * task, too, when something arrives while that task closes the run, and repeats it at once: that wedges nothing.
   */
  async assertNeverWedged(record: FakeRecord): Promise<void> {
    const { events } = await this.handle(record.id).fetchHistory();
    const failed = (events ?? []).flatMap(({ workflowTaskFailedEventAttributes: task }) => (task ? [task] : []));
    const own = failed.filter(({ cause }) => cause != null && !OVERTAKEN.has(cause));
    assert.deepEqual(
      own.map(({ failure }) => failure?.message),
      [],
    );
  }
}
