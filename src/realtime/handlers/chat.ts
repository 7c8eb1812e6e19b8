import type { ClientEvent } from '../../domain/chat/live.js';
import type { deleteMessage, editMessage } from '../../usecases/chat/change-message.js';
import type { checkWriting } from '../../usecases/chat/check-writing.js';
import type { JoinedRoom, joinRoom } from '../../usecases/chat/join-room.js';
import type { markRead } from '../../usecases/chat/mark-read.js';
import type { readNews } from '../../usecases/chat/read-news.js';
import type { RoomState } from '../../usecases/chat/room-news.js';
import type { sendMessage } from '../../usecases/chat/send-message.js';
import type { Connection } from '../connection.js';
import { eventLimit, TYPING_OF_SOCKET } from '../event-limit.js';
import { deleteOf, editOf, joinOf, readOf, roomIdOf, sendOf } from '../payloads.js';
import type { PresenceChannel } from '../presence-channel.js';
import {
  type ChatViews,
  joinAnswer,
  leftEvent,
  messageEvent,
  presenceEvent,
  readAnswer,
  readEvent,
  sentAnswer,
  statusEvent,
  welcomeEvent,
} from '../presenter.js';
import { RoomFeed } from '../room-feed.js';

export interface ChatHandlers {
  readonly join: ReturnType<typeof joinRoom>;
  readonly news: ReturnType<typeof readNews>;
  readonly send: ReturnType<typeof sendMessage>;
  readonly edit: ReturnType<typeof editMessage>;
  readonly remove: ReturnType<typeof deleteMessage>;
  readonly checkWriting: ReturnType<typeof checkWriting>;
  readonly markRead: ReturnType<typeof markRead>;
  readonly views: ChatViews;
}

/** What an event comes to; `afterwards` is done once the client was answered. */
export interface Outcome {
  /** Beside `ok: true`. */
  readonly answer: Readonly<Record<string, unknown>>;
  readonly afterwards?: () => void;
}

/** An event of a connection. @throws DomainError */
export type Handler = (connection: Connection, payload: unknown) => Promise<Outcome>;

/** Chat on a socket: the use cases of the REST routes, and what is new as it happens. */
export function chatHandlers(chat: ChatHandlers, presence: PresenceChannel, failed: (error: unknown) => void) {
  const { views } = chat;
  const limitTyping = eventLimit(TYPING_OF_SOCKET);
  return {
    'room:join': async (connection, payload) => {
      const wish = joinOf(payload);
      const { roomId } = wish;
      const feed = feedOf(chat, presence, { connection, roomId, failed });
      // Live first, then read: a poke from now on is not missed.
      connection.follow(roomId, feed);
      let joined: JoinedRoom;
      try {
        joined = await chat.join(connection.actor, wish);
      } catch (error) {
        if (connection.feeds.get(roomId) === feed) leave(connection, presence, roomId);
        throw error;
      }
      const { room, news } = joined;
      // Whoever has left meanwhile, or joined once more, is not there by this join.
      const isCurrent = connection.feeds.get(roomId) === feed;
      const online = isCurrent ? attend(connection, presence, roomId, news.state) : [];
      const afterwards = () => {
        connection.emit('welcome', welcomeEvent(roomId, connection.actor.userId));
        feed.begin(room.lastRev, news);
      };
      return { answer: joinAnswer(joined, online, views), afterwards };
    },
    'room:leave': async (connection, payload) => {
      leave(connection, presence, roomIdOf(payload));
      return { answer: {} };
    },
    'message:send': async (connection, payload) => {
      const { message, isRepeat } = await chat.send(connection.actor, sendOf(payload), null);
      presence.stopTyping(connection, message.roomId);
      return { answer: sentAnswer(message, isRepeat, views) };
    },
    'message:edit': async (connection, payload) => {
      const message = await chat.edit(connection.actor, editOf(payload));
      return { answer: { message: views.message(message) } };
    },
    'message:delete': async (connection, payload) => {
      await chat.remove(connection.actor, deleteOf(payload));
      return { answer: {} };
    },
    typing: async (connection, payload) => {
      await limitTyping(connection.socket.id);
      const roomId = roomIdOf(payload);
      await chat.checkWriting(connection.actor, roomId);
      presence.type(connection, roomId);
      return { answer: {} };
    },
    'message:read': async (connection, payload) => {
      const { unread } = await chat.markRead(connection.actor, readOf(payload));
      return { answer: readAnswer(unread) };
    },
  } satisfies Readonly<Partial<Record<ClientEvent, Handler>>>;
}

/** Only a member is seen, and sees, and only while the room is open. Returns who is there. */
function attend(
  connection: Connection,
  presence: PresenceChannel,
  roomId: string,
  { canSend }: RoomState,
): readonly string[] {
  if (canSend) return presence.enter(connection, roomId);
  presence.leave(connection, roomId);
  return [];
}

function leave(connection: Connection, presence: PresenceChannel, roomId: string): void {
  connection.leave(roomId);
  presence.leave(connection, roomId);
}

interface Following {
  readonly connection: Connection;
  readonly roomId: string;
  readonly failed: (error: unknown) => void;
}

function feedOf(
  { news, views }: ChatHandlers,
  presence: PresenceChannel,
  { connection, roomId, failed }: Following,
): RoomFeed {
  return new RoomFeed((since, sent) => news(connection.actor, { roomId, since, sent }), {
    message: (message) => {
      if (message.version > 1) connection.emit('message:changed', views.message(message));
      else connection.emit('message', messageEvent(message, views));
    },
    read: (receipt) => connection.emit('message:read', readEvent(roomId, receipt)),
    status: (state) => {
      connection.emit('room:status', statusEvent(roomId, state));
      const at = new Date();
      for (const userId of attend(connection, presence, roomId, state)) {
        connection.emit('presence', presenceEvent({ roomId, userId }, true, at));
      }
    },
    left: (reason) => {
      leave(connection, presence, roomId);
      connection.emit('room:left', leftEvent(roomId, reason));
    },
    failed,
  });
}
