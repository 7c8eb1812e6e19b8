import type { Binding, ScopeOf } from '../../scope.js';
import { ChatArchiveRepository } from './chat-archive.js';
import { ChatAttachmentRepository } from './chat-attachments.js';
import { ChatMemberRepository } from './chat-members.js';
import { ChatMessageRepository } from './chat-messages.js';
import { ChatRetentionRepository } from './chat-retention.js';
import { ChatRoomRepository } from './chat-rooms.js';
import { ChatSearchRepository } from './chat-search.js';

/** What this context adds to a transaction's scope. */
export const chatRepositories = {
  chatArchive: ({ db, keys }: Binding) => new ChatArchiveRepository(db, keys),
  chatAttachments: ({ db, keys }: Binding) => new ChatAttachmentRepository(db, keys),
  chatMembers: ({ db, keys }: Binding) => new ChatMemberRepository(db, keys),
  chatMessages: ({ db, keys }: Binding) => new ChatMessageRepository(db, keys),
  chatRetention: ({ db }: Binding) => new ChatRetentionRepository(db),
  chatRooms: ({ db, keys }: Binding) => new ChatRoomRepository(db, keys),
  chatSearch: ({ db, keys }: Binding) => new ChatSearchRepository(db, keys),
};

export type ChatScope = ScopeOf<typeof chatRepositories>;

declare module '../../scope.js' {
  interface WholeScope extends ChatScope {}
}
