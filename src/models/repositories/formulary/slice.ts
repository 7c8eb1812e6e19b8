import type { Binding, ScopeOf } from '../../scope.js';
import { DrugImportRepository } from './drug-imports.js';
import { DrugRepository } from './drugs.js';
import { StagedListRepository } from './staged-lists.js';

/** What this context adds to a transaction's scope. */
export const formularyRepositories = {
  drugs: ({ db }: Binding) => new DrugRepository(db),
  drugImports: ({ db }: Binding) => new DrugImportRepository(db),
  stagedLists: ({ db }: Binding) => new StagedListRepository(db),
};

export type FormularyScope = ScopeOf<typeof formularyRepositories>;

declare module '../../scope.js' {
  interface WholeScope extends FormularyScope {}
}
