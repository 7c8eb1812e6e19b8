import { MOST_ATTACHMENTS } from '../domain/chat/attachments.js';
import { invalid, notFound } from '../domain/errors.js';
import { isUuid } from '../domain/ids.js';
import type { EditMessage } from '../usecases/chat/change-message.js';
import type { JoinRoom } from '../usecases/chat/join-room.js';
import type { MarkRead } from '../usecases/chat/mark-read.js';
import type { SendMessage } from '../usecases/chat/send-message.js';

const LARGEST = 2 ** 31 - 1;
const CLIENT_MESSAGE_ID = /^[\x21-\x7e]{1,64}$/;

type Members = Readonly<Record<string, unknown>>;

/** @throws DomainError validation_failed, not_found */
export function joinOf(payload: unknown): JoinRoom {
  const members = membersOf(payload, ['room_id', 'since']);
  return { roomId: roomOf(members), since: members.since == null ? null : countOf(members.since, 'since') };
}

/** @throws DomainError validation_failed, not_found */
export function roomIdOf(payload: unknown): string {
  return roomOf(membersOf(payload, ['room_id']));
}

/** @throws DomainError validation_failed, not_found */
export function sendOf(payload: unknown): SendMessage {
  const members = membersOf(payload, ['room_id', 'message', 'client_message_id', 'reply_to', 'attachments']);
  const clientMessageId = textOf(members, 'client_message_id');
  if (!CLIENT_MESSAGE_ID.test(clientMessageId)) {
    throw invalid('client_message_id', 'Up to 64 visible ASCII characters, such as a UUID.');
  }
  return {
    roomId: roomOf(members),
    message: textOf(members, 'message'),
    clientMessageId,
    replyTo: members.reply_to == null ? null : idOf(textOf(members, 'reply_to'), 'reply_to'),
    attachments: members.attachments == null ? [] : idsOf(members.attachments, 'attachments'),
  };
}

/** @throws DomainError validation_failed, not_found */
export function editOf(payload: unknown): EditMessage {
  const members = membersOf(payload, ['room_id', 'id', 'message']);
  return { ...placeIn(members), message: textOf(members, 'message') };
}

/** @throws DomainError validation_failed, not_found */
export function deleteOf(payload: unknown): Omit<EditMessage, 'message'> {
  return placeIn(membersOf(payload, ['room_id', 'id']));
}

/** @throws DomainError validation_failed, not_found */
export function readOf(payload: unknown): MarkRead {
  const members = membersOf(payload, ['room_id', 'up_to']);
  return { roomId: roomOf(members), upTo: countOf(members.up_to, 'up_to') };
}

/** @throws DomainError validation_failed */
export function tokenOf(payload: unknown): string {
  return textOf(membersOf(payload, ['token']), 'token');
}

/** An object with no member but these. */
function membersOf(payload: unknown, known: readonly string[]): Members {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) {
    throw invalid('payload', 'An object is needed.');
  }
  const odd = Object.keys(payload).find((name) => !known.includes(name));
  if (odd !== undefined) throw invalid('payload', `The event has only: ${known.join(', ')}.`);
  return payload as Members;
}

function placeIn(members: Members): Omit<EditMessage, 'message'> {
  const roomId = roomOf(members);
  const messageId = textOf(members, 'id');
  if (!isUuid(messageId)) throw notFound('Message');
  return { roomId, messageId: messageId.toLowerCase() };
}

function roomOf({ room_id: id }: Members): string {
  if (typeof id !== 'string') throw invalid('room_id', 'The id of a chat room is needed.');
  if (!isUuid(id)) throw notFound('Chat room');
  return id.toLowerCase();
}

function idOf(text: string, field: string): string {
  if (!isUuid(text)) throw invalid(field, `Invalid ${field} format. Must be a valid UUID.`);
  return text.toLowerCase();
}

function idsOf(value: unknown, field: string): readonly string[] {
  if (!Array.isArray(value) || value.length > MOST_ATTACHMENTS) {
    throw invalid(field, `A list of at most ${MOST_ATTACHMENTS} ids is needed.`);
  }
  return value.map((id: unknown) => idOf(typeof id === 'string' ? id : '', field));
}

function textOf(members: Members, name: string): string {
  const text = members[name];
  if (typeof text !== 'string') throw invalid(name, 'A text is needed.');
  // Half of a surrogate pair: no column keeps it.
  if (/\p{Surrogate}/u.test(text)) throw invalid(name, 'Broken characters are not allowed.');
  return text;
}

function countOf(value: unknown, field: string): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= LARGEST) return value;
  throw invalid(field, 'A whole number from 0 on is needed.');
}
