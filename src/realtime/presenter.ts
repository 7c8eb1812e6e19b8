import type { Receipt } from '../domain/chat/receipts.js';
import type { JoinedRoom } from '../usecases/chat/join-room.js';
import type { RoomState } from '../usecases/chat/room-news.js';
import type { ShownMessage } from '../usecases/chat/shown-messages.js';
import type { EventOf } from './events.js';
import type { Attendance } from './presence.js';

/** The objects of the REST API: a message and a room look the same on both. */
export interface ChatViews {
  readonly message: (message: ShownMessage) => object;
  readonly room: (room: JoinedRoom['room']) => object;
}

export function joinAnswer({ room, messages, more }: JoinedRoom, online: readonly string[], views: ChatViews) {
  return { room: views.room(room), rev: room.lastRev, messages: messages.map(views.message), more, online };
}

export function sentAnswer(message: ShownMessage, isRepeat: boolean, views: ChatViews) {
  return { message: views.message(message), ...(isRepeat ? { duplicate: true } : {}) };
}

export function readAnswer(unread: number) {
  return { room_unread_count: unread };
}

export function renewedAnswer(expiresAt: Date) {
  return { expires_at: expiresAt.toISOString() };
}

export function welcomeEvent(roomId: string, userId: string): EventOf<'welcome'> {
  return { type: 'welcome', room_id: roomId, message: 'You are connected to this chat room.', user: userId };
}

export function messageEvent(message: ShownMessage, views: ChatViews): EventOf<'message'> {
  return { type: 'message', ...views.message(message) };
}

export function readEvent(roomId: string, { userId, upTo, readAt }: Receipt): EventOf<'message:read'> {
  return { room_id: roomId, user: userId, up_to: upTo, read_at: readAt.toISOString() };
}

export function typingEvent(roomId: string, userId: string, seconds: number): EventOf<'typing'> {
  return { room_id: roomId, user: userId, expires_in: seconds };
}

export function presenceEvent({ roomId, userId }: Attendance, isOnline: boolean, at: Date): EventOf<'presence'> {
  return { room_id: roomId, user: userId, online: isOnline, at: at.toISOString() };
}

export function statusEvent(roomId: string, { status, canSend, opensAt }: RoomState): EventOf<'room:status'> {
  return { room_id: roomId, status, can_send_messages: canSend, opens_at: opensAt.toISOString() };
}

export function leftEvent(roomId: string, reason: string): EventOf<'room:left'> {
  return { room_id: roomId, reason };
}
