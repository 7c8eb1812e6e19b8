import type { DocumentStore } from '../../adapters/documents/port.js';
import { SYSTEM } from '../../domain/actor.js';
import { UPLOAD_WAITS_MS } from '../../domain/chat/attachments.js';
import type { ChatScope } from '../../models/repositories/chat/slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import type { Logger } from '../../observability/logger.js';

/** What one look removes: the next one goes on. */
const AT_ONCE = 200;

export interface RemoveSpentFilesDeps {
  readonly unitOfWork: UnitOfWork<ChatScope>;
  readonly documents: Pick<DocumentStore, 'delete'>;
  readonly logger: Pick<Logger, 'warn'>;
  readonly now: () => Date;
}

/**
 * Removes uploads that no message has used within a day, and files of deleted messages that nobody has opened. In this order:
 * 1. the row says that the file is removed: no message can use it any more;
 * 2. the store forgets the document;
 * 3. the row goes.
 * A process that dies in between is made up for by the next look. Returns how many files were removed.
 */
export function removeSpentFiles({ unitOfWork, documents, logger, now }: RemoveSpentFilesDeps) {
  return async (): Promise<number> => {
    const at = now();
    const uploadedBefore = new Date(at.getTime() - UPLOAD_WAITS_MS);
    const spent = await unitOfWork.withScope(SYSTEM, ({ chatAttachments }) =>
      chatAttachments.takeSpent({ uploadedBefore, now: at }, AT_ONCE),
    );
    let removed = 0;
    for (const { id, document } of spent) {
      try {
        await documents.delete(document);
      } catch (error) {
        // The store is unreachable: the next look asks again, and what else runs by this Schedule goes on.
        logger.warn('files of chat rooms could not be removed', { error });
        break;
      }
      await unitOfWork.withScope(SYSTEM, ({ chatAttachments }) => chatAttachments.forget(id));
      removed += 1;
    }
    return removed;
  };
}
