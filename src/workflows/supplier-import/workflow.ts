import {
  CancellationScope,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';
import { type StaffDecision, staffDecisionError } from '../../domain/catalogue/staff-decisions.js';
import { invalid } from '../../domain/errors.js';
import { isUuid } from '../../domain/ids.js';
import type { Decision } from '../../domain/list-imports.js';
import { localStep, retryForever } from '../support/activities.js';
import { Answers } from '../support/answers.js';
import { refusalFailure, toRefusalFailure } from '../support/failures.js';
import { type Asked, carryListImport, MOVING, STAGING } from '../support/list-import.js';
import { SEARCH_ATTRIBUTES as keys } from '../support/search-attributes.js';
import { applyUpdate, cancelUpdate, followSignal, type SupplierImportInput, undoUpdate } from './contract.js';
import { describeSupplierImport } from './describe.js';

const { stageSupplierImport } = proxyActivities<Activities>({
  ...STAGING,
  summary: 'Read the price list and stage it',
});
const { applySupplierImport, undoSupplierImport } = proxyActivities<Activities>(MOVING);

/** Support staff take an import back in the Temporal UI while its run is open; an undo by API later is a run of its own. */
const UNDOABLE_FOR_MS = 30 * 24 * 3_600_000;

/**
 * Carries the import of a supplier's price list into a clinic's catalogue. What is to be done stands in the row; people decide by API,
 * or here by an update. No content of the file is in here.
 */
export async function supplierImport(input: SupplierImportInput | null): Promise<void> {
  const importId: unknown = input?.importId;
  // Whoever starts it by hand in the Temporal UI reads this sentence.
  if (!isUuid(importId))
    throw refusalFailure(invalid('importId', 'This is no import: the product starts these itself.'));
  const asked: Asked = { isAsked: false };
  const answers = new Answers();
  setHandlers(importId, asked, answers);
  /** Whether the search attributes say that it is held; null: they say nothing yet. */
  let isShown: boolean | null = null;
  let hasUndoFailed = false;
  await carryListImport(
    {
      read: () => retryForever.readSupplierImportStep({ importId }),
      show: (step) => {
        setCurrentDetails(describeSupplierImport(importId, { ...step, hasUndoFailed }));
        const isHeld = step.state === 'previewed' && step.heldBy.length > 0;
        if (isShown === isHeld) return;
        const attention = { key: keys.Attention, value: isHeld ? ['import_held'] : null };
        upsertSearchAttributes([{ key: keys.ClinicId, value: step.clinicId }, attention]);
        isShown = isHeld;
      },
      stage: () => stageSupplierImport({ importId }),
      fail: (step) => {
        hasUndoFailed = step === 'undo';
        return retryForever.failSupplierImport({ importId, step });
      },
      expire: () => retryForever.expireSupplierImport({ importId }),
      apply: () => applySupplierImport({ importId }),
      undo: () => undoSupplierImport({ importId }),
      undoableForMs: UNDOABLE_FOR_MS,
    },
    asked,
  );
  await answers.drain();
}

function setHandlers(importId: string, asked: Asked, answers: Answers): void {
  setHandler(followSignal, () => {
    asked.isAsked = true;
  });
  const decide = async (decision: Decision, { by, reason = null }: { by: string; reason?: string | null }) => {
    try {
      await localStep.decideSupplierImportByStaff({ importId, decision, by, reason });
    } catch (error) {
      throw toRefusalFailure(error);
    } finally {
      // Also where it was refused: a preview that is out of date is made anew.
      asked.isAsked = true;
      answers.note();
    }
  };
  const decisions = [
    ['apply', applyUpdate, 'Applies the preview. Input: {"by": "your name"}'],
    ['cancel', cancelUpdate, 'Gives up an import that was not applied. Input: {"by": "your name"}'],
    ['undo', undoUpdate, 'Takes back what was applied, whole. Input: {"by": "your name", "reason": "why"}'],
  ] as const;
  for (const [decision, update, description] of decisions) {
    setHandler(update, (command) => CancellationScope.nonCancellable(() => decide(decision, command)), {
      validator: (command: StaffDecision) => {
        const refused = staffDecisionError(decision, command);
        if (refused) throw refusalFailure(refused);
      },
      description,
    });
  }
}
