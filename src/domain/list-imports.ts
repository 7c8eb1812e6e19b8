import { DomainError } from './errors.js';
import type { ImportState } from './list-import-states.js';

/** What a person asks for, from which states, and where it leads. Asked for again it changes nothing. */
const DECISIONS = {
  apply: { from: ['previewed'], to: 'applying', done: 'applied' },
  cancel: { from: ['received', 'reading', 'previewed'], to: 'cancelled', done: 'cancelled' },
  undo: { from: ['applied'], to: 'undoing', done: 'undone' },
} as const satisfies Readonly<
  Record<string, { readonly from: readonly ImportState[]; readonly to: ImportState; readonly done: ImportState }>
>;
export type Decision = keyof typeof DECISIONS;

/** The state that a decision leads to; null where it was made before. @throws DomainError invalid_transition */
export function decided(state: ImportState, decision: Decision): ImportState | null {
  const { from, to, done } = DECISIONS[decision];
  if (state === to || state === done) return null;
  if ((from as readonly ImportState[]).includes(state)) return to;
  throw new DomainError('invalid_transition', `An import that is ${state} cannot be asked to ${decision}.`, {
    status: state,
    allowed: Object.values(DECISIONS).flatMap((one) =>
      (one.from as readonly ImportState[]).includes(state) ? [one.to] : [],
    ),
  });
}

/** What of an import could not be done: its reading, or one of its two moves. */
export type FailedStep = 'stage' | 'apply' | 'undo';

const SENT_AGAIN =
  'Send it again later. If it happens again, ask whoever operates this installation: the failure of the step stands in the history of the import’s workflow.';
/** Errors of ours that end an import; an undo that fails leaves it as it was. */
export const INTERNAL_FAILURES = {
  stage: {
    code: 'internal',
    message: 'The list could not be read, for a reason on our side. Nothing was changed.',
    hint: SENT_AGAIN,
  },
  apply: {
    code: 'internal',
    message: 'The list could not be applied, for a reason on our side. Nothing was changed.',
    hint: SENT_AGAIN,
  },
} as const;

export const IMPORT_MODES = ['preview', 'apply'] as const;
export type ImportMode = (typeof IMPORT_MODES)[number];
/** `full`: what is not in the list is not offered any more, and becomes inactive. */
export const COVERAGES = ['partial', 'full'] as const;
export type Coverage = (typeof COVERAGES)[number];
