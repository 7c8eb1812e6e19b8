import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Client, WorkflowHandle } from '@temporalio/client';
import { TemporalPrescriptionWorkflows } from '../../../src/adapters/temporal/prescription-workflows.js';
import { stepActors } from '../../../src/adapters/temporal/sealed-actors.js';
import type { UserActor } from '../../../src/domain/actor.js';
import { prescriptionWorkflowId } from '../../../src/domain/ids.js';
import type { IssueCommand, RequestSnapshot } from '../../../src/domain/prescriptions/commands.js';
import { until } from '../client.js';
import { HarnessEngine } from '../harness-engine.js';
import { FakeRequest, fakePrescriptionActivities } from './fake-request.js';

/** What the workflow's query answers. */
interface State {
  readonly snapshot: RequestSnapshot | null;
  readonly waitsFor: string;
}

const DOCTOR: UserActor = {
  kind: 'user',
  userId: randomUUID(),
  membershipId: null,
  role: 'doctor',
  permissions: ['prescriptions:write'],
  clinicIds: [randomUUID()],
  sessionId: '',
};

const COMMAND: IssueCommand = {
  request: {
    ...{ patientId: randomUUID(), items: [], overrides: [], acknowledgedChecks: [], appointmentId: null, notes: null },
    ...{ noteToPharmacist: null, scheme: 'private', consultationMode: 'video', chatOnlyReason: null },
    ...{ monitoringCheck: null, stateApprovalNumber: null, specialHandling: null },
  },
  bodyHash: 'hash',
  draftVersion: null,
  supersedes: null,
};

/** The real engine and the real workflow of prescriptions, with fake activities: no database, no document, no mail. */
export class PrescriptionHarness {
  private readonly records = new Map<string, FakeRequest>();
  readonly client: Client;
  readonly taskQueue: string;
  readonly engine: TemporalPrescriptionWorkflows;

  private constructor(private readonly server: HarnessEngine) {
    const { client, taskQueue, keys } = server;
    this.client = client;
    this.taskQueue = taskQueue;
    this.engine = new TemporalPrescriptionWorkflows({ client, taskQueue, keys });
  }

  static async open({ worker = true } = {}): Promise<PrescriptionHarness> {
    const harness = new PrescriptionHarness(await HarnessEngine.open());
    if (worker) await harness.startWorker();
    return harness;
  }

  startWorker(): Promise<void> {
    const { keys } = this.server;
    return this.server.startWorker(fakePrescriptionActivities(stepActors(keys), (id) => this.records.get(id)));
  }

  close(): Promise<void> {
    return this.server.close([...this.records.keys()].map(prescriptionWorkflowId));
  }

  record(start?: Partial<RequestSnapshot>): FakeRequest {
    const record = new FakeRequest(start);
    this.records.set(record.id, record);
    return record;
  }

  handle({ id }: Pick<FakeRequest, 'id'>): WorkflowHandle {
    return this.server.handle(prescriptionWorkflowId(id));
  }

  issue({ id }: Pick<FakeRequest, 'id'>): Promise<RequestSnapshot> {
    return this.engine.issue({ actor: DOCTOR, requestId: id, command: COMMAND });
  }

  /** Issued, and its run has closed. */
  async delivered(more: Partial<RequestSnapshot> = {}): Promise<FakeRequest> {
    const record = this.record();
    record.change(more);
    await this.issue(record);
    assert.equal(await this.outcome(record), 'delivered');
    return record;
  }

  cancel(record: FakeRequest, prescriptionId: string = record.id): Promise<RequestSnapshot> {
    const command = { prescriptionId, reason: 'The wrong strength' };
    return this.engine.cancel({ actor: DOCTOR, requestId: record.id, updateId: `cancel:${randomUUID()}`, command });
  }

  resend(record: FakeRequest, updateId = `resend:${randomUUID()}`): Promise<RequestSnapshot> {
    const command = { prescriptionId: record.id };
    return this.engine.resend({ actor: DOCTOR, requestId: record.id, updateId, command });
  }

  /** As the Temporal UI sends it: with whatever was typed. */
  fromUi(record: FakeRequest, update: string, [first, ...rest]: readonly unknown[]): Promise<unknown> {
    const handle = this.handle(record);
    return first === undefined
      ? handle.executeUpdate(update)
      : handle.executeUpdate(update, { args: [first, ...rest] });
  }

  async waitsFor(record: FakeRequest, what: RegExp): Promise<void> {
    await until(`the run to wait for ${what}`, async () =>
      what.test((await this.handle(record).query<State>('state')).waitsFor),
    );
  }

  /** Of the latest run, once it has closed. */
  async outcome(record: FakeRequest): Promise<unknown> {
    return ((await this.handle(record).result()) as { outcome: unknown }).outcome;
  }

  async isRunning(record: FakeRequest): Promise<boolean> {
    return (await this.handle(record).describe()).status.name === 'RUNNING';
  }

  /** Of the latest run. */
  assertNeverWedged(record: FakeRequest): Promise<void> {
    return this.server.assertNeverWedged(prescriptionWorkflowId(record.id));
  }
}
