import { remindersPassed, type VisitView } from '../../domain/appointments/clock.js';
import type { AppointmentSnapshot } from '../../domain/appointments/snapshot.js';
import type { AppointmentStatus } from '../../domain/appointments/states.js';
import type { AttentionCode } from '../../domain/attention.js';
import { MINUTE_MS } from '../../domain/instants.js';
import { unknownAppointment } from '../support/failures.js';
import type { AppointmentInput } from './contract.js';

/** A reminder that fell due while no workflow ran is sent by the next run, if that starts within this time. */
const RESUME_GRACE_MS = 5 * MINUTE_MS;

/** What a run knows. Nothing in here starts anything. */
export class RunState {
  /** Counts the changes, so that a wait sees whether there was one. */
  changes = 0;
  /** When the doctor can no longer correct a no-show. */
  correctionOver: boolean;
  /** The version whose time this run has confirmed to the patient. */
  confirmedVersion: number | undefined;
  /** The start before the last reschedule that this run saw. */
  previousStartsAt: number | undefined;
  private current: AppointmentSnapshot | undefined;
  private reminded: readonly number[] = [];
  /** Attention that was opened in the present status, also when a person has resolved it since. */
  private readonly raised = new Set<AttentionCode>();

  constructor(private readonly input: AppointmentInput) {
    this.correctionOver = input.carried?.correctionOver ?? false;
  }

  get isKnown(): boolean {
    return this.current !== undefined;
  }

  /** The appointment; only asked for once the booking is known. */
  get snapshot(): AppointmentSnapshot {
    if (!this.current) throw unknownAppointment();
    return this.current;
  }

  get status(): AppointmentStatus {
    return this.snapshot.status;
  }

  /** Replaces the snapshot by a newer one of the row; an older one is dropped. */
  update(snapshot: AppointmentSnapshot): void {
    const before = this.current;
    if (before && snapshot.revision < before.revision) return;
    if (before && before.version !== snapshot.version) this.previousStartsAt = before.startsAt;
    if (!before || before.version !== snapshot.version || before.status !== snapshot.status) this.startOver(snapshot);
    for (const code of snapshot.attention) this.raised.add(code);
    this.current = snapshot;
    this.changes += 1;
  }

  /** Another status or time: reminders and warnings begin anew, but for what the run before this one had done. */
  private startOver(snapshot: AppointmentSnapshot): void {
    const { carried, mode } = this.input;
    const isFirst = !this.current;
    const goesOn = isFirst && carried?.version === snapshot.version && carried.status === snapshot.status;
    const isResumed = isFirst && mode === 'resume';
    const since = isResumed ? Math.max(snapshot.statusSince, Date.now() - RESUME_GRACE_MS) : Date.now();
    this.reminded = goesOn ? carried.reminded : remindersPassed(snapshot.policy, since, snapshot.startsAt);
    this.raised.clear();
    for (const code of goesOn ? carried.raised : []) this.raised.add(code);
  }

  /** Notes that the reminder so long before the start was sent. */
  markReminded(beforeMs: number): void {
    this.reminded = [...this.reminded, beforeMs];
  }

  /** Forgets that attention was opened: it was withdrawn, and may be opened again. */
  withdraw(code: AttentionCode): void {
    this.raised.delete(code);
  }

  get visit(): VisitView {
    const { status, statusSince, startsAt, endsAt, patientSeen } = this.snapshot;
    return { status, statusSince, startsAt, endsAt, patientSeen, reminded: this.reminded, raised: [...this.raised] };
  }

  /** What the row does not hold, for the next run. */
  carry() {
    const { version, status } = this.snapshot;
    const { reminded, correctionOver } = this;
    return { version, status, reminded, correctionOver, raised: [...this.raised] };
  }
}
