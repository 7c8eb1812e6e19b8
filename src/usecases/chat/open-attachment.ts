import { randomUUID } from 'node:crypto';
import type { DocumentStore } from '../../adapters/documents/port.js';
import type { FileGrant, FileLinks, SessionLink } from '../../adapters/tokens/port.js';
import type { ChatActor, UserActor } from '../../domain/actor.js';
import { FILE_LINK_MS } from '../../domain/chat/attachments.js';
import { DomainError, notFound } from '../../domain/errors.js';
import type { KeptAttachment } from '../../models/repositories/chat/chat-attachments.js';
import type { ChatDeps, RoomScope } from './chat-deps.js';
import { enterRoom } from './enter-room.js';
import { guestOf } from './guest-sessions.js';
import { noteReading, readingOf } from './note-reading.js';

export interface FileLink {
  readonly url: string;
  readonly expiresAt: Date;
}

/** A file as somebody saves it. */
export interface OpenedFile {
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

export interface LinkToAttachmentDeps extends ChatDeps {
  readonly links: FileLinks;
}

export interface OpenAttachmentDeps extends LinkToAttachmentDeps {
  readonly documents: Pick<DocumentStore, 'get'>;
  /** Who acts in a session now; null when it is over, or acts in another membership. */
  readonly holder: (of: SessionLink) => Promise<UserActor | null>;
}

/**
 * A link to a file of a message, or to one of the caller's own that waits for its message: for this person, and for five minutes.
 * @throws DomainError not_found; forbidden for a former member
 */
export function linkToAttachment(deps: LinkToAttachmentDeps) {
  return async (actor: ChatActor, attachmentId: string): Promise<FileLink> => {
    const found = await deps.unitOfWork.withScope(actor, (scope) => scope.chatAttachments.roomOf(attachmentId));
    // An unknown file is looked for in a room that there is not, in as many steps as one of a room that is not the caller's.
    const roomId = found ?? randomUUID();
    const at = deps.now();
    await inRoom(deps, actor, { roomId, attachmentId, at }, async () => undefined);
    const expiresAt = new Date(at.getTime() + FILE_LINK_MS);
    return { url: deps.links.linkTo({ attachmentId, roomId, by: linkOf(actor) }, expiresAt), expiresAt };
  };
}

/**
 * The file of a link. What counts is whether the link's person may read it now: their session goes on, or as a guest they are still
 * there, they read the room, and the message was not deleted.
 * @throws DomainError not_found, whatever is wrong
 */
export function openAttachment(deps: OpenAttachmentDeps) {
  return async (token: string): Promise<OpenedFile> => {
    const at = deps.now();
    const grant = deps.links.read(token, at);
    const actor =
      grant && ('sessionId' in grant.by ? await deps.holder(grant.by) : guestOf({ ...grant.by, roomId: grant.roomId }));
    if (!grant || !actor) throw fileNotFound();
    const { roomId, attachmentId } = grant;
    const file = await inRoom(deps, actor, { roomId, attachmentId, at }, async (scope, { uploaderId }) => {
      if (uploaderId !== actor.userId) await scope.chatAttachments.noteOpened(attachmentId, at);
    }).catch((error: unknown) => {
      // What the link leads to is gone, or not for its person any more.
      throw error instanceof DomainError && error.code === 'forbidden' ? fileNotFound() : error;
    });
    const sealed = await deps.documents.get(file.document);
    // Removed since the row was read.
    if (!sealed) throw fileNotFound();
    return { name: file.name, contentType: file.contentType, bytes: file.open(sealed) };
  };
}

function linkOf(actor: ChatActor): FileGrant['by'] {
  const { userId } = actor;
  if (actor.kind === 'guest') return { userId, appointmentId: actor.appointmentId };
  return { userId, membershipId: actor.membershipId, sessionId: actor.sessionId };
}

interface Place {
  readonly roomId: string;
  readonly attachmentId: string;
  readonly at: Date;
}

/** A file that this person may open now, with what is to be written beside. A stranger to the room is told of no file. */
function inRoom(
  { unitOfWork }: ChatDeps,
  actor: ChatActor,
  { roomId, attachmentId, at }: Place,
  also: (scope: RoomScope, file: KeptAttachment) => Promise<void>,
): Promise<KeptAttachment> {
  return unitOfWork.withScope(
    actor,
    async (scope) => {
      const entered = await enterRoom(scope, actor, roomId, at).catch((error: unknown) => {
        throw error instanceof DomainError && error.code === 'not_found' ? fileNotFound() : error;
      });
      const file = await scope.chatAttachments.find(entered.room, attachmentId, actor.userId);
      if (!file) throw fileNotFound();
      await noteReading(scope, actor, entered, at);
      await also(scope, file);
      return file;
    },
    readingOf(actor, roomId),
  );
}

function fileNotFound(): DomainError {
  return notFound('File');
}
