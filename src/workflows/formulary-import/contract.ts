import { defineSignal } from '@temporalio/workflow';

export const FORMULARY_IMPORT_WORKFLOW = 'formularyImport';

export interface FormularyImportInput {
  readonly importId: string;
}

/** Somebody has decided, or something is to be done: the row says what. */
export const followSignal = defineSignal('follow');
