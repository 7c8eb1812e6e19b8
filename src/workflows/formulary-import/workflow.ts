import { proxyActivities, setCurrentDetails, setHandler, upsertSearchAttributes } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';
import { invalid } from '../../domain/errors.js';
import { isUuid } from '../../domain/ids.js';
import { retryForever } from '../support/activities.js';
import { Answers } from '../support/answers.js';
import { refusalFailure } from '../support/failures.js';
import { carryListImport, MOVING, STAGING } from '../support/list-import.js';
import { SEARCH_ATTRIBUTES as keys } from '../support/search-attributes.js';
import { type FormularyImportInput, followSignal } from './contract.js';
import { describeImport } from './describe.js';

const { stageImport } = proxyActivities<Activities>({ ...STAGING, summary: 'Read the list and stage it' });
const { applyImport, undoImport } = proxyActivities<Activities>(MOVING);

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
  const asked = { isAsked: false };
  setHandler(followSignal, () => {
    asked.isAsked = true;
  });
  let isShown = false;
  await carryListImport(
    {
      read: () => retryForever.readImportStep({ importId }),
      show: (step) => {
        setCurrentDetails(describeImport(importId, step));
        if (!isShown) upsertSearchAttributes([{ key: keys.ClinicId, value: step.clinicId }]);
        isShown = true;
      },
      stage: () => stageImport({ importId }),
      fail: (step) => retryForever.failImport({ importId, step }),
      expire: () => retryForever.expireImport({ importId }),
      apply: () => applyImport({ importId }),
      undo: () => undoImport({ importId }),
      // A run ends with what it had to do: nobody but the API asks for an undo.
      undoableForMs: 0,
    },
    asked,
  );
  await new Answers().drain();
}
