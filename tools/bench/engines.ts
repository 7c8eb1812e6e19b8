import { setTimeout as delay } from 'node:timers/promises';
import type { Field } from './field.js';
import { type Measured, measure } from './measure.js';

const DRAIN_MS = 60_000;

/** Calls to either engine. What they started is finished before the next is measured. */
export class Engines {
  private bareCalls = 0;

  constructor(private readonly field: Field) {}

  async ours(count: number, width: number): Promise<Measured> {
    const { bookings, product, servers } = this.field;
    const before = servers.mail.taken();
    const measured = await Promise.race([measure(count, width, () => bookings.book()), product.died]);
    await settled(async () => servers.mail.taken() - before >= count, 'mail for each booking');
    return measured;
  }

  async bare(count: number, width: number): Promise<Measured> {
    const { caller, worker } = this.field.bare;
    const reply = await caller.ask({ ask: 'run', count, width });
    if (reply.about !== 'run') throw new Error(`the bare caller answered ${reply.about}`);
    this.bareCalls += count;
    await settled(async () => {
      const activities = await worker.ask({ ask: 'activities' });
      return activities.about === 'activities' && activities.done >= this.bareCalls;
    }, 'the bare activities');
    return reply.measured;
  }
}

export async function settled(done: () => Promise<boolean>, what: string): Promise<void> {
  const end = Date.now() + DRAIN_MS;
  while (!(await done())) {
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await delay(50);
  }
  // Task completions that nobody waits for.
  await delay(150);
}
