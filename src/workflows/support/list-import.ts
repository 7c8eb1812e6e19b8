import { ActivityCancellationType, condition, isCancellation } from '@temporalio/workflow';
import type { ImportState } from '../../domain/list-import-states.js';
import type { FailedStep } from '../../domain/list-imports.js';
import { raceActivity } from './race-activity.js';

/**
 * How a list is read and staged. A worker that dies is noticed within seconds; a cancel ends the thread that reads. An attempt that ends
 * with its worker counts as well: there are enough of them for a bad day of workers and database, of more than three minutes. A list that
 * cannot be staged at all fails after them, and never ends worker after worker.
 */
export const STAGING = {
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '8s',
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '30s', maximumAttempts: 12 },
} as const;

/**
 * How a list is applied and taken back, in one transaction each: through an outage of ten minutes and more. What the database refuses each
 * time is given up, so that the next list is not kept waiting by it.
 */
export const MOVING = {
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '20s',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1 minute', maximumAttempts: 20 },
} as const;

/** Where an import of a list stands. */
interface ImportStep {
  readonly state: ImportState;
  /** Until a preview that nobody decides on is cancelled. */
  readonly waitMs: number;
}

/**
 * What carries an import of a list forward: its activities, each of which does nothing where its state is another one, and answers how
 * the import stands then; null: there is no such import.
 */
export interface ListImportSteps<Step extends ImportStep> {
  readonly show: (step: Step) => void;
  readonly read: () => Promise<Step | null>;
  readonly stage: () => Promise<Step | null>;
  /** Ends an import that cannot be read or applied; one that cannot be taken back is applied as before. */
  readonly fail: (step: FailedStep) => Promise<Step | null>;
  readonly expire: () => Promise<Step | null>;
  readonly apply: () => Promise<Step | null>;
  readonly undo: () => Promise<Step | null>;
  /** How long a run waits for an undo behind its import, in ms; 0: an undo is a later run. */
  readonly undoableForMs: number;
}

/** Whether somebody has written into the row since it was read: a signal or an update sets it. */
export interface Asked {
  isAsked: boolean;
}

/**
 * Carries an import of a list: reads and stages it, waits for a person, applies it or takes it back. What is to be done stands in the
 * row, whoever has written it there: each turn does one step, and the run ends when there is nothing to do.
 */
export async function carryListImport<Step extends ImportStep>(
  steps: ListImportSteps<Step>,
  asked: Asked,
): Promise<void> {
  // Most runs begin with an import that nobody has read yet; of another one it says how it stands.
  let step = await stage(steps, asked);
  while (step) {
    steps.show(step);
    const next = await turn(steps, asked, step);
    if (next === 'end') return;
    step = next;
  }
}

async function turn<Step extends ImportStep>(
  steps: ListImportSteps<Step>,
  asked: Asked,
  { state, waitMs }: Step,
): Promise<Step | null | 'end'> {
  switch (state) {
    case 'received':
    case 'reading':
      return stage(steps, asked);
    case 'previewed':
      return (await isAsked(asked, waitMs)) ? steps.read() : steps.expire();
    case 'applying':
      return move(steps, 'apply');
    case 'undoing':
      return move(steps, 'undo');
    case 'applied':
      return (await isAsked(asked, steps.undoableForMs)) ? steps.read() : 'end';
    default:
      return (await isAsked(asked, 0)) ? steps.read() : 'end';
  }
}

/** Waits for somebody to write into the row; what was written before the last step has been seen by it. */
async function isAsked(asked: Asked, waitMs: number): Promise<boolean> {
  const is = asked.isAsked || (waitMs > 0 && (await condition(() => asked.isAsked, waitMs)));
  asked.isAsked = false;
  return is;
}

/** Somebody who cancels it while it is read ends the reading; the row says what became of it. */
async function stage<Step extends ImportStep>(steps: ListImportSteps<Step>, asked: Asked): Promise<Step | null> {
  // What was written before this is seen by the activity.
  asked.isAsked = false;
  try {
    const step = await raceActivity(steps.stage, (ended) => condition(() => ended() || asked.isAsked));
    if (step !== undefined) return step;
    asked.isAsked = false;
    return await steps.read();
  } catch (error) {
    if (isCancellation(error)) throw error;
    return steps.fail('stage');
  }
}

/** An attempt may have done it all the same, or still be at work: the row says what became of it. */
async function move<Step extends ImportStep>(
  steps: ListImportSteps<Step>,
  wanted: 'apply' | 'undo',
): Promise<Step | null> {
  try {
    return await steps[wanted]();
  } catch (error) {
    if (isCancellation(error)) throw error;
    return steps.fail(wanted);
  }
}
