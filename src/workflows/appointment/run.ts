import {
  ApplicationFailure,
  allHandlersFinished,
  CancellationScope,
  condition,
  isCancellation,
  setCurrentDetails,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { Booked, PaymentEvent } from '../../domain/appointments/commands.js';
import { MINUTE_MS, remindersPassed, type VisitView } from '../../domain/appointments/policies.js';
import { type AppointmentSnapshot, unsettledRefunds } from '../../domain/appointments/snapshot.js';
import { type AppointmentStatus, isCancelled } from '../../domain/appointments/states.js';
import { notFound } from '../../domain/errors.js';
import { deliveryNote } from '../../domain/messaging/deliveries.js';
import type { MessageInput } from '../../domain/messaging/message-input.js';
import type { LookupSeries } from '../../domain/payments/lookups.js';
import type { AttentionCode } from '../../domain/support/attention.js';
import { retryForADay, retryForever } from '../support/activities.js';
import { refusal, toRefusal } from '../support/failures.js';
import { isRunLong } from '../support/limits.js';
import { Lock } from '../support/lock.js';
import { MergedWork } from '../support/merged-work.js';
import type { AppointmentInput, CarriedState, TimelineEntry } from './contract.js';
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

/** Thrown at the story's waits, where nothing is half done, when the run has to continue as new. */
export class RunIsLong extends Error {
  override readonly name = 'RunIsLong';
}

/** An event that is to be looked up. */
export interface LookupRequest {
  readonly event: PaymentEvent;
  /** Whether its order still waited for a payment when the event came. */
  readonly orderWasOpen: boolean;
}

/** What a run starts beside its story. */
export interface SideTasks {
  readonly driveRefund: (run: AppointmentRun, refundId: string) => Promise<void>;
  readonly watchOrder: (run: AppointmentRun, orderId: string) => Promise<void>;
  readonly lookUp: (run: AppointmentRun, requests: readonly LookupRequest[]) => Promise<void>;
}

/**
 * What one run knows and the few things it can do with it. All of it exists before the first handler is
 * set, because buffered updates run inside `setHandler`.
 */
export class AppointmentRun {
  readonly appointmentId: string;
  readonly lock = new Lock();
  /**
   * Held while checkout sessions are opened or closed: a provider is called meanwhile, and neither a command nor the
   * deadline waits for that. Whoever needs both locks takes this one first.
   */
  readonly checkouts = new Lock();
  /** Lookups at providers, by order, refund or dispute. They hold no lock: the rows' locks order what they change. */
  readonly lookups: MergedWork<LookupRequest>;
  /** When each order was looked up, by its id. */
  readonly lookedUp = new Map<string, LookupSeries>();
  readonly timeline: TimelineEntry[];
  beginning: Beginning | undefined;
  answer: Booked | undefined;
  refusal: ApplicationFailure | undefined;
  /** What the story waits for now, for the people who look at it. */
  waitsFor = 'the booking';
  until: number | undefined;
  correctionOver: boolean;
  private current: AppointmentSnapshot | undefined;
  private changeCount = 0;
  private tasks = 0;
  private shown = '';
  private reminded: number[] = [];
  /** Shown to a person in the present state, also when that person has dealt with it since. */
  private readonly flagged = new Set<AttentionCode>();
  private readonly told: Set<string>;
  private readonly undelivered = new Map<string, MessageInput>();
  /** Refunds and orders that a task of this run follows. */
  private readonly driven = new Set<string>();
  /** Tasks that the next run takes up again: cancelled when this one continues as new. */
  private readonly background = new CancellationScope();
  private reading: Promise<void> | undefined;
  private nextReading: Promise<void> | undefined;

  constructor(
    readonly input: AppointmentInput,
    private readonly side: SideTasks,
  ) {
    this.appointmentId = input.appointmentId;
    this.timeline = [...(input.carried?.timeline ?? [])];
    this.told = new Set(input.carried?.sent);
    this.correctionOver = input.carried?.correctionOver ?? false;
    this.lookups = new MergedWork((requests) => side.lookUp(this, requests), isRunLong);
  }

  /** The appointment; only asked for once the booking is known. */
  get snapshot(): AppointmentSnapshot {
    if (!this.current) throw ApplicationFailure.nonRetryable('the appointment is not known yet', 'internal');
    return this.current;
  }

  get known(): boolean {
    return this.current !== undefined;
  }

  /**
   * Whether the row may be ahead of what the run knows, because a step or a lookup is at work: then no command is refused
   * by what the run knows; the command's own step decides.
   */
  get mayBeBehind(): boolean {
    return this.lock.busy || this.checkouts.busy || this.lookups.busy || this.driven.size > 0;
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
      const { carried } = this.input;
      const goesOn = !before && carried?.version === snapshot.version && carried.status === snapshot.status;
      this.reminded = [...(goesOn ? carried.reminded : remindersPassed(snapshot.policy, since, snapshot.startsAt))];
      this.flagged.clear();
      for (const code of goesOn ? carried.flagged : []) this.flagged.add(code);
    }
    for (const code of snapshot.attention) this.flagged.add(code);
    this.current = snapshot;
    // An opened payment page changes nothing that anybody waits for: a timer restarted for it would cost an action.
    if (!before || waitedFor(before) !== waitedFor(snapshot)) this.changeCount += 1;
    if (what) this.note(what);
    this.show();
    this.announce(before);
    if (!before) this.takeUp();
    for (const refund of snapshot.refunds) {
      const toDo = refund.status === 'requested' || refund.status === 'pending';
      if (toDo) this.follow(refund.id, () => this.side.driveRefund(this, refund.id));
    }
    if (snapshot.status === 'pending') {
      for (const orderId of snapshot.openOrders) this.follow(orderId, () => this.side.watchOrder(this, orderId));
    }
  }

  /** Goes on with what the run before this one had begun. */
  private takeUp(): void {
    for (const message of this.input.carried?.undelivered ?? []) this.deliver(message);
  }

  /** Runs one task at a time for a refund or an order. */
  private follow(id: string, task: () => Promise<void>): void {
    if (this.driven.has(id)) return;
    this.driven.add(id);
    this.spawn(this.background.run(task).finally(() => this.driven.delete(id)));
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

  /** Waits for a condition, at most so long; false when the time is over. @throws RunIsLong */
  async waitUntil(holds: () => boolean, ms?: number, summary?: string): Promise<boolean> {
    const settled = () => holds() || isRunLong();
    if (ms === undefined) await condition(settled);
    else if (!(await condition(settled, ms, summary === undefined ? {} : { summary }))) return false;
    if (!holds()) throw new RunIsLong();
    return true;
  }

  /** A step that may take days: the run can continue as new meanwhile, and the next one begins it again. @throws RunIsLong */
  async patiently<T>(step: () => Promise<T>): Promise<T> {
    let over = false;
    const task = this.background.run(step).finally(() => {
      over = true;
    });
    // Counted among the tasks; whether it failed, the story learns below.
    this.spawn(task.catch(() => undefined));
    await this.waitUntil(() => over);
    return task;
  }

  /** Ends what runs beside the story, and waits for everybody who was promised an answer. */
  async leave(): Promise<CarriedState> {
    this.background.cancel();
    await condition(() => allHandlersFinished() && this.idle);
    const { version, status } = this.snapshot;
    const { reminded, flagged, told, correctionOver, undelivered, timeline } = this;
    return {
      ...{ version, status, reminded, correctionOver, timeline },
      flagged: [...flagged],
      sent: [...told],
      undelivered: [...undelivered.values()],
      paymentEvents: this.lookups.left.map(({ event }) => event),
    };
  }

  /** Waits until something changes or the time is over; true when something changed. @throws RunIsLong */
  async changes(ms: number, waitsFor: string): Promise<boolean> {
    const seen = this.changeCount;
    this.waitsFor = waitsFor;
    this.until = Number.isFinite(ms) ? Date.now() + Math.max(ms, 0) : undefined;
    this.show();
    const changed = () => this.changeCount !== seen;
    if (!Number.isFinite(ms)) return this.waitUntil(changed);
    return ms <= 0 ? changed() : this.waitUntil(changed, ms, waitsFor);
  }

  /** Adds a line to what this run remembers; the page shows it only where the record does not say the same. */
  note(what: string, about: Pick<TimelineEntry, 'onlyHere' | 'message'> = {}): void {
    if (this.timeline.at(-1)?.what === what) this.timeline.pop();
    this.timeline.push({ at: new Date(Date.now()).toISOString(), what, ...about });
    if (this.timeline.length > TIMELINE_LENGTH) this.timeline.shift();
    this.show();
  }

  /** Runs a task beside the story; what it cannot repair is shown to a person, and the run goes on. */
  spawn(task: Promise<unknown>): void {
    this.tasks += 1;
    task
      .catch(async (error: unknown) => {
        // Only this run's end cancels tasks: the next run takes them up.
        if (isCancellation(error)) return;
        this.note(`A step failed: ${toRefusal(error).type}`, { onlyHere: true });
        await CancellationScope.nonCancellable(async () => {
          this.adopt(
            await retryForever.flagAttention({ appointmentId: this.appointmentId, code: 'step_failed', open: true }),
          );
        });
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
    const key = messageKey(input);
    if (this.told.has(key)) return;
    this.told.add(key);
    this.deliver(input);
  }

  private deliver(input: MessageInput): void {
    const key = messageKey(input);
    this.undelivered.set(key, input);
    this.spawn(this.background.run(() => this.send(input)).then(() => this.undelivered.delete(key)));
  }

  private async send(input: MessageInput): Promise<void> {
    const name = input.kind.replaceAll('_', ' ');
    try {
      const outcomes = await retryForADay.deliverMessage.executeWithOptions({ summary: `Message: ${name}` }, [input]);
      this.note(deliveryNote(input.kind, outcomes), { message: input.kind });
      if (outcomes.email !== 'refused') return;
    } catch (error) {
      if (isCancellation(error)) throw error;
      // Tried for a day: the address or the server needs a person, not another attempt.
      this.note(`Not delivered: ${name}`, { onlyHere: true });
    }
    this.adopt(
      await retryForever.flagAttention({ appointmentId: this.appointmentId, code: 'message_undelivered', open: true }),
    );
  }

  /** Opens or takes back an attention entry, if that changes anything. */
  async flag(code: Parameters<typeof retryForever.flagAttention>[0]['code'], open: boolean): Promise<void> {
    if (this.snapshot.attention.includes(code) === open) return;
    if (!open) this.flagged.delete(code);
    this.adopt(await retryForever.flagAttention({ appointmentId: this.appointmentId, code, open }));
  }

  /**
   * Reads the row again, when a step says that it has moved on. However many ask, one reading is under way and one
   * waits, which answers everybody who has asked since the other began.
   */
  refresh(): Promise<void> {
    const { reading } = this;
    if (!reading) {
      this.reading = this.read().finally(() => {
        this.reading = undefined;
      });
      return this.reading;
    }
    this.nextReading ??= reading
      .catch(() => undefined)
      .then(() => {
        this.nextReading = undefined;
        return this.refresh();
      });
    return this.nextReading;
  }

  private async read(): Promise<void> {
    this.adopt(await retryForever.readSnapshot({ appointmentId: this.appointmentId }));
  }

  visit(): VisitView {
    const { status, statusSince, startsAt, endsAt } = this.snapshot;
    return {
      status,
      statusSince,
      startsAt,
      endsAt,
      reminded: this.reminded,
      patientSeen: this.snapshot.patientSeen,
      flaggedUndecided: this.flagged.has('absence_undecided'),
      flaggedAbsent: this.flagged.has('doctor_absent'),
      flaggedOverrun: this.flagged.has('overrun'),
    };
  }

  markReminded(beforeMs: number): void {
    this.reminded.push(beforeMs);
  }

  /** Whether the run still owes anybody anything, be it only that a person looks at it. */
  get hasWork(): boolean {
    const { status } = this.snapshot;
    if (status === 'pending' || status === 'booked' || status === 'in_progress') return true;
    if (status === 'no_show' && !this.correctionOver) return true;
    // A run that ended would take its open attention out of the list in which staff look for it.
    if (this.snapshot.attention.length > 0) return true;
    return this.snapshot.openOrders.length > 0 || unsettledRefunds(this.snapshot).length > 0;
  }

  get idle(): boolean {
    return this.tasks === 0;
  }

  private show(): void {
    const snapshot = this.current;
    if (!snapshot) return;
    setCurrentDetails(describe(snapshot, this.waitsFor, this.timeline));
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

function messageKey({ kind, version, occurrence }: MessageInput): string {
  return `${kind}/${version}/${occurrence}`;
}

/** What the story's waits depend on. */
function waitedFor(snapshot: AppointmentSnapshot): string {
  const { status, version, expiresAt, startsAt, patientSeen, attention, refunds } = snapshot;
  return JSON.stringify([status, version, expiresAt, startsAt, patientSeen, attention, refunds]);
}
