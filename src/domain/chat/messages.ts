import type { FieldError } from '../errors.js';
import { hasVisibleText } from '../text.js';

/** `system`: the product itself says that somebody joined, left or reads by break-glass. */
export const MESSAGE_KINDS = ['text', 'system'] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

/** What a room's `rev` counts. */
export const CHANGE_KINDS = ['sent', 'edited', 'deleted'] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** Characters as a person counts them, code points. */
export const LONGEST_MESSAGE = 4000;

const CONTROLS = /(?![\n\t])\p{Cc}/u;

/** Why this cannot be sent; none when it can. A message is kept as typed; one with files may say nothing. */
export function messageProblems(message: string, files: number): readonly FieldError[] {
  const problem = (text: string) => [{ field: 'message', message: text }];
  if (message === '' && files > 0) return [];
  if (!hasVisibleText(message)) return problem('Please write something.');
  if ([...message].length > LONGEST_MESSAGE) return problem(`A message has at most ${LONGEST_MESSAGE} characters.`);
  if (CONTROLS.test(message)) return problem('Only line feeds and tabs are allowed beside what can be seen.');
  return [];
}

interface Content {
  readonly message: string;
  readonly replyTo: string | null;
  /** Ids of files, in their order. */
  readonly attachments: readonly string[];
}

/** What a message says first: a repeat with the same id of the client has to say the same, with the same files. */
export function contentOf({ message, replyTo, attachments }: Content): string {
  return JSON.stringify({ message, replyTo, attachments });
}
