import type { Binding, ScopeOf } from '../../scope.js';
import { RecordEntryRepository } from './record-entries.js';
import { RecordStatementRepository } from './record-statements.js';

/** What this context adds to a transaction's scope. */
export const recordsRepositories = {
  recordEntries: ({ db, keys }: Binding) => new RecordEntryRepository(db, keys),
  recordStatements: ({ db }: Binding) => new RecordStatementRepository(db),
};

export type RecordsScope = ScopeOf<typeof recordsRepositories>;

declare module '../../scope.js' {
  interface WholeScope extends RecordsScope {}
}
