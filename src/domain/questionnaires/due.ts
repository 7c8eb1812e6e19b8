/** How far a patient is with a form; on the wire. */
export const ANSWER_STATES = ['open', 'draft', 'final'] as const;
export type AnswerState = (typeof ANSWER_STATES)[number];

/** How long before a form is due its patient is reminded. */
export const REMINDED_BEFORE_MS = 86_400_000;

/** When a form has to be answered. */
export function dueAt(startsAt: Date, dueBeforeMs: number): Date {
  return new Date(startsAt.getTime() - dueBeforeMs);
}
