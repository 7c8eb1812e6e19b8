/** Rows that are done, of so many. */
export interface RowsDone {
  readonly done: number;
  readonly total: number;
}

/** What is done with each row before the preview, one after another; each counts alike. */
const STEPS = ['read', 'landed', 'compared'] as const;
/** How much of an import lies before its preview, where nobody waits for a person. */
const BEFORE_PREVIEW = 2 / 3;

/** An import that is applied at once has one way, to its end; of another one the preview is the end of the first. */
type Mode = 'preview' | 'apply';

/** The rows to show as done while a list is staged: they never become fewer on the way to where the import rests. */
export function rowsStaged(mode: Mode, step: (typeof STEPS)[number], { done, total }: RowsDone): number {
  const staged = (STEPS.indexOf(step) * total + done) / STEPS.length;
  return Math.floor(mode === 'apply' ? staged * BEFORE_PREVIEW : staged);
}

/** The same while it is applied. */
export function rowsApplied(mode: Mode, { done, total }: RowsDone): number {
  const before = mode === 'apply' ? total * BEFORE_PREVIEW : 0;
  return Math.floor(before + (done * (total - before)) / Math.max(1, total));
}
