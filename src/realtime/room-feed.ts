import { DomainError } from '../domain/errors.js';
import { AT_ONCE, type JustSent, type RoomNews, type RoomState } from '../usecases/chat/room-news.js';
import type { ShownMessage } from '../usecases/chat/shown-messages.js';

/** What a feed does with what it finds. */
export interface FeedSink {
  message(message: ShownMessage): void;
  read(receipt: RoomNews['receipts'][number]): void;
  status(state: RoomState): void;
  /** The person may not read the room any more: the feed has ended. */
  left(reason: string): void;
  /** Reading failed: what is new comes with the next poke or look. */
  failed(error: unknown): void;
}

/**
 * One connection's view of one room. It remembers the last `rev` that it has handed out, and reads what is newer whenever it
 * is poked, one reading at a time, so that changes come in their order, once, and none is left out, however pokes come.
 */
export class RoomFeed {
  private rev = 0;
  private state: RoomState | null = null;
  private readonly readUpTo = new Map<string, number>();
  /** Whether something may have happened since the last reading began. */
  private stale = false;
  /** A message that was sent by this process, and may be all that is new. */
  private sent: JustSent | null = null;
  private reading = false;
  private ended = false;
  private behind = false;

  constructor(
    private readonly news: (since: number, sent: JustSent | null) => Promise<RoomNews>,
    private readonly sink: FeedSink,
  ) {}

  /** From now on what comes after this `rev` is handed out; what was poked meanwhile is read first. */
  begin(rev: number, { receipts, state }: RoomNews): void {
    this.rev = rev;
    this.state = state;
    for (const { userId, upTo } of receipts) this.readUpTo.set(userId, upTo);
    this.readWhileStale();
  }

  /** Something may be new; `sent`: this message alone, as far as its transaction knows. */
  poke(sent: JustSent | null = null): void {
    // What was poked before has to be read in any case.
    this.sent = this.stale ? null : sent;
    this.stale = true;
    this.readWhileStale();
  }

  /** Whether its last reading failed. */
  get isBehind(): boolean {
    return this.behind;
  }

  /** Nothing is handed out any more. */
  end(): void {
    this.ended = true;
  }

  private readWhileStale(): void {
    if (this.reading || this.state === null) return;
    this.reading = true;
    void this.readAll();
  }

  private async readAll(): Promise<void> {
    try {
      while (this.stale && !this.ended) {
        const { sent } = this;
        this.stale = false;
        this.sent = null;
        const news = await this.news(this.rev, sent);
        this.behind = false;
        if (!this.ended) this.handOut(news);
      }
    } catch (error) {
      this.fail(error);
    } finally {
      // In the same step as the last look at `stale`: no poke falls between.
      this.reading = false;
    }
  }

  private fail(error: unknown): void {
    if (this.ended) return;
    if (isFinal(error)) {
      this.end();
      this.sink.left(error.message);
      return;
    }
    this.behind = true;
    this.sink.failed(error);
  }

  private handOut({ changes, receipts, state }: RoomNews): void {
    for (const change of changes) {
      this.rev = change.rev;
      this.sink.message(change);
    }
    // More than one reading takes: there may be others.
    if (changes.length >= AT_ONCE) this.stale = true;
    for (const receipt of receipts) {
      if (receipt.upTo <= (this.readUpTo.get(receipt.userId) ?? 0)) continue;
      this.readUpTo.set(receipt.userId, receipt.upTo);
      this.sink.read(receipt);
    }
    if (!isSame(state, this.state)) this.sink.status(state);
    this.state = state;
  }
}

/** The person has no business in the room any more; anything else may be over in a moment. */
function isFinal(error: unknown): error is DomainError {
  return error instanceof DomainError && (error.code === 'not_found' || error.code === 'forbidden');
}

function isSame(one: RoomState, other: RoomState | null): boolean {
  return (
    one.status === other?.status && one.canSend === other.canSend && one.opensAt.getTime() === other.opensAt.getTime()
  );
}
