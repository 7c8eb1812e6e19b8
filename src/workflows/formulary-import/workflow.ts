import {
  ActivityCancellationType,
  condition,
  isCancellation,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';
import { invalid } from '../../domain/errors.js';
import { isUuid } from '../../domain/ids.js';
import { retryForever } from '../support/activities.js';
import { Answers } from '../support/answers.js';
import { refusalFailure } from '../support/failures.js';
import { raceActivity } from '../support/race-activity.js';
import { SEARCH_ATTRIBUTES as keys } from '../support/search-attributes.js';
import { type FormularyImportInput, followSignal } from './contract.js';
import { describeImport } from './describe.js';

/** A worker that dies is noticed within seconds; a cancel ends the thread that reads. */
const { stageImport } = proxyActivities<Activities>({
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '8s',
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumAttempts: 4 },
  summary: 'Read the list and stage it',
});
/** One transaction each. */
const { applyImport, undoImport } = proxyActivities<Activities>({
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '20s',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1 minute' },
});

/**
 * Carries the import of a list into a formulary: reads and stages it, waits for a person, applies it or takes it back. What is to be
 * done stands in the row, whoever has written it there: each turn reads it and does one step, and ends when there is nothing to do.
 * An undo comes later, as a run of its own. No content of the file is in here.
 */
export async function formularyImport(input: FormularyImportInput | null): Promise<void> {
  const importId: unknown = input?.importId;
  // Whoever starts it by hand in the Temporal UI reads this sentence.
  if (!isUuid(importId))
    throw refusalFailure(invalid('importId', 'This is no import: the product starts these itself.'));
  let isAsked = false;
  setHandler(followSignal, () => {
    isAsked = true;
  });
  let isShown = false;
  for (;;) {
    isAsked = false;
    const step = await retryForever.readImportStep({ importId });
    if (!step) return;
    setCurrentDetails(describeImport(importId, step));
    if (!isShown) upsertSearchAttributes([{ key: keys.ClinicId, value: step.clinicId }]);
    isShown = true;
    switch (step.state) {
      case 'received':
      case 'reading':
        await stage(importId, () => isAsked);
        break;
      case 'previewed':
        if (!(await condition(() => isAsked, step.waitMs))) await retryForever.expireImport({ importId });
        break;
      case 'applying':
        await applyImport({ importId });
        break;
      case 'undoing':
        await undoImport({ importId });
        break;
      default:
        // A signal that came with the last step has been written into the row before it was sent.
        if (!isAsked) return new Answers().drain();
    }
  }
}

/** Somebody who cancels it while it is read ends the reading; the next turn reads what became of it. */
async function stage(importId: string, isAsked: () => boolean): Promise<void> {
  try {
    await raceActivity(
      () => stageImport({ importId }),
      (ended) => condition(() => ended() || isAsked()),
    );
  } catch (error) {
    if (isCancellation(error)) throw error;
    await retryForever.failImport({ importId });
  }
}
