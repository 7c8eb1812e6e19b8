import type { Binding, ScopeOf } from '../../scope.js';
import { DrugRepository } from './drugs.js';

/** What this context adds to a transaction's scope. */
export const formularyRepositories = { drugs: ({ db }: Binding) => new DrugRepository(db) };

export type FormularyScope = ScopeOf<typeof formularyRepositories>;

declare module '../../scope.js' {
  interface WholeScope extends FormularyScope {}
}
