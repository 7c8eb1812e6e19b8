import type { Binding, ScopeOf } from '../../scope.js';
import { NoticeRepository } from './notices.js';
import { NotificationRepository } from './notifications.js';

/** What this context adds to a transaction's scope. */
export const messagingRepositories = {
  notices: ({ db }: Binding) => new NoticeRepository(db),
  notifications: ({ db, keys }: Binding) => new NotificationRepository(db, keys),
};

export type MessagingScope = ScopeOf<typeof messagingRepositories>;

declare module '../../scope.js' {
  interface WholeScope extends MessagingScope {}
}
