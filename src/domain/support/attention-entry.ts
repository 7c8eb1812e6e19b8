import type { PageTime } from '../appointments/public.js';
import type { AttentionCode } from '../attention.js';
import { type DomainError, invalid } from '../errors.js';

/** What its page shows and no workflow decides by, in ready words of Markdown. */
export interface EntryPage {
  readonly opened: PageTime;
  readonly resolved: (PageTime & { readonly by: string }) | null;
  readonly facts: readonly string[];
  /** Name and zone. */
  readonly clinic: string;
}

/** An attention entry that belongs to no appointment, as its workflow sees it. Times are epoch milliseconds. */
export interface EntrySnapshot {
  readonly id: string;
  readonly clinicId: string;
  readonly code: AttentionCode;
  /** Ids and figures only. */
  readonly context: Readonly<Record<string, unknown>>;
  readonly openedAt: number;
  /** Null while it is open. */
  readonly resolvedAt: number | null;
  readonly page: EntryPage;
}

/** What a person types into the Temporal UI to close such an entry. The name is only a claim. */
export interface ResolveEntryCommand {
  readonly by: string;
  /** Kept with the entry. */
  readonly reason: string;
}

/** An input that can be copied. */
export const RESOLVE_ENTRY_EXAMPLE: ResolveEntryCommand = { by: 'your name', reason: 'why' };

const MAX_NAME = 60;
const MAX_REASON = 500;

/** Why a typed input cannot be taken; null when it can. Anything may have been typed, also no object at all. */
export function resolveEntryError(command: unknown): DomainError | null {
  const { by, reason } = (typeof command === 'object' && command !== null ? command : {}) as Record<string, unknown>;
  if (!isText(by, MAX_NAME)) return invalid('by', `"by" must be your name, a text of at most ${MAX_NAME} characters.`);
  if (isText(reason, MAX_REASON)) return null;
  return invalid('reason', `"reason" must be why it is closed, a text of at most ${MAX_REASON} characters.`);
}

function isText(value: unknown, max: number): value is string {
  return typeof value === 'string' && value.trim() !== '' && [...value].length <= max;
}
