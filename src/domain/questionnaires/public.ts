/** What other contexts know of forms: how far a patient is with those of a visit. */
export { type AnswerState, dueAt } from './due.js';
