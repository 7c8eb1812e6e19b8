import type { Notice } from '../usecases/messaging/notices.js';

/** Transactions that began before a reading may commit after it. */
const OVERLAP_MS = 10_000;

/**
 * What one connection is told of its person's notifications: whatever comes or is read while it lasts, each once. It reads when it
 * is poked, one reading at a time.
 */
export class NoticeFeed {
  private readonly told = new Map<string, boolean>();
  private stale = false;
  private reading = false;

  constructor(
    private since: Date,
    private readonly read: (since: Date) => Promise<readonly Notice[]>,
    private readonly sink: { tell(notice: Notice): void; failed(error: unknown): void },
  ) {}

  /** Something may be new. */
  poke(): void {
    this.stale = true;
    if (!this.reading) void this.readWhileStale();
  }

  private async readWhileStale(): Promise<void> {
    this.reading = true;
    try {
      while (this.stale) {
        this.stale = false;
        for (const notice of await this.read(this.since)) this.tell(notice);
      }
    } catch (error) {
      this.sink.failed(error);
    } finally {
      this.reading = false;
    }
  }

  private tell(notice: Notice): void {
    const isRead = notice.readAt !== null;
    if (this.told.get(notice.id) === isRead) return;
    this.told.set(notice.id, isRead);
    this.sink.tell(notice);
    const at = (notice.readAt ?? notice.createdAt).getTime() - OVERLAP_MS;
    if (at > this.since.getTime()) this.since = new Date(at);
  }
}
