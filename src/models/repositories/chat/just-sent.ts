import type { Row } from '../../rows.js';
import type { ChatMessagesTable } from '../../tables/chat/chat-messages.js';

/** A message without files, as its transaction has sent it. */
export interface JustSent extends Omit<Row<ChatMessagesTable>, 'contentMac' | 'cause' | 'fileCount'> {
  readonly message: string;
  /** Who was a member then. */
  readonly present: readonly string[];
}
