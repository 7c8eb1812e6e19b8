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
  private behind = false;

  constructor(
    private since: Date,
    private readonly read: (since: Date) => Promise<readonly Notice[]>,
    /** `failed`: what is new comes with the next poke or look. */
    private readonly sink: { tell(notice: Notice): void; failed(error: unknown): void },
  ) {}

  /** Something may be new. */
  poke(): void {
    this.stale = true;
    if (!this.reading) void this.readWhileStale();
  }

  /** Whether its last reading failed. */
  get isBehind(): boolean {
    return this.behind;
  }

  private async readWhileStale(): Promise<void> {
    this.reading = true;
    try {
      while (this.stale) {
        this.stale = false;
        const notices = await this.read(this.since);
        this.behind = false;
        for (const notice of notices) this.tell(notice);
      }
    } catch (error) {
      this.behind = true;
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
