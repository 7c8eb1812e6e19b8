import { type ApplicationFailure, condition } from '@temporalio/workflow';
import type { Booked } from '../../domain/appointments/commands.js';
import type { AppointmentSnapshot } from '../../domain/appointments/snapshot.js';
import type { AttentionCode } from '../../domain/attention.js';
import { notFound } from '../../domain/errors.js';
import type { MessageInput } from '../../domain/messaging/message-input.js';
import type { LookupSeries } from '../../domain/payments/lookups.js';
import type { PaymentEvent } from '../../domain/payments/payment-event.js';
import { retryForever } from '../support/activities.js';
import { Alarm } from '../support/alarm.js';
import { Answers } from '../support/answers.js';
import { BackgroundTasks } from '../support/background-tasks.js';
import { isStale, refusalFailure, toRefusalFailure } from '../support/failures.js';
import { isRunLong, waitUntil } from '../support/limits.js';
import { Lock } from '../support/lock.js';
import { MergedCall } from '../support/merged-call.js';
import { MergedWork } from '../support/merged-work.js';
import type { AppointmentInput, CarriedState } from './contract.js';
import { Outbox } from './outbox.js';
import { StaffView } from './staff-view.js';
import { RunState } from './state.js';

/** What the claim of the slot led to: `in_doubt` when nobody knows whether it is in the database. */
export type HoldOutcome = 'held' | 'refused' | 'late' | 'in_doubt';

/** An event to be looked up, and whether its order still waited for a payment when the event came. */
export interface LookupRequest {
  readonly event: PaymentEvent;
  readonly orderWasOpen: boolean;
}

/**
 * One run of an appointment: what it knows, sends and shows, and the waits of its phases. All of it exists before the
 * first handler is set, because buffered updates run inside `setHandler`.
 */
export class AppointmentRun {
  readonly appointmentId: string;
  readonly state: RunState;
  readonly staffView: StaffView;
  readonly outbox: Outbox;
  readonly tasks = new BackgroundTasks((error) => this.showFailedStep(error));
  readonly answers = new Answers();
  readonly lock = new Lock();
  /**
   * Held while checkout sessions are opened or closed: a provider is called meanwhile, and neither a command nor the
   * deadline waits for that. Whoever needs both locks takes this one first.
   */
  readonly checkouts = new Lock();
  /** Lookups of payment events, by order, refund or dispute. They hold no lock: the rows' locks order what they change. */
  readonly lookups: MergedWork<LookupRequest>;
  /** When each order was looked up, by its id. */
  readonly lookedUp = new Map<string, LookupSeries>();
  holdOutcome: HoldOutcome | undefined;
  answer: Booked | undefined;
  /** Messages that the run before this one had not delivered, as the record knows them. */
  owed: readonly MessageInput[] = [];
  refusal: ApplicationFailure | undefined;
  private readonly alarm = new Alarm();
  private readonly reading = new MergedCall(() => this.read());

  constructor(
    readonly input: AppointmentInput,
    lookUp: (run: AppointmentRun, requests: readonly LookupRequest[]) => Promise<void>,
  ) {
    this.appointmentId = input.appointmentId;
    this.state = new RunState(input);
    this.staffView = new StaffView(this.state, input.carried?.timeline);
    this.outbox = new Outbox(this);
    this.lookups = new MergedWork((requests) => lookUp(this, requests), isRunLong);
  }

  /**
   * Whether the row may be ahead of the state, because a step or a lookup is at work: then no command is refused by the
   * state; the command's own step decides.
   */
  get mayBeBehind(): boolean {
    return this.lock.busy || this.checkouts.busy || this.lookups.busy || this.tasks.hasKeyedTask;
  }

  /** Resolves once there is an appointment. @throws ApplicationFailure not_found when there will be none */
  async whenBooked(): Promise<void> {
    // A claim in doubt is neither: its row may turn out to be there.
    const { state } = this;
    await condition(() => state.isKnown || this.holdOutcome === 'refused' || this.holdOutcome === 'late');
    if (!state.isKnown) throw refusalFailure(notFound('Appointment'));
  }

  /**
   * The wait of the phases: until the state changes (true), or the moment has come (false). Shows staff what is waited for.
   * @param at epoch milliseconds; infinity when only a change ends the wait
   * @throws RunIsLong
   */
  async waitForChange(at: number, waitsFor: string, { timer = waitsFor, keepEarlier = false } = {}): Promise<boolean> {
    const seen = this.state.changes;
    const hasChanged = () => this.state.changes !== seen;
    this.staffView.showWait(waitsFor, Math.max(at, Date.now()));
    while (at > Date.now()) {
      this.alarm.set(at, timer, keepEarlier);
      await waitUntil(() => hasChanged() || this.alarm.hasFired);
      if (hasChanged()) return true;
    }
    return false;
  }

  /** Runs a step that no person waits for. When the row has changed in the meantime, it has no effect. @returns whether it had one */
  runUnlessStale(step: () => Promise<AppointmentSnapshot>, entry: string): Promise<boolean> {
    return this.lock.runExclusive(async () => {
      try {
        this.state.update(await step());
        this.staffView.add(entry);
        return true;
      } catch (error) {
        if (!isStale(error)) throw error;
        await this.refresh();
        return false;
      }
    });
  }

  openAttention(code: AttentionCode): Promise<void> {
    return this.flag(code, true);
  }

  /** Withdraws an attention entry, because what it warned of has passed. */
  withdrawAttention(code: AttentionCode): Promise<void> {
    this.state.withdraw(code);
    return this.flag(code, false);
  }

  private async flag(code: AttentionCode, open: boolean): Promise<void> {
    if (this.state.snapshot.attention.includes(code) === open) return;
    this.state.update(await retryForever.flagAttention({ appointmentId: this.appointmentId, code, open }));
    this.staffView.show();
  }

  /** Reads the row again, when it may have changed without the run. */
  refresh(): Promise<void> {
    return this.reading.run();
  }

  private async read(): Promise<void> {
    this.state.update(await retryForever.readSnapshot({ appointmentId: this.appointmentId }));
    this.staffView.show();
  }

  private async showFailedStep(error: unknown): Promise<void> {
    this.staffView.add(`A step failed: ${toRefusalFailure(error).type}`, { onlyHere: true });
    await this.openAttention('step_failed');
  }

  /** Ends what runs beside the story, waits for everybody who was promised an answer, and leaves the rest to the next run. */
  async handOver(): Promise<CarriedState> {
    this.tasks.cancelRepeatable();
    await this.answers.drain(() => this.tasks.areDone);
    const paymentEvents = this.lookups.left.map(({ event }) => event);
    return { ...this.state.carry(), ...this.outbox.carry(), timeline: this.staffView.timeline, paymentEvents };
  }
}
