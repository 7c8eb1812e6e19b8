import type { ChatActor } from '../../domain/actor.js';
import { attachmentProblems, unusableAttachment } from '../../domain/chat/attachments.js';
import { messageProblems } from '../../domain/chat/messages.js';
import { assertOpen, isOpen, noMember } from '../../domain/chat/rooms.js';
import { assertValid, DomainError, invalid } from '../../domain/errors.js';
import type { NewMessage, StoredMessage } from '../../models/repositories/chat/chat-messages.js';
import type { FoundRoom } from '../../models/repositories/chat/chat-rooms.js';
import { deriveId, type RequestKey } from '../idempotency/derive-id.js';
import type { RoomScope } from './chat-deps.js';
import { actsAsMember, refusalToWrite } from './enter-room.js';
import { type AttendanceDeps, noteAttendance } from './note-attendance.js';
import { namedMembers, type ShownMessage, shownMessages } from './shown-messages.js';

export interface SendMessage {
  readonly roomId: string;
  readonly message: string;
  /** By which the client sends the same again when it got no answer. */
  readonly clientMessageId: string | null;
  /** A message of the same room. */
  readonly replyTo: string | null;
  /** Ids of files that its sender has uploaded in the room; no two are the same. */
  readonly attachments: readonly string[];
}

export interface SendMessageDeps extends AttendanceDeps {
  /** Of one sender over all rooms; null: none. */
  readonly messageLimit: { readonly points: number; readonly perMs: number } | null;
}

export interface SentMessage {
  readonly message: ShownMessage;
  /** It was sent before, and this is the answer to it. */
  readonly isRepeat: boolean;
}

/**
 * Sends a message, in one transaction: the room's row is locked; membership, window and limit are checked; both counters of the
 * room go up; the message is stored, and its files are its own from then on. The same `clientMessageId` of the same sender is one
 * message, also when the room has closed since.
 * @throws DomainError validation_failed, not_found, forbidden, room_closed, rate_limited, idempotency_conflict
 */
export function sendMessage(deps: SendMessageDeps) {
  return async (actor: ChatActor, command: SendMessage, requestKey: RequestKey | null): Promise<SentMessage> => {
    const { message, attachments } = command;
    assertValid([...messageProblems(message, attachments.length), ...attachmentProblems(attachments)]);
    const id = deriveId(requestKey, 'chat-message');
    const { attended, ...sent } = await deps.unitOfWork.withScope(
      actor,
      (scope) => send(deps, scope, actor, { ...command, id }),
      { opens: { room: command.roomId } },
    );
    if (attended !== null) deps.refreshVisit(attended);
    return sent;
  };
}

type Sending = SendMessage & { readonly id: string };
/** `attended`: the visit for which its sender was seen by it for the first time. */
type Sent = SentMessage & { readonly attended: string | null };

async function send(deps: SendMessageDeps, scope: RoomScope, actor: ChatActor, sending: Sending): Promise<Sent> {
  const { roomId, id, message, clientMessageId, replyTo, attachments } = sending;
  const [sender, room] = await Promise.all([
    scope.users.findById(actor.userId),
    scope.chatRooms.lockForMember(roomId, actor.userId),
  ]);
  // The clock is asked under the lock: messages stand in the order of their times.
  const now = deps.now();
  if (!room?.role || !actsAsMember(actor, room)) throw await refusalToWrite(scope, actor, roomId, now);
  const sent: NewMessage = {
    id,
    senderId: actor.userId,
    senderRole: room.role,
    clientMessageId,
    message,
    replyTo,
    attachments,
    sentAt: now,
  };
  const limit = limitAt(deps, now);
  const stored = isOpen(room, now) ? await scope.chatMessages.send(room, sent, limit) : null;
  if (stored === null) return { ...(await answerEarlier(deps, scope, room, sent)), attended: null };
  const files = attachments.length > 0 ? await scope.chatAttachments.use(room, sent) : [];
  if (files === null) throw unusableAttachment();
  const { clinicId, patientId } = room;
  await scope.audit.record(
    {
      action: 'chat.message_sent',
      entity: 'chat_room',
      entityId: roomId,
      clinicId,
      patientId,
      details: { message: id, seq: stored.seq, ...(files.length > 0 ? { files: files.length } : {}) },
    },
    now,
  );
  const isFirst = await noteAttendance(scope, actor, { room, grantId: null }, now);
  const kept: StoredMessage = {
    ...sent,
    ...stored,
    attachments: files,
    roomId,
    kind: 'text',
    version: 1,
    editedAt: null,
    deletedAt: null,
  };
  const senderName = sender && `${sender.firstName} ${sender.lastName}`;
  return {
    message: { ...kept, senderName, isRead: false, readBy: [] },
    isRepeat: false,
    attended: isFirst ? room.appointmentId : null,
  };
}

/** Nothing was stored: what was stored before is answered, or the refusal says why. */
async function answerEarlier(
  deps: SendMessageDeps,
  scope: RoomScope,
  room: FoundRoom,
  sent: NewMessage,
): Promise<SentMessage> {
  const { senderId, sentAt: now, replyTo } = sent;
  const earlier = await scope.chatMessages.findSent(room, sent);
  if (earlier) {
    if (!earlier.isSame) {
      const sentence = 'This client_message_id was used for another message.';
      throw new DomainError('idempotency_conflict', sentence, { field: 'client_message_id' });
    }
    const members = await namedMembers(scope, [room.id]);
    const [message] = await shownMessages(scope, senderId, [earlier.message], members);
    if (message) return { message, isRepeat: true };
  }
  assertOpen(room, now);
  // Whoever was removed while this transaction waited for the lock is seen as removed from the next statement on.
  if ((await scope.chatRooms.find(room.id, senderId))?.leftAt !== null) throw noMember();
  if (replyTo !== null && !(await scope.chatMessages.exists(room.id, replyTo))) {
    throw invalid('reply_to', 'There is no such message in this room.');
  }
  const limit = limitAt(deps, now);
  const reachedBy = limit && (await scope.chatMessages.limitReachedBy(limit));
  if (!reachedBy || !deps.messageLimit) throw new Error('a message was not stored');
  const { points, perMs } = deps.messageLimit;
  throw new DomainError('rate_limited', 'Rate limit exceeded', {
    limitType: 'chat_messages',
    limit: points,
    retryAfter: Math.max(1, Math.ceil((reachedBy.getTime() + perMs - now.getTime()) / 1000)),
  });
}

function limitAt({ messageLimit }: SendMessageDeps, now: Date) {
  return messageLimit && { most: messageLimit.points, since: new Date(now.getTime() - messageLimit.perMs) };
}
