import type { Findings } from './findings.js';
import { Books, type Whereabouts } from './money.js';
import type { World } from './world.js';

/** What a checker found. */
export interface Verdict {
  readonly rules: ReturnType<Findings['table']>;
  readonly violations: Findings['violations'];
  /** How many there are of what, so that a run in which nothing happened is seen to be one. */
  readonly counts: Readonly<Record<string, number>>;
}

/** How many there are of what. */
export function countsOf(world: World): Record<string, number> {
  const counts: Record<string, number> = {};
  const add = (name: string) => {
    counts[name] = (counts[name] ?? 0) + 1;
  };
  for (const row of world.appointments) add(`appointments ${row.status}`);
  const books = new Books(world);
  for (const payment of world.payments) {
    const where: Whereabouts | 'lost' = books.whereabouts(payment) ?? 'lost';
    add(`payments ${where}`);
  }
  for (const refund of world.refunds) add(`refunds ${refund.status}`);
  for (const event of world.events) add(`events ${event.outcome ?? 'unprocessed'}`);
  for (const row of world.deliveries) add(`messages ${row.state}`);
  for (const entry of world.attention) add(`attention ${entry.code}`);
  counts['chat rooms'] = world.chatRooms.length;
  counts['chat messages'] = world.chatMessages.length;
  counts['visits checked in'] = world.appointments.filter((row) => row.checked_in_at !== null).length;
  const ids = new Set(world.mails.map((mail) => mail.message_id));
  counts['messages received twice'] = world.mails.length - ids.size;
  return counts;
}
