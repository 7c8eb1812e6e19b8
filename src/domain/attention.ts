import { type AttentionCode, CONTEXTS } from './contexts.js';
import type { Role } from './roles.js';

export type { AttentionCode } from './contexts.js';

const DECLARED = CONTEXTS.flatMap(({ attention }) => [...attention]);

/** What a person has to look at; each context declares its own codes. */
export const ATTENTION_CODES: readonly AttentionCode[] = DECLARED.map(({ code }) => code);

const FOR_ADMINS: readonly AttentionCode[] = DECLARED.flatMap((entry) => ('forAdmins' in entry ? entry.code : []));

/** The codes that somebody in this role is not shown: those about security are for the clinic's administrators. */
export function codesHiddenFrom(role: Role): readonly AttentionCode[] {
  return role === 'admin' ? [] : FOR_ADMINS;
}

/** The sentences of each code: the first says what happened, the others what to do. */
export const ATTENTION = Object.fromEntries(DECLARED.map(({ code, text }) => [code, text])) as Readonly<
  Record<AttentionCode, string>
>;

/** What is for the eye of the patient's doctor. */
export const CLINICAL_ATTENTION: readonly AttentionCode[] = ['answer_alert', 'supply_declined'];

type Help = (typeof DECLARED)[number]['helps'][number];

/** The actions that help with each code, the most helpful first. */
export const ATTENTION_HELPS = Object.fromEntries(
  DECLARED.map(({ code, helps }): readonly [AttentionCode, readonly Help[]] => [code, helps]),
) as Readonly<Record<AttentionCode, readonly Help[]>>;
