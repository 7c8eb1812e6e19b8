import { defineSignal, defineUpdate } from '@temporalio/workflow';
import type { StaffDecision } from '../../domain/catalogue/staff-decisions.js';

/** The workflow's type name. Its id is `supplier-import/<import>`. */
export const SUPPLIER_IMPORT_WORKFLOW = 'supplierImport';

export interface SupplierImportInput {
  readonly importId: string;
}

/** Somebody has decided, or something is to be done: the row says what. */
export const followSignal = defineSignal('follow');

/** What support staff decide in the Temporal UI. */
export const applyUpdate = defineUpdate<void, [StaffDecision]>('apply');
export const cancelUpdate = defineUpdate<void, [StaffDecision]>('cancel');
export const undoUpdate = defineUpdate<void, [StaffDecision]>('undo');
