import type { Role } from '../roles.js';

/** Who may open the record of a patient whom they do not treat; the matrix says the same of `patients:break-glass`. */
export const BREAK_GLASS_ROLES = ['admin', 'doctor', 'nurse'] as const satisfies readonly Role[];
export type BreakGlassRole = (typeof BREAK_GLASS_ROLES)[number];

/** `open` until somebody else has judged it, whether the record is still open or not. */
export const REVIEW_STATES = ['open', 'reviewed'] as const;
export type ReviewState = (typeof REVIEW_STATES)[number];

/** What an attention entry about a grant is about. */
export function aboutGrant(grantId: string): string {
  return `break-glass/${grantId}`;
}
