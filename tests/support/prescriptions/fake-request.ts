import { randomUUID } from 'node:crypto';
import { asActivity } from '../../../src/activities/failures.js';
import type { prescriptionActivities } from '../../../src/activities/prescriptions.js';
import type { StepActors } from '../../../src/adapters/temporal/port.js';
import { notFound } from '../../../src/domain/errors.js';
import type { RequestSnapshot } from '../../../src/domain/prescriptions/commands.js';
import { bringsPrescription, type PrescriptionMail } from '../../../src/domain/prescriptions/mails.js';
import type { StoredStatus } from '../../../src/domain/prescriptions/states.js';
import { hasEnded } from '../../../src/usecases/prescriptions/supersede.js';
import { type Call, Gate } from '../fake-activities.js';

/** But for those of other workflows. */
type Activities = Omit<
  ReturnType<typeof prescriptionActivities>,
  'resumeUndelivered' | 'flagPatterns' | 'flagCertificate'
>;
export type StepName = keyof Activities;
type Input<N extends StepName> = Parameters<Activities[N]>[0];
type Output<N extends StepName> = Awaited<ReturnType<Activities[N]>>;
type Step<N extends StepName> = (input: Input<N>) => Output<N> | Promise<Output<N>>;
type Steps = { [N in StepName]: Step<N> };

/**
 * One request's record as the steps of its workflow see it: plausible answers without a database, every call written down, and any step
 * replaced by a test's own.
 */
export class FakeRequest {
  readonly id = randomUUID();
  readonly calls: Call[] = [];
  /** Changing steps at work at the same time; two of them means that the lock did not hold. */
  overlaps = 0;
  /** From the delivery until the patient is told once more; null: never. */
  remindsInMs: number | null = null;
  /** What a step may do instead. */
  readonly steps: Partial<Steps> = {};
  /** Of a mail that the server takes; a refused one is not among them. */
  readonly sent: string[] = [];
  /** The mail server knows the patient's address; a mail that was refused stays so. */
  takesMail = true;
  /** It is in the database. */
  isIssued: boolean;
  private readonly gates = new Map<StepName, Gate>();
  private readonly done = new Set<string>();
  private readonly mails = new Set<string>();
  private working = 0;
  private row: RequestSnapshot;

  /** @param start of a request that was issued before; nothing of it is there yet when it is left out. */
  constructor(start?: Partial<RequestSnapshot>) {
    this.isIssued = start !== undefined;
    this.row = {
      requestId: this.id,
      bodyHash: 'hash',
      clinicId: randomUUID(),
      doctorId: randomUUID(),
      patientId: randomUUID(),
      appointmentId: randomUUID(),
      issuedAt: new Date().toISOString(),
      remindAt: null,
      delivery: 'queued',
      supersedes: false,
      prescriptions: [this.prescription(this.id, 1)],
      ...start,
    };
  }

  get snapshot(): RequestSnapshot {
    return this.row;
  }

  change(change: Partial<RequestSnapshot>): RequestSnapshot {
    this.row = { ...this.row, ...change };
    return this.row;
  }

  /** What the law keeps apart: a second prescription of the same request. */
  addPrescription(): string {
    const second = this.prescription(randomUUID(), 2);
    this.change({ prescriptions: [...this.row.prescriptions, second] });
    return second.id;
  }

  /** One of the prescriptions ends, or the patient opens its document. */
  changeOne(id: string, change: { readonly status?: StoredStatus; readonly isRead?: boolean }): RequestSnapshot {
    const prescriptions = this.row.prescriptions.map((one) => (one.id === id ? { ...one, ...change } : one));
    return this.change({ prescriptions });
  }

  /** Stops a step in the middle until the gate is opened. */
  hold(name: StepName): Gate {
    const gate = new Gate();
    this.gates.set(name, gate);
    return gate;
  }

  called(name: StepName): readonly Call[] {
    return this.calls.filter((call) => call.name === name);
  }

  get callNames(): readonly string[] {
    return this.calls.map(({ name }) => name);
  }

  async run(name: StepName, input: Input<StepName>): Promise<unknown> {
    this.calls.push({ name, input } as Call);
    const exclusive = LOCKED.has(name);
    if (exclusive && this.working > 0) this.overlaps += 1;
    if (exclusive) this.working += 1;
    try {
      return await asActivity(async () => this.carryOut(name, input))();
    } finally {
      if (exclusive) this.working -= 1;
    }
  }

  private async carryOut(name: StepName, input: Input<StepName>): Promise<unknown> {
    const operation = 'operationId' in input ? input.operationId : undefined;
    // As the real ones do: an operation that was carried out is answered, not repeated.
    if (operation !== undefined && this.done.has(operation)) return this.snapshot;
    // Each name's step takes that name's input: the table below is typed so.
    const step = (this.steps[name] ?? this.defaults[name]) as (input: unknown) => unknown;
    await this.gates.get(name)?.passed;
    const answer = await step(input);
    if (operation !== undefined) this.done.add(operation);
    return answer;
  }

  private prescription(id: string, position: number) {
    const number = `RX2026${String(position).padStart(6, '0')}`;
    return { id, number, status: 'issued', validUntil: '2027-11-29', hasDocument: false, isRead: false } as const;
  }

  private readonly defaults: Steps = {
    issuePrescription: ({ late }) => {
      if (late && !this.isIssued) return 'late';
      this.isIssued = true;
      return this.snapshot;
    },
    settleIssue: () => (this.isIssued ? this.snapshot : null),
    resumePrescriptions: () => this.known(),
    readPrescriptions: () => this.known(),
    cancelPrescription: ({ command: { prescriptionId } }) => {
      const found = this.row.prescriptions.find(({ id }) => id === prescriptionId);
      if (!found) throw notFound('Prescription');
      if (found.status !== 'issued') throw hasEnded(found.status);
      return this.changeOne(prescriptionId, { status: 'cancelled' });
    },
    resendPrescription: () => this.known(),
    makePrescriptionDocuments: () =>
      this.change({
        delivery: 'delivering',
        prescriptions: this.row.prescriptions.map((one) => ({ ...one, hasDocument: one.status === 'issued' })),
      }),
    deliverPrescriptionMail: ({ kind, occurrence }: PrescriptionMail) => {
      const mail = occurrence ? `${kind}/${occurrence}` : kind;
      if (!this.mails.has(mail) && this.takesMail) this.sent.push(mail);
      this.mails.add(mail);
    },
    flagUndelivered: () => undefined,
    finishDelivery: () => {
      const isTold = this.sent.some((mail) => bringsPrescription(mail.split('/')[0] ?? ''));
      const stands = this.row.prescriptions.some(({ status }) => status === 'issued');
      if (this.remindsInMs !== null) this.change({ remindAt: new Date(Date.now() + this.remindsInMs).toISOString() });
      return this.change(isTold || stands ? { delivery: isTold ? 'delivered' : 'failed' } : {});
    },
  };

  private known(): RequestSnapshot {
    if (!this.isIssued) throw notFound('Prescription');
    return this.snapshot;
  }
}

/** The steps that change what was issued, and run under the lock of the request. */
const LOCKED: ReadonlySet<StepName> = new Set(['issuePrescription', 'cancelPrescription', 'resendPrescription']);

const NAMES: Readonly<Record<StepName, 'by a person' | 'by the run'>> = {
  issuePrescription: 'by a person',
  cancelPrescription: 'by a person',
  resendPrescription: 'by a person',
  settleIssue: 'by the run',
  resumePrescriptions: 'by the run',
  readPrescriptions: 'by the run',
  makePrescriptionDocuments: 'by the run',
  deliverPrescriptionMail: 'by the run',
  flagUndelivered: 'by the run',
  finishDelivery: 'by the run',
};

/** The worker's activities of prescriptions. The seals of whoever asks are opened as the real ones are. */
export function fakePrescriptionActivities(
  actors: StepActors,
  recordOf: (requestId: string) => FakeRequest | undefined,
): object {
  const one = (name: StepName, by: string) => async (input: Input<StepName>) => {
    const record = recordOf(input.requestId);
    if (!record) throw new Error(`no test knows ${input.requestId}`);
    if (by === 'by the run') return record.run(name, input);
    return asActivity(() => actors.runAs(input as Input<'cancelPrescription'>, (opened) => record.run(name, opened)))();
  };
  return Object.fromEntries(Object.entries(NAMES).map(([name, by]) => [name, one(name as StepName, by)]));
}
