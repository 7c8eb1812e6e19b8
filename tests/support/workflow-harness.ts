import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Client, WorkflowHandle } from '@temporalio/client';
import { TemporalAppointmentWorkflows } from '../../src/adapters/temporal/appointment-workflows.js';
import { TemporalAttentionWorkflows } from '../../src/adapters/temporal/attention-workflows.js';
import { SYSTEM } from '../../src/domain/actor.js';
import type { BookCommand, UpdateCommands, UpdateName } from '../../src/domain/appointments/commands.js';
import type { AppointmentSnapshot } from '../../src/domain/appointments/snapshot.js';
import type { DomainError, ErrorCode } from '../../src/domain/errors.js';
import { attentionWorkflowId } from '../../src/domain/ids.js';
import type { PaymentEvent } from '../../src/domain/payments/payment-event.js';
import type { AppointmentState, TimelineEntry } from '../../src/workflows/appointment/contract.js';
import { until } from './client.js';
import { FakeRecord, fakeActivities } from './fake-activities.js';
import { HarnessEngine, refused } from './harness-engine.js';

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

/** The real engine and the real workflows, with fake activities: no database, no provider, no mail. */
export class WorkflowHarness {
  private readonly records = new Map<string, FakeRecord>();
  readonly client: Client;
  readonly taskQueue: string;
  readonly engine: TemporalAppointmentWorkflows;
  readonly entries: TemporalAttentionWorkflows;

  private constructor(private readonly server: HarnessEngine) {
    const { client, taskQueue, keys } = server;
    this.client = client;
    this.taskQueue = taskQueue;
    this.engine = new TemporalAppointmentWorkflows(client, taskQueue, keys);
    this.entries = new TemporalAttentionWorkflows(client, taskQueue);
  }

  static async open({ worker = true } = {}): Promise<WorkflowHarness> {
    const harness = new WorkflowHarness(await HarnessEngine.open());
    if (worker) await harness.startWorker();
    return harness;
  }

  startWorker(): Promise<void> {
    return this.server.startWorker(fakeActivities((id) => this.records.get(id)));
  }

  close(): Promise<void> {
    return this.server.close([...this.records.keys()].flatMap((id) => [id, attentionWorkflowId(id)]));
  }

  record(start: Partial<AppointmentSnapshot> = {}): FakeRecord {
    const record = new FakeRecord(start);
    this.records.set(record.id, record);
    return record;
  }

  handle(id: string): WorkflowHandle {
    return this.server.handle(id);
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
  refused(code: ErrorCode, update: Promise<unknown>): Promise<DomainError> {
    return refused(code, update);
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

  assertNeverWedged(record: FakeRecord): Promise<void> {
    return this.server.assertNeverWedged(record.id);
  }
}
