import { type AttentionCode, CONTEXTS } from './contexts.js';

export type { AttentionCode } from './contexts.js';

const DECLARED = CONTEXTS.flatMap(({ attention }) => [...attention]);

/** What a person has to look at; each context declares its own codes. */
export const ATTENTION_CODES: readonly AttentionCode[] = DECLARED.map(({ code }) => code);

/** The sentences of each code: the first says what happened, the others what to do. */
export const ATTENTION = Object.fromEntries(DECLARED.map(({ code, text }) => [code, text])) as Readonly<
  Record<AttentionCode, string>
>;

type Help = (typeof DECLARED)[number]['helps'][number];

/** The actions that help with each code, the most helpful first. */
export const ATTENTION_HELPS = Object.fromEntries(
  DECLARED.map(({ code, helps }): readonly [AttentionCode, readonly Help[]] => [code, helps]),
) as Readonly<Record<AttentionCode, readonly Help[]>>;
