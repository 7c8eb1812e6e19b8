import { type AttentionCode, CONTEXTS } from './contexts.js';

export type { AttentionCode } from './contexts.js';

const DECLARED = CONTEXTS.flatMap(({ attention }) => [...attention]);

/** What a person has to look at; each context declares its own codes. */
export const ATTENTION_CODES: readonly AttentionCode[] = DECLARED.map(({ code }) => code);

/** The sentences of each code: the first says what happened, the others what to do. */
export const ATTENTION = Object.fromEntries(DECLARED.map(({ code, text }) => [code, text])) as Readonly<
  Record<AttentionCode, string>
>;
