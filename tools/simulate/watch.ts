import type pg from 'pg';
import { pause } from '../rig/stack.js';

/** An appointment as it stands. */
export interface Standing {
  readonly id: string;
  readonly status: string;
  readonly payment_status: string;
  readonly doctor_id: string;
  readonly starts_at: Date;
  readonly ends_at: Date;
}

interface Waiting {
  readonly id: string;
  readonly wanted: (standing: Standing) => boolean;
  readonly until: number;
  readonly done: (standing: Standing | null) => void;
}

const EVERY_MS = 250;

/** One look for everybody who waits: asking through the API one by one would keep the machine busy with nothing else. */
export class Watch {
  private readonly waiting = new Set<Waiting>();

  constructor(
    private readonly db: pg.Pool,
    private readonly over: AbortSignal,
  ) {}

  /** What stands there once it is as wanted; null when that never came. */
  until(id: string, wanted: Waiting['wanted'], ms: number): Promise<Standing | null> {
    return new Promise((done) => this.waiting.add({ id, wanted, until: Date.now() + ms, done }));
  }

  /** Looks until nobody can be waiting any more. */
  async run(): Promise<void> {
    while (!this.over.aborted) {
      await pause(EVERY_MS, this.over);
      await this.look();
    }
    for (const one of this.waiting) one.done(null);
  }

  private async look(): Promise<void> {
    if (this.waiting.size === 0) return;
    const waiting = [...this.waiting];
    const { rows } = await this.db.query<Standing>(
      'select id, status, payment_status, doctor_id, starts_at, ends_at from appointments where id = any($1)',
      [waiting.map(({ id }) => id)],
    );
    const standings = new Map(rows.map((row) => [row.id, row]));
    for (const one of waiting) {
      const standing = standings.get(one.id);
      const there = standing !== undefined && one.wanted(standing);
      if (!there && Date.now() < one.until) continue;
      this.waiting.delete(one);
      one.done(there ? standing : null);
    }
  }
}
