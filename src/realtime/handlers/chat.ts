import { may } from '../../domain/actor.js';
import { DomainError } from '../../domain/errors.js';
import type { deleteMessage, editMessage } from '../../usecases/chat/change-message.js';
import type { JoinedRoom, joinRoom } from '../../usecases/chat/join-room.js';
import type { markRead } from '../../usecases/chat/mark-read.js';
import type { readNews } from '../../usecases/chat/read-news.js';
import type { sendMessage } from '../../usecases/chat/send-message.js';
import type { Connection } from '../connection.js';
import { deleteOf, editOf, joinOf, leaveOf, readOf, sendOf } from '../payloads.js';
import {
  type ChatViews,
  joinAnswer,
  leftEvent,
  messageEvent,
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
export function chatHandlers(chat: ChatHandlers, failed: (error: unknown) => void) {
  const { views } = chat;
  return {
    'room:join': async (connection, payload) => {
      assertMayChat(connection);
      const wish = joinOf(payload);
      const { roomId } = wish;
      const feed = feedOf(chat, connection, roomId, failed);
      // Live first, then read: a poke from now on is not missed.
      connection.follow(roomId, feed);
      let joined: JoinedRoom;
      try {
        joined = await chat.join(connection.actor, wish);
      } catch (error) {
        if (connection.feeds.get(roomId) === feed) connection.leave(roomId);
        throw error;
      }
      const { room, news } = joined;
      const afterwards = () => {
        connection.emit('welcome', welcomeEvent(roomId, connection.actor.userId));
        feed.begin(room.lastRev, news);
      };
      return { answer: joinAnswer(joined, views), afterwards };
    },
    'room:leave': async (connection, payload) => {
      connection.leave(leaveOf(payload));
      return { answer: {} };
    },
    'message:send': async (connection, payload) => {
      assertMayChat(connection);
      const { message, isRepeat } = await chat.send(connection.actor, sendOf(payload), null);
      return { answer: sentAnswer(message, isRepeat, views) };
    },
    'message:edit': async (connection, payload) => {
      assertMayChat(connection);
      const message = await chat.edit(connection.actor, editOf(payload));
      return { answer: { message: views.message(message) } };
    },
    'message:delete': async (connection, payload) => {
      assertMayChat(connection);
      await chat.remove(connection.actor, deleteOf(payload));
      return { answer: {} };
    },
    'message:read': async (connection, payload) => {
      assertMayChat(connection);
      const { unread } = await chat.markRead(connection.actor, readOf(payload));
      return { answer: readAnswer(unread) };
    },
  } satisfies Readonly<Record<string, Handler>>;
}

function assertMayChat({ actor }: Connection): void {
  if (!may(actor, 'chat:use')) throw new DomainError('forbidden', 'Your role has no chat.');
}

function feedOf(
  { news, views }: ChatHandlers,
  connection: Connection,
  roomId: string,
  failed: (error: unknown) => void,
): RoomFeed {
  return new RoomFeed((since) => news(connection.actor, roomId, since), {
    message: (message) => {
      if (message.version > 1) connection.emit('message:changed', views.message(message));
      else connection.emit('message', messageEvent(message, views));
    },
    read: (receipt) => connection.emit('message:read', readEvent(roomId, receipt)),
    status: (state) => connection.emit('room:status', statusEvent(roomId, state)),
    left: (reason) => {
      connection.leave(roomId);
      connection.emit('room:left', leftEvent(roomId, reason));
    },
    failed,
  });
}
