import type { Binding, ScopeOf } from '../../scope.js';
import { AnswerRepository } from './answers.js';
import { QuestionnaireRepository } from './questionnaires.js';

/** What this context adds to a transaction's scope. */
export const questionnairesRepositories = {
  answers: ({ db, keys }: Binding) => new AnswerRepository(db, keys),
  questionnaires: ({ db }: Binding) => new QuestionnaireRepository(db),
};

export type QuestionnairesScope = ScopeOf<typeof questionnairesRepositories>;

declare module '../../scope.js' {
  interface WholeScope extends QuestionnairesScope {}
}
