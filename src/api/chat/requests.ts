import { createHash } from 'node:crypto';
import type { GuestRole } from '../../domain/chat/rooms.js';
import { wordsOf } from '../../domain/chat/search.js';
import { invalid } from '../../domain/errors.js';
import { gather } from '../../domain/gather.js';
import { parseInstant } from '../../domain/instants.js';
import { type Period, parseBound } from '../../domain/periods.js';
import type { EditMessage } from '../../usecases/chat/change-message.js';
import type { AddNurse, InviteGuest } from '../../usecases/chat/manage-members.js';
import type { MarkRead } from '../../usecases/chat/mark-read.js';
import type { MessagesQuery } from '../../usecases/chat/read-messages.js';
import type { ReopenRoom } from '../../usecases/chat/reopen-room.js';
import type { MessageSearch } from '../../usecases/chat/search-messages.js';
import type { SendMessage } from '../../usecases/chat/send-message.js';
import type { UploadAttachment } from '../../usecases/chat/upload-attachment.js';
import { inputId, pathId } from '../http/request.js';
import type { Instant, Uuid } from '../http/wire-formats.js';

/** What a member says. */
export interface MessageBody {
  /**
   * At most 4,000 characters, kept as typed; may be empty where there are files.
   * @maxLength 8000
   * @example "I have been experiencing headaches for the past few days"
   */
  message: string;
  /**
   * An id of the client's own, such as a UUID: sent again with the same one, it is one message.
   * @pattern ^[\x21-\x7e]{1,64}$
   */
  client_message_id?: string | null;
  /** A message of the same room that this one answers. */
  reply_to?: Uuid | null;
  /**
   * Files that the caller has uploaded in this room, in the order in which they are shown. Each is sent once.
   * @maxItems 10
   */
  attachments?: Uuid[] | null;
}

/** What a message is to say from now on. */
export interface MessageChangeBody {
  /**
   * At most 4,000 characters, kept as typed; may be empty where the message has files.
   * @maxLength 8000
   */
  message: string;
}

/** How far a member has read. */
export interface MarkReadBody {
  /**
   * The `seq` of the latest message that was read; all there are when left out.
   * @isInt
   * @minimum 0
   * @maximum 2147483647
   */
  up_to?: number | null;
}

/** Until when a room is to be open again, and why. */
export interface ReopenBody {
  until: Instant;
  /**
   * For the clinic's audit; the patient does not see it.
   * @minLength 1
   * @maxLength 500
   * @example "Results of the blood test"
   */
  reason: string;
}

/** Whom the doctor brings in: a nurse of the clinic by `user`, or a guest by `name`, `email` and `role`. */
export interface MemberBody {
  /** The account of a nurse of the clinic. */
  user?: Uuid | null;
  /**
   * As the others in the room see it.
   * @minLength 1
   * @maxLength 100
   * @example "Ana Silva"
   */
  name?: string | null;
  /**
   * @maxLength 254
   * @example "interpreter@example.com"
   */
  email?: string | null;
  role?: GuestRole | null;
}

/** The token of the link that was mailed to a guest. */
export interface GuestSessionBody {
  /**
   * @minLength 1
   * @maxLength 200
   */
  token: string;
}

/** @throws DomainError validation_failed, not_found */
export function memberOf(room: string, { user, name, email, role }: MemberBody): AddNurse | InviteGuest {
  const roomId = pathId(room, 'Chat room');
  if (user != null) {
    if (name != null || email != null || role != null) throw invalid('user', 'Give a user, or name, email and role.');
    return { roomId, userId: inputId(user, 'user') };
  }
  if (name == null) throw invalid('name', 'A name is needed, or a user.');
  if (email == null) throw invalid('email', 'A mail address is needed.');
  if (role == null) throw invalid('role', 'A role is needed.');
  return { roomId, name, email, role };
}

/** @throws DomainError validation_failed, not_found */
export function reopeningOf(room: string, { until, reason }: ReopenBody): ReopenRoom {
  return { roomId: pathId(room, 'Chat room'), until: parseInstant('until', until), reason };
}

/** @throws DomainError validation_failed, not_found */
export function messageOf(room: string, body: MessageBody): SendMessage {
  const { message, client_message_id: clientMessageId = null, reply_to: replyTo = null, attachments } = body;
  return {
    roomId: pathId(room, 'Chat room'),
    message,
    clientMessageId,
    replyTo: replyTo === null ? null : inputId(replyTo, 'reply_to'),
    attachments: (attachments ?? []).map((id) => inputId(id, 'attachments')),
  };
}

/** What tells one upload from another, without its name and its content. */
export function fingerprintOf({ name, bytes }: UploadAttachment): object {
  const digest = (value: string | Uint8Array) => createHash('sha256').update(value).digest('base64');
  return { name: digest(name), file: digest(bytes) };
}

/** @throws DomainError not_found */
export function placeOf(room: string, id: string): Omit<EditMessage, 'message'> {
  return { roomId: pathId(room, 'Chat room'), messageId: pathId(id, 'Message') };
}

/** @throws DomainError not_found */
export function markReadOf(room: string, { up_to: upTo = null }: MarkReadBody): MarkRead {
  return { roomId: pathId(room, 'Chat room'), upTo };
}

/** What of a room's messages is asked for. */
export interface MessagesWish {
  readonly before?: number | undefined;
  readonly after?: number | undefined;
  readonly since?: number | undefined;
  readonly limit?: number | undefined;
  readonly dateFrom?: string | undefined;
  readonly dateTo?: string | undefined;
}

/** @throws DomainError validation_failed for more than one place to read from, and for days of what has changed since */
export function messagesQueryOf(wish: MessagesWish): MessagesQuery {
  const { before, after, since, limit = 50, dateFrom: from, dateTo: to } = wish;
  const places = [before, after, since].filter((place) => place !== undefined);
  if (places.length > 1) throw invalid('since', 'Give one of before, after and since.');
  if (since !== undefined && (from ?? to) !== undefined) {
    throw invalid('since', 'What has changed since then goes by no date: give no date_from and date_to.');
  }
  return { before, after, since, limit, period: datesOf(wish) };
}

/** @throws DomainError validation_failed */
export function messageSearchOf(search: string, wish: MessagesWish): MessageSearch {
  const { before, after, since, limit = 50 } = wish;
  if ((after ?? since) !== undefined)
    throw invalid('search', 'A search goes back from before: give no after and since.');
  return { words: searchedWords(search), before, limit, period: datesOf(wish) };
}

/** @throws DomainError validation_failed where there is nothing to look for */
export function searchedWords(search: string): readonly string[] {
  const words = wordsOf(search);
  if (words.length === 0) throw invalid('search', 'Please say what to look for.');
  return words;
}

/** As in lists, by the names that they have here. */
function datesOf({ dateFrom: from, dateTo: to }: MessagesWish): Period {
  const bound = (field: string, text: string | undefined) => (text === undefined ? null : parseBound(field, text));
  const bounds = gather({ from: () => bound('date_from', from), to: () => bound('date_to', to) });
  return { ...bounds, zone: null };
}
