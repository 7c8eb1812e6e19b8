import { randomUUID } from 'node:crypto';
import type pg from 'pg';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** How far away a visit is: by the policy a patient's cancel refunds nothing, half or all. */
export type Notice = 'near' | 'day' | 'far';

/** Far enough from the tiers' edges (2 h, 24 h) for a run of an hour to stay between them. */
const BEGINS: Readonly<Record<Notice, number>> = { near: 75 * MINUTE_MS, day: 4 * HOUR_MS, far: 26 * HOUR_MS };
const NEAR_UNTIL_MS = 115 * MINUTE_MS;
const MOVED_FROM_MS = 80 * HOUR_MS;
const LENGTH_MS = MINUTE_MS;

/** A visit that takes place during the run. */
const VISIT_LEAD_MS = 25_000;
const VISIT_LENGTH_MS = 6_000;

export interface SlotOwner {
  readonly clinicId: string;
  /** As many patients or more can be booked with them, each at a time of their own. */
  readonly doctorIds: readonly string[];
  readonly visitDoctorIds: readonly string[];
}

/** A slot, and which seat in the waiting room its patient has: who shares a seat never overlaps. */
export interface Place {
  readonly slotId: string;
  readonly seat: number;
}

/** Slots made as they are needed, straight in the database: no two of a doctor overlap, and none twice of a patient. */
export class Slots {
  private readonly taken: Record<Notice, number> = { near: 0, day: 0, far: 0 };
  private moved = 0;
  private readonly freeFrom: number[];

  constructor(
    private readonly db: pg.Pool,
    private readonly owner: SlotOwner,
    private readonly begun: number,
  ) {
    this.freeFrom = owner.visitDoctorIds.map(() => 0);
  }

  async take(notice: Notice): Promise<Place> {
    const { doctorIds } = this.owner;
    const seat = this.taken[notice];
    const start = this.begun + BEGINS[notice] + Math.floor(seat / doctorIds.length) * LENGTH_MS;
    // None of them is left: the next tier has room for all.
    if (notice === 'near' && start + LENGTH_MS > this.begun + NEAR_UNTIL_MS) return this.take('day');
    this.taken[notice] += 1;
    return { slotId: await this.insert(doctorIds[seat % doctorIds.length], start, LENGTH_MS), seat };
  }

  /** A slot to move to, at a time that nobody else has. */
  async another(): Promise<string> {
    const n = this.moved;
    this.moved += 1;
    const { doctorIds } = this.owner;
    return this.insert(doctorIds[n % doctorIds.length], this.begun + MOVED_FROM_MS + n * LENGTH_MS, LENGTH_MS);
  }

  /** A visit that starts in half a minute; the seat says which doctor. */
  async soon(): Promise<Place> {
    const { visitDoctorIds } = this.owner;
    const seat = this.freeFrom.indexOf(Math.min(...this.freeFrom));
    const start = Math.max(Date.now() + VISIT_LEAD_MS, this.freeFrom[seat] ?? 0);
    this.freeFrom[seat] = start + VISIT_LENGTH_MS;
    return { slotId: await this.insert(visitDoctorIds[seat], start, VISIT_LENGTH_MS), seat };
  }

  private async insert(doctorId: string | undefined, start: number, length: number): Promise<string> {
    const id = randomUUID();
    await this.db.query(
      `insert into availabilities (id, clinic_id, doctor_id, start_time, end_time, slot_type, timezone)
       values ($1, $2, $3, $4, $5, 'short', 'UTC')`,
      [id, this.owner.clinicId, doctorId, new Date(start), new Date(start + length)],
    );
    return id;
  }
}
