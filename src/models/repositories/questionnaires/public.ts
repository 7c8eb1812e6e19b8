/** What other contexts read of forms. */
export type { VisitForm } from './questionnaires.js';
export type { QuestionnairesScope } from './slice.js';
