import { type DomainError, invalid } from '../errors.js';
import type { Decision } from '../list-imports.js';

/** What support staff type into the Temporal UI to decide about an import. The name is only a claim. */
export interface StaffDecision {
  readonly by: string;
  /** Needed for an undo; kept in the audit. */
  readonly reason?: string;
}

const MAX_NAME = 60;
const MAX_REASON = 500;

/** Why a typed input cannot be taken; null when it can. Anything may have been typed, also no object at all. */
export function staffDecisionError(decision: Decision, command: unknown): DomainError | null {
  const { by, reason } = (typeof command === 'object' && command !== null ? command : {}) as Record<string, unknown>;
  if (!isText(by, MAX_NAME)) return invalid('by', `"by" must be your name, a text of at most ${MAX_NAME} characters.`);
  if (reason === undefined && decision !== 'undo') return null;
  if (isText(reason, MAX_REASON)) return null;
  return invalid('reason', `"reason" must be why, a text of at most ${MAX_REASON} characters.`);
}

function isText(value: unknown, max: number): value is string {
  return typeof value === 'string' && value.trim() !== '' && [...value].length <= max;
}
