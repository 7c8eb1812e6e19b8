import type { Binding, ScopeOf } from '../../scope.js';
import { NotificationRepository } from './notifications.js';

/** What this context adds to a transaction's scope. */
export const messagingRepositories = {
  notifications: ({ db }: Binding) => new NotificationRepository(db),
};

export type MessagingScope = ScopeOf<typeof messagingRepositories>;

declare module '../../scope.js' {
  interface WholeScope extends MessagingScope {}
}
