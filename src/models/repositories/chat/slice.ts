import type { Binding, ScopeOf } from '../../scope.js';
import { ChatRoomRepository } from './chat-rooms.js';

/** What this context adds to a transaction's scope. */
export const chatRepositories = {
  chatRooms: ({ db }: Binding) => new ChatRoomRepository(db),
};

export type ChatScope = ScopeOf<typeof chatRepositories>;

declare module '../../scope.js' {
  interface WholeScope extends ChatScope {}
}
