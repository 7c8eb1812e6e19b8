import {
  ApplicationFailure,
  condition,
  setCurrentDetails,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { AttentionCode } from '../../domain/appointment/attention.js';
import type { BookAnswer } from '../../domain/appointment/commands.js';
import { MINUTE_MS, remindersPassed, type VisitView } from '../../domain/appointment/policies.js';
import { type AppointmentSnapshot, unsettledRefunds } from '../../domain/appointment/snapshot.js';
import { type AppointmentStatus, isCancelled } from '../../domain/appointment/states.js';
import { notFound } from '../../domain/errors.js';
import { deliveryNote } from '../../domain/messages/deliveries.js';
import type { MessageInput } from '../../domain/messages/message-input.js';
import { refusal, toRefusal } from '../support/failures.js';
import { Lock } from '../support/lock.js';
import { letters, sure } from '../support/steps.js';
import type { AppointmentInput, TimelineEntry } from './contract.js';
import { attributesOf, describe } from './describe.js';

const TIMELINE_LENGTH = 60;
/** A reminder that fell due while no run was there is sent by the next one, if that comes this soon. */
const RESUME_GRACE_MS = 5 * MINUTE_MS;

/** How the first step ended, before there is an appointment to speak of. */
export type Beginning =
  | { readonly kind: 'begun' }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'late' }
  | { readonly kind: 'unknown' };

/**
 * What one run knows and the few things it can do with it. All of it exists before the first handler is
 * set, because buffered updates run inside `setHandler`.
 */
export class AppointmentRun {
  readonly appointmentId: string;
  readonly lock = new Lock();
  readonly timeline: TimelineEntry[] = [];
  beginning: Beginning | undefined;
  answer: BookAnswer | undefined;
  refusal: ApplicationFailure | undefined;
  /** What the story waits for now, for the people who look at it. */
  waitsFor = 'the booking';
  until: number | undefined;
  correctionOver = false;
  private current: AppointmentSnapshot | undefined;
  private changeCount = 0;
  private tasks = 0;
  private shown = '';
  private reminded: number[] = [];
  /** Shown to a person in the present state, also when that person has dealt with it since. */
  private readonly flagged = new Set<AttentionCode>();
  private readonly told = new Set<string>();
  private readonly driven = new Set<string>();

  constructor(
    readonly input: AppointmentInput,
    private readonly driveRefund: (run: AppointmentRun, refundId: string) => Promise<void>,
  ) {
    this.appointmentId = input.appointmentId;
  }

  /** The appointment; only asked for once the booking is known. */
  get snapshot(): AppointmentSnapshot {
    if (!this.current) throw ApplicationFailure.nonRetryable('the appointment is not known yet', 'internal');
    return this.current;
  }

  get known(): boolean {
    return this.current !== undefined;
  }

  get status(): AppointmentStatus {
    return this.snapshot.status;
  }

  locked<T>(fn: () => Promise<T>): Promise<T> {
    return this.lock.hold(fn);
  }

  /** Resolves once there is an appointment, or none will ever be. */
  async ready(): Promise<void> {
    // A claim in doubt is neither: its row may turn out to be there.
    await condition(() => this.known || this.beginning?.kind === 'refused' || this.beginning?.kind === 'late');
    if (!this.known) throw refusal(notFound('Appointment'));
  }

  /** Takes over a newer picture of the row: shows it, and starts what it asks for. An older one is dropped. */
  adopt(snapshot: AppointmentSnapshot, what?: string): void {
    const before = this.current;
    if (before && snapshot.revision < before.revision) return;
    if (!before || before.version !== snapshot.version || before.status !== snapshot.status) {
      const resumed = !before && this.input.mode === 'resume';
      const since = resumed ? Math.max(snapshot.statusSince, Date.now() - RESUME_GRACE_MS) : Date.now();
      this.reminded = [...remindersPassed(snapshot.policy, since, snapshot.startsAt)];
      this.flagged.clear();
    }
    for (const code of snapshot.attention) this.flagged.add(code);
    this.current = snapshot;
    // An opened payment page changes nothing that anybody waits for: a timer restarted for it would cost an action.
    if (!before || waitedFor(before) !== waitedFor(snapshot)) this.changeCount += 1;
    if (what) this.note(what);
    this.show();
    this.announce(before);
    for (const refund of snapshot.refunds) {
      const toDo = refund.status === 'requested' || refund.status === 'pending';
      if (toDo && !this.driven.has(refund.id)) {
        this.driven.add(refund.id);
        this.spawn(this.driveRefund(this, refund.id).finally(() => this.driven.delete(refund.id)));
      }
    }
  }

  /**
   * The patient is told of a state, not of the step that led to it: a step whose answer was lost, or whose run ended
   * before the mail was sent, swallows nothing. What an earlier run has sent is known to the delivery rows.
   */
  private announce(before: AppointmentSnapshot | undefined): void {
    const { status, version } = this.snapshot;
    if (before?.status === status && before.version === version) return;
    if (status === 'pending') this.tell('booking_held');
    else if (status === 'booked' && version === 0) this.tell('booking_confirmed');
    else if (status === 'booked') this.tell('rescheduled', before ? { previousStartsAt: before.startsAt } : {});
    else if (status === 'payment_expired' || status === 'no_show') this.tell(status);
    else if (isCancelled(status)) this.tell('cancelled');
  }

  /** Waits until something changes or the time is over; true when something changed. */
  async changes(ms: number, waitsFor: string): Promise<boolean> {
    const seen = this.changeCount;
    this.waitsFor = waitsFor;
    this.until = Number.isFinite(ms) ? Date.now() + Math.max(ms, 0) : undefined;
    this.show();
    if (!Number.isFinite(ms)) {
      await condition(() => this.changeCount !== seen);
      return true;
    }
    if (ms <= 0) return this.changeCount !== seen;
    return condition(() => this.changeCount !== seen, ms, { summary: waitsFor });
  }

  note(what: string): void {
    this.timeline.push({ at: new Date(Date.now()).toISOString(), what });
    if (this.timeline.length > TIMELINE_LENGTH) this.timeline.shift();
  }

  /** Runs a task beside the story; what it cannot mend is shown to a person, and the run goes on. */
  spawn(task: Promise<unknown>): void {
    this.tasks += 1;
    task
      .catch(async (error: unknown) => {
        this.note(`A step failed: ${toRefusal(error).type}`);
        this.adopt(await sure.flagAttention({ appointmentId: this.appointmentId, code: 'step_failed', open: true }));
      })
      .finally(() => {
        this.tasks -= 1;
      });
  }

  /** Sends a message beside the story, once. */
  tell(kind: MessageInput['kind'], more: Partial<Omit<MessageInput, 'kind' | 'appointmentId'>> = {}): void {
    const input: MessageInput = {
      appointmentId: this.appointmentId,
      kind,
      version: this.snapshot.version,
      occurrence: '',
      ...more,
    };
    const key = `${kind}/${input.version}/${input.occurrence}`;
    if (this.told.has(key)) return;
    this.told.add(key);
    this.spawn(this.deliver(input));
  }

  private async deliver(input: MessageInput): Promise<void> {
    const name = input.kind.replaceAll('_', ' ');
    try {
      const outcomes = await letters.deliverMessage.executeWithOptions({ summary: `Message: ${name}` }, [input]);
      this.note(deliveryNote(input.kind, outcomes));
      if (outcomes.email !== 'refused') return;
    } catch {
      // Tried for a day: the address or the server needs a person, not another attempt.
      this.note(`Not delivered: ${name}`);
    }
    this.adopt(
      await sure.flagAttention({ appointmentId: this.appointmentId, code: 'message_undelivered', open: true }),
    );
  }

  /** Opens or takes back an attention entry, if that changes anything. */
  async flag(code: Parameters<typeof sure.flagAttention>[0]['code'], open: boolean): Promise<void> {
    if (this.snapshot.attention.includes(code) === open) return;
    this.adopt(await sure.flagAttention({ appointmentId: this.appointmentId, code, open }));
  }

  /** Reads the row again, when a step says that it has moved on. */
  async refresh(): Promise<void> {
    this.adopt(await sure.readSnapshot({ appointmentId: this.appointmentId }));
  }

  visit(): VisitView {
    const { status, statusSince, startsAt, endsAt } = this.snapshot;
    return {
      status,
      statusSince,
      startsAt,
      endsAt,
      reminded: this.reminded,
      flaggedAbsent: this.flagged.has('doctor_absent'),
      flaggedOverrun: this.flagged.has('overrun'),
    };
  }

  markReminded(beforeMs: number): void {
    this.reminded.push(beforeMs);
  }

  /** Whether the run still owes anybody anything. */
  get hasWork(): boolean {
    const { status } = this.snapshot;
    if (status === 'pending' || status === 'booked' || status === 'in_progress') return true;
    if (status === 'no_show' && !this.correctionOver) return true;
    return this.snapshot.openOrders.length > 0 || unsettledRefunds(this.snapshot).length > 0;
  }

  get idle(): boolean {
    return this.tasks === 0;
  }

  private show(): void {
    const snapshot = this.current;
    if (!snapshot) return;
    setCurrentDetails(describe(snapshot, this.waitsFor, this.until, this.timeline));
    const attributes = attributesOf(snapshot);
    const key = JSON.stringify(attributes.map((pair) => pair.value));
    if (key === this.shown) return;
    this.shown = key;
    upsertSearchAttributes(attributes);
  }

  get runId(): string {
    return workflowInfo().runId;
  }
}

/** What the story's waits depend on. */
function waitedFor(snapshot: AppointmentSnapshot): string {
  const { status, version, expiresAt, startsAt, attention, refunds } = snapshot;
  return JSON.stringify([status, version, expiresAt, startsAt, attention, refunds]);
}
