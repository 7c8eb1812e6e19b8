import { setTimeout as pause } from 'node:timers/promises';
import type { ImportChanged } from './events.js';

/** Between two events of an import that has not moved: at most four a second. */
const BETWEEN_MS = 250;

/** What an import ends in; it may go on from one of them when somebody takes it back. */
const ENDS: ReadonlySet<string> = new Set(['applied', 'undone', 'cancelled', 'failed']);
/** An import that has ended is known so long, for the pokes that still come of its end. */
const KNOWN_MS = 10_000;

/**
 * How one connection's person sees imports go on. It reads an import when it is poked, one reading of it at a time, so that the last
 * event is as the import stands. A move is sent when it is read, and how many rows were read at most four times a second.
 */
export class ImportFeed {
  private readonly sent = new Map<string, { readonly event: ImportChanged; readonly at: number }>();
  /** Imports that are being read: whether something may have happened since. */
  private readonly stale = new Map<string, boolean>();
  private ended = false;

  constructor(
    /** Null: the person does not follow it. */
    private readonly read: (id: string) => Promise<ImportChanged | null>,
    /** `failed`: it is read again with the next poke. */
    private readonly sink: { changed(event: ImportChanged): void; failed(error: unknown): void },
    private readonly betweenMs = BETWEEN_MS,
    private readonly knownMs = KNOWN_MS,
  ) {}

  /** This import may not be as it was. */
  poke(id: string): void {
    if (this.stale.has(id)) this.stale.set(id, true);
    else void this.readWhileStale(id);
  }

  /** Nothing is sent any more. */
  end(): void {
    this.ended = true;
  }

  private async readWhileStale(id: string): Promise<void> {
    this.stale.set(id, true);
    try {
      while (this.stale.get(id) && !this.ended) {
        this.stale.set(id, false);
        const event = await this.read(id);
        if (event && !this.ended) await this.send(event);
      }
    } catch (error) {
      this.sink.failed(error);
    } finally {
      // In the same step as the last look at `stale`: no poke falls between.
      this.stale.delete(id);
    }
  }

  private async send(event: ImportChanged): Promise<void> {
    const before = this.sent.get(event.id);
    if (before && isSame(before.event, event)) return;
    const waitMs = before ? before.at + this.betweenMs - Date.now() : 0;
    if (before?.event.state === event.state && waitMs > 0) {
      // Read again behind the pause: it may have moved meanwhile.
      this.stale.set(event.id, true);
      await pause(waitMs);
      return;
    }
    this.forgetEnded();
    this.sent.set(event.id, { event, at: Date.now() });
    this.sink.changed(event);
  }

  /** A connection may stand for days, and see thousands of imports. */
  private forgetEnded(): void {
    for (const [id, { event, at }] of this.sent) {
      if (ENDS.has(event.state) && Date.now() - at >= this.knownMs) this.sent.delete(id);
    }
  }
}

function isSame(one: ImportChanged, other: ImportChanged): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
