import type { Binding, ScopeOf } from '../../scope.js';
import { AttentionRepository } from './attention.js';
import { SentMailRepository } from './sent-mails.js';

/** What this context adds to a transaction's scope. */
export const supportRepositories = {
  attention: ({ db, keys }: Binding) => new AttentionRepository(db, keys),
  sentMails: ({ db, keys }: Binding) => new SentMailRepository(db, keys),
};

export type SupportScope = ScopeOf<typeof supportRepositories>;

declare module '../../scope.js' {
  interface WholeScope extends SupportScope {}
}
