import type { DocumentStore } from '../../adapters/documents/port.js';
import type { ChatActor } from '../../domain/actor.js';
import { mayReadTranscript, type TranscriptFormat } from '../../domain/chat/transcript.js';
import { DomainError, notFound } from '../../domain/errors.js';
import type { ChatDeps } from './chat-deps.js';
import { enterRoom } from './enter-room.js';

export interface ReadTranscriptDeps extends ChatDeps {
  readonly documents: Pick<DocumentStore, 'get'>;
}

/**
 * The transcript of an archived room, byte for byte as it was made. Each reading leaves a row in the audit.
 * @throws DomainError not_found; forbidden for a former member, nurses and guests; invalid_transition while the room is not archived
 */
export function readTranscript({ unitOfWork, now, documents }: ReadTranscriptDeps) {
  return async (actor: ChatActor, roomId: string, format: TranscriptFormat): Promise<Uint8Array> => {
    const { document, open } = await unitOfWork.withScope(
      actor,
      async (scope) => {
        const at = now();
        const { room, grantId } = await enterRoom(scope, actor, roomId, at);
        if (!mayReadTranscript(room.role, grantId !== null)) {
          throw new DomainError('forbidden', 'The transcript is for the doctor and the patient of the visit.');
        }
        const kept = await scope.chatArchive.find(room, format);
        if (!kept) {
          throw new DomainError('invalid_transition', 'The transcript is made when the room is archived.', {
            allowed: [],
          });
        }
        const { clinicId, patientId } = room;
        const details = { format, ...(grantId === null ? {} : { breakGlass: grantId }) };
        const about = { entity: 'chat_room', entityId: roomId, clinicId, patientId } as const;
        await scope.audit.record({ action: 'chat.transcript_read', ...about, details }, at);
        return kept;
      },
      { opens: { room: roomId } },
    );
    const sealed = await documents.get(document);
    // Destroyed since the row was read.
    if (!sealed) throw notFound('Transcript');
    return open(sealed);
  };
}
