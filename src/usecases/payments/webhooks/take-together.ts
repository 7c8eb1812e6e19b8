import { type SystemActor, webhookOf } from '../../../domain/actor.js';
import type {
  IncomingEvent,
  ProviderEventRepository,
  ProviderEventRow,
} from '../../../models/repositories/payments/provider-events.js';

type Inbox = Pick<ProviderEventRepository, 'take'>;
/** The inbox as somebody who may write these events. */
type InboxOf = (by: SystemActor) => Pick<ProviderEventRepository, 'takeAll'>;

/** An event whose sender waits until it is stored. */
interface Waiting {
  readonly event: IncomingEvent;
  readonly now: Date;
  readonly stored: (row: ProviderEventRow | null) => void;
  readonly failed: (error: unknown) => void;
}

/**
 * The inbox for a burst of webhooks: an event that comes alone is stored at once; those that come while a statement runs
 * are stored together by the next one, in one commit. Each `take` answers when its own event is durable. When events
 * cannot be stored together, each is stored by itself, so that one of them does not keep back the others.
 */
export function takeTogether(inbox: InboxOf): Inbox {
  let waiting: Waiting[] = [];
  let running = false;

  const storeWaiting = async () => {
    running = true;
    while (waiting.length > 0) {
      const together = waiting;
      waiting = [];
      await store(inbox, together);
    }
    running = false;
  };
  return {
    take: (event, now) =>
      new Promise((stored, failed) => {
        waiting.push({ event, now, stored, failed });
        if (!running) void storeWaiting();
      }),
  };
}

/** Never rejects: what goes wrong goes to those who wait. */
async function store(inbox: InboxOf, waiting: readonly Waiting[]): Promise<void> {
  const [first, ...others] = waiting;
  if (!first) return;
  try {
    const events = waiting.map(({ event }) => event);
    const opens = { event: events.map(({ eventId }) => eventId) };
    const rows = await inbox(webhookOf(first.event.provider, opens)).takeAll(events, first.now);
    const rowByKey = new Map(rows.map((row) => [keyOf(row), row]));
    for (const { event, stored } of waiting) stored(rowByKey.get(keyOf(event)) ?? null);
  } catch (error) {
    if (others.length === 0) first.failed(error);
    else for (const one of waiting) await store(inbox, [one]);
  }
}

function keyOf({ provider, eventId }: Pick<IncomingEvent, 'provider' | 'eventId'>): string {
  return `${provider}/${eventId}`;
}
