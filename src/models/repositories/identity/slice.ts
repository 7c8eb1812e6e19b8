import type { Binding, ScopeOf } from '../../scope.js';
import { ProfessionalIdentifierRepository } from './professional-identifiers.js';
import { SessionRepository } from './sessions.js';
import { UserRepository } from './users.js';

/** What this context adds to a transaction's scope. */
export const identityRepositories = {
  professionalIdentifiers: ({ db, keys }: Binding) => new ProfessionalIdentifierRepository(db, keys),
  sessions: ({ db }: Binding) => new SessionRepository(db),
  users: ({ db, keys }: Binding) => new UserRepository(db, keys),
};

export type IdentityScope = ScopeOf<typeof identityRepositories>;

declare module '../../scope.js' {
  interface WholeScope extends IdentityScope {}
}
