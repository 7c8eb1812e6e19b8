import type { DocumentStore } from '../../adapters/documents/port.js';
import type { ChatActor } from '../../domain/actor.js';
import { MOST_WAITING_UPLOADS, UPLOAD_WAITS_MS } from '../../domain/chat/attachments.js';
import { assertOpen } from '../../domain/chat/rooms.js';
import { DomainError } from '../../domain/errors.js';
import type { Attachment } from '../../models/repositories/chat/chat-attachments.js';
import type { FoundRoom } from '../../models/repositories/chat/chat-rooms.js';
import type { takeUpload } from '../documents/public.js';
import { deriveId, type RequestKey } from '../idempotency/derive-id.js';
import type { ChatDeps, RoomScope } from './chat-deps.js';
import { actsAsMember, refusalToWrite } from './enter-room.js';

export type { Attachment };

export interface UploadAttachmentDeps extends ChatDeps {
  /** The one gate of all uploads. */
  readonly take: ReturnType<typeof takeUpload>;
  readonly documents: Pick<DocumentStore, 'delete'>;
}

/** A file as a member sends it. */
export interface UploadAttachment {
  readonly roomId: string;
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * A member of an open room uploads a file, for one message of their own there. It passes the gate of all uploads, a PDF as it is,
 * and is kept sealed with the room's key. A repeat by the same key of a request is the same file.
 * @throws DomainError not_found, forbidden, room_closed, rate_limited, payload_too_large, unsupported_media_type, upload_rejected,
 *   unavailable
 */
export function uploadAttachment(deps: UploadAttachmentDeps) {
  return async (
    actor: ChatActor,
    { roomId, name, bytes }: UploadAttachment,
    requestKey: RequestKey | null,
  ): Promise<Attachment> => {
    const id = deriveId(requestKey, 'chat-attachment');
    const opens = { opens: { room: roomId } };
    // Before the file is looked at, which takes a while and holds no lock.
    const seal = await deps.unitOfWork.withScope(
      actor,
      async (scope) => scope.chatAttachments.sealer(await lockForUpload(deps, scope, actor, roomId), id),
      opens,
    );
    const { document, ...taken } = await deps.take({ name, bytes, keepsPdf: true, seal });
    try {
      return await deps.unitOfWork.withScope(
        actor,
        async (scope) => {
          const room = await lockForUpload(deps, scope, actor, roomId);
          const createdAt = deps.now();
          const file = { id, name: taken.name, contentType: taken.type, size: taken.size };
          const added = await scope.chatAttachments.add(room, {
            ...file,
            uploaderId: actor.userId,
            document,
            createdAt,
          });
          if (!added) throw new UploadedBefore();
          await scope.audit.record(
            {
              action: 'chat.file_uploaded',
              entity: 'chat_room',
              entityId: roomId,
              clinicId: room.clinicId,
              patientId: room.patientId,
              details: { file: id },
            },
            createdAt,
          );
          return file;
        },
        opens,
      );
    } catch (error) {
      // Where it is not known whether the row is there, its document stays: bytes that nothing names harm less than a file without any.
      if (isRefusal(error)) await deps.documents.delete(document);
      if (error instanceof UploadedBefore) return uploadedBefore(deps, actor, roomId, id);
      throw error;
    }
  };
}

/** The same request has uploaded it, and got no answer. */
class UploadedBefore extends Error {}

/** The transaction has changed nothing, for sure: a connection that broke may have committed it. */
function isRefusal(error: unknown): boolean {
  return error instanceof UploadedBefore || (error instanceof DomainError && error.code !== 'unavailable');
}

async function uploadedBefore(
  { unitOfWork }: ChatDeps,
  actor: ChatActor,
  roomId: string,
  id: string,
): Promise<Attachment> {
  return unitOfWork.withScope(
    actor,
    async (scope) => {
      const room = await scope.chatRooms.find(roomId, actor.userId);
      const file = room && (await scope.chatAttachments.find(room, id, actor.userId));
      if (!file) throw new DomainError('idempotency_conflict', 'This key was used for a file that is gone.');
      return { id, name: file.name, contentType: file.contentType, size: file.size };
    },
    { opens: { room: roomId } },
  );
}

async function lockForUpload(
  { now }: ChatDeps,
  scope: RoomScope,
  actor: ChatActor,
  roomId: string,
): Promise<FoundRoom> {
  const room = await scope.chatRooms.lockForMember(roomId, actor.userId);
  const at = now();
  if (!room || !actsAsMember(actor, room)) throw await refusalToWrite(scope, actor, roomId, at);
  assertOpen(room, at);
  const { count, since } = await scope.chatAttachments.waiting(roomId, actor.userId);
  if (count < MOST_WAITING_UPLOADS || !since) return room;
  throw new DomainError('rate_limited', 'Please send the files that you have uploaded first.', {
    limitType: 'chat_uploads',
    limit: MOST_WAITING_UPLOADS,
    retryAfter: Math.max(1, Math.ceil((since.getTime() + UPLOAD_WAITS_MS - at.getTime()) / 1000)),
  });
}
