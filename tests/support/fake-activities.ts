import { randomUUID } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/activity';
import { asActivity } from '../../src/activities/failures.js';
import type { Activities } from '../../src/activities/index.js';
import { FIXED_POLICY } from '../../src/domain/appointments/policies.js';
import type { AppointmentSnapshot, RefundSnapshot } from '../../src/domain/appointments/snapshot.js';
import type { AppointmentStatus } from '../../src/domain/appointments/states.js';
import { assertTransition, transitionError } from '../../src/domain/appointments/transitions.js';
import type { AttentionCode } from '../../src/domain/attention.js';
import type { AppointmentPolicy } from '../../src/domain/clinics/policy.js';
import { notFound } from '../../src/domain/errors.js';
import type { MessageInput } from '../../src/domain/messaging/message-input.js';
import type { EntrySnapshot } from '../../src/domain/support/attention-entry.js';
import type { Settled } from '../../src/usecases/payments/apply-checkout.js';
import { BOOKING } from './booking.js';

export type Name = keyof Activities;
type Input<N extends Name> = Parameters<Activities[N]>[0];
type Output<N extends Name> = Awaited<ReturnType<Activities[N]>>;
type Step<N extends Name> = (input: Input<N>) => Output<N> | Promise<Output<N>>;
type Steps = { [N in Name]?: Step<N> };

export interface Call {
  readonly name: Name;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks at whatever a step was given.
  readonly input: any;
}

const HOUR = 3_600_000;

/** Long waits, so that a test sees only the timers that it shortens. */
export const CALM_POLICY: AppointmentPolicy = {
  ...FIXED_POLICY,
  paymentWindowMs: HOUR,
  firstLookupMs: 0,
  // Longer than the window: no room for a warning.
  paymentWarningMs: 2 * HOUR,
  processingLimitMs: 2 * HOUR,
  refundTiers: [],
  remindersMs: [],
  chatOpensMs: HOUR,
  checkInOpensMs: HOUR,
  noShowAfterMs: HOUR,
};

/** Lets a test stop a step in the middle, and go on when it has seen enough. */
export class Gate {
  private let!: () => void;
  readonly passed = new Promise<void>((resolve) => {
    this.let = resolve;
  });

  open(): void {
    this.let();
  }
}

/**
 * One appointment's record as its workflow's steps see it: plausible answers without a database, every call written
 * down, and any step replaced by a test's own.
 */
export class FakeRecord {
  readonly id = randomUUID();
  readonly calls: Call[] = [];
  /** Steps at work at the same time; two of them means that the lock did not hold. */
  overlaps = 0;
  /** What a step may do instead. */
  readonly steps: Steps = {};
  private readonly done = new Set<string>();
  private working = 0;
  private row: AppointmentSnapshot;

  constructor(start: Partial<AppointmentSnapshot> = {}) {
    const now = Date.now();
    const startsAt = start.startsAt ?? now + 2 * HOUR;
    this.row = {
      id: this.id,
      clinicId: randomUUID(),
      doctorId: randomUUID(),
      patientId: randomUUID(),
      status: 'pending',
      statusSince: now,
      paymentStatus: 'unpaid',
      price: 8000,
      currency: 'aud',
      startsAt,
      endsAt: startsAt + HOUR / 4,
      bookedAt: now,
      expiresAt: now + HOUR,
      version: 0,
      revision: 1,
      patientSeen: false,
      checkedInAt: null,
      policy: CALM_POLICY,
      attention: [],
      refunds: [],
      openOrders: [],
      ...start,
    };
  }

  get snapshot(): AppointmentSnapshot {
    return this.row;
  }

  /** Changes the record, as a step of ours or somebody elsewhere does. */
  change(change: Partial<AppointmentSnapshot>): AppointmentSnapshot {
    const moved = change.status !== undefined && change.status !== this.row.status;
    const since = moved ? { statusSince: Date.now() } : {};
    this.row = { ...this.row, ...since, ...change, revision: this.row.revision + 1 };
    return this.row;
  }

  become(status: AppointmentStatus, more: Partial<AppointmentSnapshot> = {}): AppointmentSnapshot {
    assertTransition(this.row.status, status);
    return this.change({ status, ...more });
  }

  /** The same record as an attention entry without appointment: of the id of the record. */
  entry: EntrySnapshot = {
    id: this.id,
    clinicId: randomUUID(),
    code: 'unmatched_payment',
    context: { provider: 'stripe', objectId: 'pi_stranger' },
    openedAt: Date.now(),
    resolvedAt: null,
    page: {
      opened: { at: Date.now(), local: 'today' },
      resolved: null,
      facts: ['Object: `pi_stranger`'],
      clinic: 'Clinic, UTC',
    },
  };

  resolveEntry(): EntrySnapshot {
    this.entry = { ...this.entry, resolvedAt: this.entry.resolvedAt ?? Date.now() };
    return this.entry;
  }

  setRefund(id: string, status: RefundSnapshot['status']): AppointmentSnapshot {
    const rest = this.row.refunds.filter((refund) => refund.id !== id);
    return this.change({ refunds: [...rest, { id, amount: 8000, status }] });
  }

  async run(name: Name, input: unknown): Promise<unknown> {
    this.calls.push({ name, input });
    const exclusive = LOCKED.has(name);
    if (exclusive && this.working > 0) this.overlaps += 1;
    if (exclusive) this.working += 1;
    try {
      const operation = (input as { readonly operationId?: string } | undefined)?.operationId;
      // As the real ones do: an operation that was carried out is answered, not repeated.
      if (operation && name !== 'claimSlot' && this.done.has(operation)) return this.snapshot;
      // Each name's step takes that name's input: the table below is typed so.
      const step = (this.steps[name] ?? DEFAULTS(this)[name]) as (input: unknown) => unknown;
      const answer = await asActivity(async () => step(input))();
      if (operation) this.done.add(operation);
      return answer;
    } finally {
      if (exclusive) this.working -= 1;
    }
  }

  called(name: Name): readonly Call[] {
    return this.calls.filter((call) => call.name === name);
  }

  /** Kinds of the messages, with the occurrence that distinguishes two of one kind. */
  get messages(): readonly string[] {
    return this.called('deliverMessage').map(({ input }: { input: MessageInput }) =>
      input.occurrence ? `${input.kind}/${input.occurrence}` : input.kind,
    );
  }
}

function settled(record: FakeRecord): Settled<AppointmentSnapshot> {
  if (record.snapshot.status !== 'pending') return { outcome: 'known', snapshot: record.snapshot };
  return { outcome: 'confirmed', snapshot: record.become('booked', { paymentStatus: 'paid', openOrders: [] }) };
}

/** The steps that run under the appointment's lock. */
const LOCKED: ReadonlySet<Name> = new Set([
  'claimSlot',
  'cancelAppointment',
  'cancelForClinic',
  'rescheduleAppointment',
  'checkIn',
  'startConsultation',
  'completeAppointment',
  'recordNoShow',
  'expireHold',
  'extendPaymentWindow',
  'retryRefund',
  'issueRefund',
  'approveRefund',
  'rejectRefund',
  'confirmDeskRefund',
  'resolveAttention',
  'resendConfirmation',
]);

const CANCELS_PAID = ['paid', 'partially_refunded'];

function cancelled(record: FakeRecord, to: AppointmentStatus): AppointmentSnapshot {
  const paid = CANCELS_PAID.includes(record.snapshot.paymentStatus);
  const refund = { id: `${record.id}/refund`, amount: 8000, status: 'requested' } as const;
  return record.become(to, paid ? { paymentStatus: 'refund_pending', refunds: [refund] } : {});
}

/** Steps of prescriptions, which have stories of their own. */
function elsewhere(): never {
  throw new Error('no appointment prescribes');
}

function DEFAULTS(record: FakeRecord): { [N in Name]: Step<N> } {
  const without = (code: AttentionCode) => record.snapshot.attention.filter((open) => open !== code);
  return {
    claimSlot: ({ late, command }) =>
      late
        ? { outcome: 'late' }
        : {
            outcome: 'claimed',
            snapshot: record.snapshot,
            answer: { bodyHash: command.bodyHash, booking: { ...BOOKING, id: record.id } },
          },
    releaseClaim: () => null,
    resumeRun: () => record.change({}),
    readSnapshot: () => record.snapshot,
    cancelAppointment: ({ command }) => cancelled(record, command.to),
    cancelForClinic: () => cancelled(record, 'cancelled_by_clinic'),
    rescheduleAppointment: () => {
      if (record.snapshot.status !== 'booked') throw transitionError(record.snapshot.status);
      const { version, startsAt, endsAt } = record.snapshot;
      return record.change({ version: version + 1, startsAt: startsAt + HOUR, endsAt: endsAt + HOUR });
    },
    checkIn: () => record.change({ patientSeen: true, checkedInAt: Date.now() }),
    startConsultation: () => record.become('in_progress'),
    completeAppointment: () => record.become('completed'),
    recordNoShow: () => record.become('no_show'),
    startCheckout: () => record.change({ openOrders: ['order'] }),
    settlePayment: () => settled(record),
    lookUpPayment: () => settled(record),
    checkPayment: () => settled(record).snapshot,
    watchPayment: () => {
      throw ApplicationFailure.retryable('Not paid yet.', 'undecided');
    },
    closeCheckouts: () => ({ outcome: 'closed', snapshot: record.change({ openOrders: [] }) }),
    expireHold: () => record.become('payment_expired'),
    sendRefund: ({ refundId }) => ({ status: 'succeeded', snapshot: record.setRefund(refundId, 'succeeded') }),
    settleRefundEvent: ({ refundId }) => ({
      status: 'succeeded',
      snapshot: record.setRefund(refundId ?? '', 'succeeded'),
    }),
    watchRefund: () => {
      throw ApplicationFailure.retryable('Still pending.', 'undecided');
    },
    settleDispute: () => record.change({ paymentStatus: 'disputed', attention: [...without('dispute'), 'dispute'] }),
    watchCheckouts: () => {
      throw ApplicationFailure.retryable('Still under way.', 'undecided');
    },
    extendPaymentWindow: ({ command }) => record.change({ expiresAt: Date.now() + command.minutes * 60_000 }),
    resendConfirmation: () => record.change({}),
    retryRefund: () => {
      const failed = record.snapshot.refunds.filter((refund) => refund.status === 'failed');
      if (failed.length === 0) throw transitionError(record.snapshot.status, 'No refund has failed.');
      const refunds = record.snapshot.refunds.map((refund) => ({ ...refund, status: 'requested' as const }));
      return record.change({ refunds, attention: without('refund_failed') });
    },
    issueRefund: () => record.setRefund(`${record.id}/issued`, 'requested'),
    approveRefund: () => record.change({ attention: without('refund_approval') }),
    rejectRefund: () => record.change({ attention: without('refund_approval') }),
    takeAtDesk: () => record.become('booked', { paymentStatus: 'paid', openOrders: [] }),
    confirmDeskRefund: ({ command }) => record.setRefund(command.refundId, 'succeeded'),
    resolveAttention: ({ command }) => {
      if (!record.snapshot.attention.includes(command.code)) throw notFound('Attention entry');
      return record.change({ attention: without(command.code) });
    },
    decideAbsence: ({ command }) =>
      record.become(command.outcome === 'no_show' ? 'no_show' : 'cancelled_by_doctor', {
        attention: record.snapshot.attention.filter((code) => code !== 'absence_undecided' && code !== 'doctor_absent'),
      }),
    readEntry: () => record.entry,
    resolveEntry: () => record.resolveEntry(),
    watchEntry: () => {
      if (record.entry.resolvedAt === null) throw ApplicationFailure.retryable('Still open.', 'undecided');
    },
    flagAttention: ({ code, open }) => record.change({ attention: open ? [...without(code), code] : without(code) }),
    deliverMessage: () => ({ email: 'sent' }),
    deliverAccountMail: () => 'sent' as const,
    giveUpAccountMail: () => undefined,
    sendWaitingMails: () => 0,
    issuePrescription: elsewhere,
    settleIssue: elsewhere,
    resumePrescriptions: elsewhere,
    readPrescriptions: elsewhere,
    cancelPrescription: elsewhere,
    resendPrescription: elsewhere,
    makePrescriptionDocuments: elsewhere,
    deliverPrescriptionMail: elsewhere,
    flagUndelivered: elsewhere,
    finishDelivery: elsewhere,
    resumeUndelivered: () => 0,
    flagPatterns: () => 0,
    flagCertificate: () => false,
    flagVisits: () => 0,
    withdrawLeftSlots: () => 0,
    archiveRooms: () => 0,
    destroyRooms: () => 0,
    remindOfVerifications: () => 0,
    remindOfQuestionnaires: () => 0,
    redriveEvents: () => 0,
    watchWebhooks: () => undefined,
    showEntries: () => 0,
    resumeLost: () => 0,
    forgetOldKeys: () => 0,
    readImportStep: () => null,
    stageImport: () => null,
    applyImport: () => null,
    undoImport: () => null,
    expireImport: () => null,
    failImport: () => null,
    followImports: () => 0,
    readSupplierImportStep: () => null,
    stageSupplierImport: () => null,
    applySupplierImport: () => null,
    undoSupplierImport: () => null,
    expireSupplierImport: () => null,
    failSupplierImport: () => null,
    decideSupplierImportByStaff: () => undefined,
    followSupplierImports: () => 0,
    pullPriceList: () => null,
    failSupplierPull: elsewhere,
    dropSupplierSchedule: () => undefined,
    mailDueStockAlerts: () => 0,
    makeAuditPartitions: () => 0,
    reconcile: ({ id }) => ({ id, findings: 0, repaired: 0, flagged: 0 }),
  };
}

/** Every activity of the worker, answered by the record of the appointment that it is about. */
export function fakeActivities(recordOf: (appointmentId: string) => FakeRecord | undefined): object {
  const shared = new FakeRecord();
  const names = Object.keys(DEFAULTS(shared)) as Name[];
  const one =
    (name: Name) =>
    async (input?: { readonly appointmentId?: string; readonly subjectId?: string; readonly entryId?: string }) => {
      const id = input?.appointmentId ?? input?.subjectId ?? input?.entryId;
      const record = id === undefined ? shared : recordOf(id);
      if (!record) throw new Error(`no test knows ${id}`);
      return record.run(name, input);
    };
  return Object.fromEntries(names.map((name) => [name, one(name)]));
}
