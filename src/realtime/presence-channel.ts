import type { Namespace } from 'socket.io';
import type { Connection } from './connection.js';
import type { ClientEvents, ProcessEvents, ServerEvents } from './events.js';
import { type Attendance, Presence } from './presence.js';
import { presenceEvent, typingEvent } from './presenter.js';

type ChatNamespace = Namespace<ClientEvents, ServerEvents, ProcessEvents>;

/** A connection that is lost for less than this is not seen to be. */
const GRACE_MS = 3_000;
/** Everybody who is here is told to the others once in so many seconds. */
const BEAT_SECONDS = 5;
/** Three beats that did not come: the process is dead. */
const LIFE_MS = 15_000;
/** How many fit into a notification of the PostgreSQL server, which takes 8,000 bytes, twice. */
const AT_ONCE = 40;
const TYPING_SECONDS = 5;
/** As which source a process knows its own connections. */
const OWN = 'here';

/**
 * Presence and typing among the members of open rooms, over all processes. Each process works out for itself who is online,
 * and tells its own sockets; socket.io's rooms hold those of members whose room is open.
 */
export class PresenceChannel {
  private readonly presence = new Presence();
  private seconds = 0;

  constructor(
    private readonly chat: ChatNamespace,
    private readonly connections: ReadonlySet<Connection>,
    private readonly process: string,
    private readonly now: () => Date,
  ) {
    chat.on('presence:here', (from, who) => {
      const until = this.nowMs() + LIFE_MS;
      for (const one of who) if (this.presence.arrive(one, from, until)) this.show(one, true);
    });
    chat.on('presence:left', (from, who) => {
      const until = this.nowMs() + GRACE_MS;
      for (const one of who) this.presence.depart(one, from, until);
    });
    chat.on('presence:ask', () => this.beat());
  }

  /** This connection follows an open room as a member. Returns who is online there, its own person too. */
  enter(connection: Connection, roomId: string): readonly string[] {
    if (!connection.present.has(roomId)) {
      connection.present.add(roomId);
      const who = { roomId, userId: connection.actor.userId };
      // Before the socket is in the room: its own arrival is in the answer.
      if (this.presence.arrive(who, OWN, Number.POSITIVE_INFINITY)) this.show(who, true);
      void connection.socket.join(roomId);
      this.chat.serverSideEmit('presence:here', this.process, [who]);
    }
    return this.presence.online(roomId);
  }

  /** It does so no more: it has left, or the room is closed, or the person is no member. */
  leave(connection: Connection, roomId: string): void {
    if (!connection.present.delete(roomId)) return;
    this.stopTyping(connection, roomId);
    void connection.socket.leave(roomId);
    const { userId } = connection.actor;
    const isThere = [...this.connections].some(({ actor, present }) => actor.userId === userId && present.has(roomId));
    if (isThere) return;
    this.presence.depart({ roomId, userId }, OWN, this.nowMs() + GRACE_MS);
    this.chat.serverSideEmit('presence:left', this.process, [{ roomId, userId }]);
  }

  /** The connection has ended. */
  leaveAll(connection: Connection): void {
    for (const roomId of [...connection.present]) this.leave(connection, roomId);
  }

  /** Shows the others in the room that this person is typing. */
  type(connection: Connection, roomId: string): void {
    connection.typing.set(roomId, this.nowMs() + TYPING_SECONDS * 1_000);
    this.showTyping(connection, roomId, TYPING_SECONDS);
  }

  /** What was typed is sent, or will not be. */
  stopTyping(connection: Connection, roomId: string): void {
    const until = connection.typing.get(roomId) ?? 0;
    connection.typing.delete(roomId);
    if (until > this.nowMs()) this.showTyping(connection, roomId, 0);
  }

  /** To be called each second. */
  tick(): void {
    for (const who of this.presence.expire(this.nowMs())) this.show(who, false);
    if (this.seconds === 0) this.chat.serverSideEmit('presence:ask');
    if (this.seconds % BEAT_SECONDS === 0) this.beat();
    this.seconds += 1;
  }

  private beat(): void {
    const here = new Map<string, Attendance>();
    for (const { actor, present } of this.connections) {
      for (const roomId of present) here.set(`${roomId} ${actor.userId}`, { roomId, userId: actor.userId });
    }
    const who = [...here.values()];
    for (let at = 0; at < who.length; at += AT_ONCE) {
      this.chat.serverSideEmit('presence:here', this.process, who.slice(at, at + AT_ONCE));
    }
  }

  private show(who: Attendance, isOnline: boolean): void {
    this.chat.local.to(who.roomId).emit('presence', presenceEvent(who, isOnline, this.now()));
  }

  private showTyping({ socket, actor }: Connection, roomId: string, seconds: number): void {
    socket
      .to(roomId)
      .except(roomOfPerson(actor.userId))
      .emit('typing', typingEvent(roomId, actor.userId, seconds));
  }

  private nowMs(): number {
    return this.now().getTime();
  }
}

/** The room of socket.io in which all connections of a person are. */
export function roomOfPerson(userId: string): string {
  return `person/${userId}`;
}
