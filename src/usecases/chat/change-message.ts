import type { ChatActor } from '../../domain/actor.js';
import { messageProblems } from '../../domain/chat/messages.js';
import { assertOpen, noMember } from '../../domain/chat/rooms.js';
import { assertValid, DomainError, notFound } from '../../domain/errors.js';
import type { StoredMessage } from '../../models/repositories/chat/chat-messages.js';
import type { FoundRoom } from '../../models/repositories/chat/chat-rooms.js';
import type { ChatDeps, RoomScope } from './chat-deps.js';
import { actsAsMember, refusalToWrite } from './enter-room.js';
import { namedMembers, type ShownMessage, shownMessages } from './shown-messages.js';

export interface ChangeMessageDeps extends ChatDeps {
  /** The installation's, for visits that were booked before there was such a rule. */
  readonly policy: { readonly chatEditWindowMs: number };
}

export interface EditMessage {
  readonly roomId: string;
  readonly messageId: string;
  readonly message: string;
}

/**
 * The sender says something else in a message, while the room is open and within the window. What it said before stays in its
 * history. The same text again changes nothing.
 * @throws DomainError validation_failed, not_found, forbidden, room_closed, invalid_transition
 */
export function editMessage(deps: ChangeMessageDeps) {
  return (actor: ChatActor, { roomId, messageId, message }: EditMessage): Promise<ShownMessage> => {
    return deps.unitOfWork.withScope(
      actor,
      async (scope) => {
        const { room, before, now } = await lockChangeable(deps, scope, actor, { roomId, messageId });
        assertValid(messageProblems(message, before.attachments.length));
        if (before.deletedAt !== null) throw unchangeable('This message was deleted.');
        const after = before.message === message ? before : await change(scope, { room, before, message, now });
        const members = await namedMembers(scope, [roomId]);
        const [shown] = await shownMessages(scope, actor.userId, [after], members);
        if (!shown) throw notFound('Message');
        return shown;
      },
      { opens: { room: roomId } },
    );
  };
}

/**
 * The sender takes a message back, while the room is open and within the window. It stays in its place and says nothing; what it
 * said stays in its history. Nobody reaches its files any more, also by links from before. Deleting it again changes nothing.
 * @throws DomainError not_found, forbidden, room_closed, invalid_transition
 */
export function deleteMessage(deps: ChangeMessageDeps) {
  return (actor: ChatActor, place: Omit<EditMessage, 'message'>): Promise<void> =>
    deps.unitOfWork.withScope(
      actor,
      async (scope) => {
        const { room, before, now } = await lockChangeable(deps, scope, actor, place);
        if (before.deletedAt !== null) return;
        await change(scope, { room, before, message: null, now });
        if (before.attachments.length > 0) await scope.chatAttachments.removeOf(before.id, now);
      },
      { opens: { room: place.roomId } },
    );
}

interface Changeable {
  readonly room: FoundRoom;
  readonly before: StoredMessage;
  readonly now: Date;
}

async function lockChangeable(
  deps: ChangeMessageDeps,
  scope: RoomScope,
  actor: ChatActor,
  { roomId, messageId }: Omit<EditMessage, 'message'>,
): Promise<Changeable> {
  const room = await scope.chatRooms.lockForMember(roomId, actor.userId);
  const now = deps.now();
  if (!room || !actsAsMember(actor, room)) throw await refusalToWrite(scope, actor, roomId, now);
  const before = await scope.chatMessages.find(room, messageId);
  if (!before) throw notFound('Message');
  assertOpen(room, now);
  if (before.senderId !== actor.userId) {
    throw new DomainError('forbidden', 'Only its sender can change a message.');
  }
  const windowMs = room.editWindowMs ?? deps.policy.chatEditWindowMs;
  if (now.getTime() > before.sentAt.getTime() + windowMs) {
    throw unchangeable('This message was sent too long ago to be changed.');
  }
  return { room, before, now };
}

async function change(
  scope: RoomScope,
  { room, before, message, now }: Changeable & { readonly message: string | null },
): Promise<StoredMessage> {
  const after = await scope.chatMessages.change(room, before, message, now);
  if (!after) throw noMember();
  const { id: entityId, clinicId, patientId } = room;
  await scope.audit.record(
    {
      action: message === null ? 'chat.message_deleted' : 'chat.message_edited',
      entity: 'chat_room',
      entityId,
      clinicId,
      patientId,
      details: { message: before.id, version: after.version },
    },
    now,
  );
  return after;
}

function unchangeable(sentence: string): DomainError {
  return new DomainError('invalid_transition', sentence, { allowed: [] });
}
