import type { Socket } from 'socket.io';
import type { ChatActor } from '../domain/actor.js';
import type { ClientEvents, ProcessEvents, ServerEvents } from './events.js';
import type { ImportFeed } from './import-feed.js';
import type { NoticeFeed } from './notice-feed.js';
import type { RoomFeed } from './room-feed.js';

export type LiveSocket = Socket<ClientEvents, ServerEvents, ProcessEvents>;

/** Who a token stands for, and until when it counts. */
export interface Standing {
  readonly actor: ChatActor;
  readonly expiresAt: Date;
}

/** What waits for a client that reads too slowly: beyond it the client is disconnected, and catches up when it is back. */
const MOST_WAITING = 1_000;
/** The longest that a timer can wait. */
const LONGEST_MS = 2 ** 31 - 1;

/** One socket: whose it is, until when, and which rooms it follows. */
export class Connection {
  readonly feeds = new Map<string, RoomFeed>();
  /** What its person is shown in the app; null for a guest. */
  notices: NoticeFeed | null = null;
  /** How imports of price lists stand that its person follows; null for a guest. */
  imports: ImportFeed | null = null;
  /** Resolves when its person was notified of the records that have changed until now. */
  notified: Promise<unknown> = Promise.resolve();
  /** The open rooms in which its person is seen to be by it. */
  readonly present = new Set<string>();
  /** Where its person types: until when, in milliseconds. */
  readonly typing = new Map<string, number>();
  private expiry: NodeJS.Timeout | undefined;

  constructor(
    readonly socket: LiveSocket,
    private token: string,
    private standing: Standing,
    private readonly now: () => Date,
  ) {
    this.watchExpiry();
  }

  get actor(): ChatActor {
    return this.standing.actor;
  }

  get presentToken(): string {
    return this.token;
  }

  /** Goes on as this token says. */
  goOnAs(token: string, standing: Standing): void {
    this.token = token;
    this.standing = standing;
    this.watchExpiry();
  }

  /** Follows a room from now on, in place of how it did before. */
  follow(roomId: string, feed: RoomFeed): void {
    this.leave(roomId);
    this.feeds.set(roomId, feed);
  }

  leave(roomId: string): void {
    this.feeds.get(roomId)?.end();
    this.feeds.delete(roomId);
  }

  /** Sends an event, unless too many wait already. */
  emit<Name extends keyof ServerEvents>(name: Name, ...event: Parameters<ServerEvents[Name]>): void {
    if (this.waiting() > MOST_WAITING) {
      this.close();
      return;
    }
    this.socket.emit(name, ...event);
  }

  /** Tells the client why, and disconnects it. */
  end(code: 'expired' | 'revoked'): void {
    this.socket.emit('session:end', { code });
    this.close();
  }

  /** Disconnects; nothing is handed out any more. */
  close(): void {
    this.forget();
    this.socket.disconnect(true);
  }

  /** The socket is gone. */
  forget(): void {
    clearTimeout(this.expiry);
    for (const roomId of [...this.feeds.keys()]) this.leave(roomId);
    this.imports?.end();
  }

  private waiting(): number {
    // Not in the library's types.
    const packets: unknown = Reflect.get(this.socket.conn, 'writeBuffer');
    if (!Array.isArray(packets)) throw new Error('the library keeps what waits to be sent elsewhere');
    return packets.length;
  }

  private watchExpiry(): void {
    clearTimeout(this.expiry);
    const leftMs = this.standing.expiresAt.getTime() - this.now().getTime();
    this.expiry = setTimeout(() => this.end('expired'), Math.min(Math.max(leftMs, 0), LONGEST_MS));
    this.expiry.unref();
  }
}
